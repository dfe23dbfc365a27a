package rows

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
)

// File is the text of a file on disk: the file itself, what a gzip file holds, or one entry of a zip.
type File struct {
	io.Reader
	place   Place
	closers []io.Closer
}

// Place names the text in errors.
func (f *File) Place() Place { return f.place }

// Close closes everything that opening the file opened.
func (f *File) Close() error {
	var faults []error
	for _, c := range f.closers {
		faults = append(faults, c.Close())
	}
	f.closers = nil
	return errors.Join(faults...)
}

// Open opens a file. What it is packed with is told from its first bytes, not from its name. Entry names
// the file inside a zip archive; it may be empty when there is only one, and must be for other files.
func Open(path, entry string, limits Limits) (*File, error) {
	disk, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open data file: %w", err)
	}
	file, err := unpack(disk, path, entry, limits.WithDefaults())
	if err != nil {
		return nil, errors.Join(err, disk.Close())
	}
	return file, nil
}

func unpack(disk *os.File, path, entry string, limits Limits) (*File, error) {
	head := bufio.NewReader(disk)
	magic, err := head.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read data file %s: %w", path, err)
	}
	place := Place{File: path}
	switch {
	case bytes.HasPrefix(magic, []byte("PK")):
		archive, err := newArchive(disk, path, limits)
		if err != nil {
			return nil, err
		}
		file, err := archive.Open(entry)
		if err != nil {
			return nil, err
		}
		file.closers = append(file.closers, archive)
		return file, nil
	case entry != "":
		return nil, fmt.Errorf("data file %s is not a zip archive, but entry %q of it was asked for: leave entry empty", path, entry)
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		unzipped, err := gzip.NewReader(head)
		if err != nil {
			return nil, fmt.Errorf("gzip file %s is damaged or cut off; fetch it again: %w", path, err)
		}
		text := guard(unzipped, place, limits)
		return &File{Reader: text, place: place, closers: []io.Closer{text, disk}}, nil
	case bytes.HasPrefix(magic, []byte{0xff, 0xfe}), bytes.HasPrefix(magic, []byte{0xfe, 0xff}):
		return nil, fmt.Errorf("data file %s is UTF-16 text: save it as UTF-8", path)
	}
	return &File{Reader: head, place: place, closers: []io.Closer{disk}}, nil
}

// guarded is unpacked text: it stops at the limit and says what a damaged file needs.
type guarded struct {
	text   io.ReadCloser
	place  Place
	left   int64
	limit  int64
	failed bool
}

func guard(text io.ReadCloser, place Place, limits Limits) *guarded {
	return &guarded{text: text, place: place, left: limits.Bytes, limit: limits.Bytes}
}

func (g *guarded) Read(p []byte) (int, error) {
	n, err := g.text.Read(p)
	g.left -= int64(n)
	switch {
	case g.left < 0:
		g.failed = true
		return 0, fmt.Errorf("%s holds more than %d bytes unpacked: if that is right, raise limits.bytes", g.place, g.limit)
	case err != nil && !errors.Is(err, io.EOF):
		g.failed = true
		return n, fmt.Errorf("%s is damaged or cut off; fetch it again: %w", g.place.File, err)
	}
	return n, err
}

// Close closes the text. A fault that reading has reported is not reported again.
func (g *guarded) Close() error {
	if err := g.text.Close(); err != nil && !g.failed {
		return fmt.Errorf("close %s: %w", g.place, err)
	}
	return nil
}
