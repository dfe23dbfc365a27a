package data

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// sinkBytes is the size of one write to the disk.
const sinkBytes = 64 << 10

// sink is a file being written, as far as a write needs it.
type sink interface {
	io.WriteCloser
	Sync() error
}

func createFile(path string) (sink, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
}

// durable buffers what goes to a sink and keeps the sink's first error, which a library above may hide.
// Close makes the file durable.
type durable struct {
	file   sink
	buffer *bufio.Writer
	err    error
	closed bool
}

func newDurable(file sink) *durable {
	return &durable{file: file, buffer: bufio.NewWriterSize(file, sinkBytes)}
}

func (d *durable) Write(p []byte) (int, error) {
	n, err := d.buffer.Write(p)
	d.keep(err)
	return n, err
}

// Close flushes, syncs and closes; later calls do nothing.
func (d *durable) Close() error {
	if d.closed {
		return d.err
	}
	d.closed = true
	d.keep(d.buffer.Flush())
	if d.err == nil {
		d.keep(d.file.Sync())
	}
	d.keep(d.file.Close())
	return d.err
}

// abandon closes the file without caring for its content.
func (d *durable) abandon() {
	if !d.closed {
		d.closed = true
		d.file.Close()
	}
}

func (d *durable) keep(err error) {
	if d.err == nil {
		d.err = err
	}
}

// diskFull marks an error that means a full disk with ErrDiskFull.
func diskFull(err error) error {
	if isDiskFull(err) {
		return fmt.Errorf("%w (%w)", ErrDiskFull, err)
	}
	return err
}

// lockFolder makes a folder and takes a lock in it, which closing the file gives back. One that another has is a
// *BusyError.
func lockFolder(dir, name string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, name)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	free, err := tryLock(f)
	switch {
	case err != nil:
		return nil, errors.Join(fmt.Errorf("lock %s: %w", path, err), f.Close())
	case !free:
		return nil, errors.Join(&BusyError{Path: path}, f.Close())
	}
	return f, nil
}

// removeLeftovers deletes the temporary files of writers that were killed. The caller holds the lock, so
// nobody is writing them.
func removeLeftovers(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var leftovers []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), temporarySuffix) {
			leftovers = append(leftovers, filepath.Join(dir, e.Name()))
		}
	}
	return removeAll(leftovers)
}

func removeAll(paths []string) error {
	var errs []error
	for _, path := range paths {
		if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// syncFolders makes renames durable in a folder and in those above it up to the root.
func syncFolders(dir, root string) error {
	for {
		if err := syncFolder(dir); err != nil {
			return err
		}
		parent := filepath.Dir(dir)
		if dir == root || parent == dir {
			return nil
		}
		dir = parent
	}
}
