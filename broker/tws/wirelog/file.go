package wirelog

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Create records to a file, which only the owner may read, and appends to one that is there. A torn tail is cut off;
// a damaged log is set aside as if it were full. One Recorder at a time may write a file.
func Create(path string, o Options) (*Recorder, error) {
	r, err := New(nil, o)
	if err != nil {
		return nil, err
	}
	f := &file{path: path}
	if r.size, err = f.open(); err != nil {
		var damaged *DamageError
		if !errors.As(err, &damaged) {
			return nil, fmt.Errorf("wirelog: open %s: %w", path, err)
		}
		if err := f.rotate(max(1, r.o.Rotated)); err != nil {
			return nil, err
		}
	}
	r.out, r.file = f, f
	return r, nil
}

// file is a log on disk.
type file struct {
	path string
	*os.File
}

// open returns the size of what can be appended to.
func (f *file) open() (size int64, err error) {
	f.File, err = os.OpenFile(f.path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close())
		}
	}()
	if err := f.Chmod(0o600); err != nil {
		return 0, err
	}
	s := newScanner(f)
	for err == nil {
		_, _, _, err = s.next()
	}
	if err != io.EOF {
		return 0, err
	}
	return s.good, f.Truncate(s.good)
}

// rotate sets the file aside and begins another. So many are kept.
func (f *file) rotate(keep int) error {
	if err := f.Close(); err != nil && !errors.Is(err, fs.ErrClosed) {
		return fmt.Errorf("wirelog: rotate: %w", err)
	}
	for i := keep; i > 0; i-- {
		if err := os.Rename(f.numbered(i-1), f.numbered(i)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("wirelog: rotate: %w", err)
		}
	}
	if keep <= 0 {
		if err := os.Remove(f.path); err != nil {
			return fmt.Errorf("wirelog: rotate: %w", err)
		}
	}
	var err error
	f.File, err = os.OpenFile(f.path, os.O_RDWR|os.O_CREATE|os.O_EXCL|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("wirelog: rotate: %w", err)
	}
	return nil
}

// numbered is the name of a file set aside, the earlier the higher; 0 is the one being written.
func (f *file) numbered(i int) string {
	if i == 0 {
		return f.path
	}
	return fmt.Sprintf("%s.%d", f.path, i)
}
