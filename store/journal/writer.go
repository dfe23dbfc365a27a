package journal

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
)

const (
	magic      = "TIDEJRN1"
	headerSize = 16
	guardSize  = 12
	// MaxRecord is the longest payload, in bytes.
	MaxRecord = 16 << 20

	defaultFileSize = 64 << 20
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// ErrLocked is returned by Create when another process writes to the folder.
var ErrLocked = errors.New("the journal is being written by another process: stop that one, or use another folder")

// Options are the bounds of a journal; the zero value is their default.
type Options struct {
	// FileSize (64 MiB) is when the next file is begun.
	FileSize int64
	// Keep is how many files of earlier sessions stay, the newest; 0 keeps all.
	Keep int
}

// Writer appends records. It belongs to one goroutine.
type Writer struct {
	folder  string
	options Options
	lock    *os.File
	session uint64

	file   *os.File
	buffer *bufio.Writer
	number int
	size   int64
	head   [guardSize]byte
	err    error
}

// Create begins a new session in a folder, which is made when it is not there. The error is ErrLocked when somebody
// else writes to it.
func Create(folder string, o Options) (*Writer, error) {
	if o.FileSize <= 0 {
		o.FileSize = defaultFileSize
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("create journal: %w", err)
	}
	lock, err := lockFolder(folder)
	if err != nil {
		return nil, fmt.Errorf("create journal in %s: %w", folder, err)
	}
	w := &Writer{folder: folder, options: o, lock: lock, session: 1}
	files, err := list(folder)
	if err == nil && len(files) > 0 {
		err = w.follow(files)
	}
	if err == nil {
		err = w.next()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("create journal in %s: %w", folder, err), lock.Close())
	}
	return w, nil
}

// follow numbers the session and the files after those that are there, and removes the oldest beyond Keep.
func (w *Writer) follow(files []numbered) error {
	last := files[len(files)-1]
	w.number = last.number
	for i := len(files) - 1; i >= 0; i-- {
		session, err := sessionOf(files[i].path)
		if err == nil {
			w.session = session + 1
			break
		}
		if !errors.Is(err, errNoHeader) {
			return err
		}
	}
	if w.options.Keep > 0 && len(files) > w.options.Keep {
		for _, f := range files[:len(files)-w.options.Keep] {
			if err := os.Remove(f.path); err != nil {
				return err
			}
		}
	}
	return nil
}

// Session is the number of this session in the folder.
func (w *Writer) Session() uint64 { return w.session }

// next begins the next file.
func (w *Writer) next() error {
	if w.file != nil {
		if err := errors.Join(w.buffer.Flush(), w.file.Sync(), w.file.Close()); err != nil {
			return err
		}
	}
	w.number++
	f, err := os.OpenFile(w.path(), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	w.file, w.size = f, headerSize
	if w.buffer == nil {
		w.buffer = bufio.NewWriterSize(f, 1<<16)
	} else {
		w.buffer.Reset(f)
	}
	header := binary.LittleEndian.AppendUint64([]byte(magic), w.session)
	if _, err := w.buffer.Write(header); err != nil {
		return err
	}
	return w.buffer.Flush()
}

func (w *Writer) path() string { return filepath.Join(w.folder, fmt.Sprintf("%08d.journal", w.number)) }

// Append adds a record. It is with the operating system after Flush and on disk after Sync. After an error the journal
// takes nothing more, so that no record is missing in the middle.
func (w *Writer) Append(payload []byte) error {
	if w.err != nil {
		return w.err
	}
	w.err = w.append(payload)
	if w.err != nil {
		w.err = fmt.Errorf("append to journal %s: %w: it ends here", w.path(), w.err)
	}
	return w.err
}

func (w *Writer) append(payload []byte) error {
	if len(payload) > MaxRecord {
		return fmt.Errorf("record of %d bytes: at most %d", len(payload), MaxRecord)
	}
	if w.size+int64(len(payload)) > w.options.FileSize && w.size > headerSize {
		if err := w.next(); err != nil {
			return err
		}
	}
	head := w.head[:]
	binary.LittleEndian.PutUint32(head, uint32(len(payload)))
	binary.LittleEndian.PutUint32(head[4:], crc32.Checksum(head[:4], castagnoli))
	binary.LittleEndian.PutUint32(head[8:], crc32.Checksum(payload, castagnoli))
	if _, err := w.buffer.Write(head); err != nil {
		return err
	}
	_, err := w.buffer.Write(payload)
	w.size += int64(guardSize + len(payload))
	return err
}

// Flush hands everything to the operating system, which keeps it when this process dies.
func (w *Writer) Flush() error {
	if w.err == nil {
		w.err = w.buffer.Flush()
	}
	return w.err
}

// Sync is Flush, and waits for the disk.
func (w *Writer) Sync() error {
	if err := w.Flush(); err != nil {
		return err
	}
	w.err = w.file.Sync()
	return w.err
}

// Close ends the session.
func (w *Writer) Close() error {
	err := errors.Join(w.Sync(), w.file.Close())
	return errors.Join(err, w.lock.Close())
}
