package rows

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// Archive is an open zip archive. It holds one file handle, however many entries are open.
type Archive struct {
	disk   *os.File
	path   string
	limits Limits
	byName map[string]*zip.File
	names  []string
}

// OpenArchive opens a zip archive and reads its directory.
func OpenArchive(path string, limits Limits) (*Archive, error) {
	disk, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open zip archive: %w", err)
	}
	archive, err := newArchive(disk, path, limits.WithDefaults())
	if err != nil {
		return nil, errors.Join(err, disk.Close())
	}
	return archive, nil
}

func newArchive(disk *os.File, path string, limits Limits) (*Archive, error) {
	info, err := disk.Stat()
	if err != nil {
		return nil, fmt.Errorf("zip archive %s: %w", path, err)
	}
	directory, err := zip.NewReader(disk, info.Size())
	if err != nil {
		return nil, fmt.Errorf("zip archive %s is damaged or cut off: the directory at its end cannot be read; fetch it again: %w", path, err)
	}
	if len(directory.File) > limits.Entries {
		return nil, fmt.Errorf("zip archive %s has %d entries, more than %d: if that is right, raise limits.entries", path, len(directory.File), limits.Entries)
	}
	a := &Archive{disk: disk, path: path, limits: limits, byName: make(map[string]*zip.File, len(directory.File))}
	for _, entry := range directory.File {
		if entry.FileInfo().IsDir() {
			continue
		}
		if a.byName[entry.Name] != nil {
			return nil, fmt.Errorf("zip archive %s holds %q twice: remove one of them", path, entry.Name)
		}
		a.byName[entry.Name] = entry
		a.names = append(a.names, entry.Name)
	}
	return a, nil
}

// Entries are the names of the files inside, in the archive's order.
func (a *Archive) Entries() []string { return a.names }

// Open opens an entry; an empty name means the only one. The error is an *EntryError when the name does
// not decide. Closing the file leaves the archive open.
func (a *Archive) Open(name string) (*File, error) {
	if name == "" && len(a.names) == 1 {
		name = a.names[0]
	}
	entry := a.byName[name]
	if entry == nil {
		return nil, &EntryError{File: a.path, Entry: name, Entries: a.names}
	}
	place := Place{File: a.path, Entry: name}
	if entry.UncompressedSize64 > uint64(a.limits.Bytes) {
		return nil, fmt.Errorf("%s holds %d bytes unpacked, more than %d: if that is right, raise limits.bytes", place, entry.UncompressedSize64, a.limits.Bytes)
	}
	content, err := entry.Open()
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", place, err)
	}
	text := guard(content, place, a.limits)
	return &File{Reader: text, place: place, closers: []io.Closer{text}}, nil
}

// Close closes the archive and, with it, every file opened from it.
func (a *Archive) Close() error { return a.disk.Close() }

// EntryError tells that an archive does not have the entry, or has several and none was named.
type EntryError struct {
	File, Entry string
	Entries     []string
}

// Error lists the first entries.
func (e *EntryError) Error() string {
	const shown = 5
	list := strings.Join(e.Entries[:min(shown, len(e.Entries))], ", ")
	if more := len(e.Entries) - shown; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	switch {
	case len(e.Entries) == 0:
		return fmt.Sprintf("zip archive %s is empty", e.File)
	case e.Entry == "":
		return fmt.Sprintf("zip archive %s has %d entries: name one of %s", e.File, len(e.Entries), list)
	}
	return fmt.Sprintf("zip archive %s has no entry %q: name one of %s", e.File, e.Entry, list)
}
