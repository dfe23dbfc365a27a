package data

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// maxDocument bounds the size of a JSON file that is read.
const maxDocument = 16 << 20

// document is the path of a symbol's JSON file in a folder of the catalog.
func (c *Catalog) document(folder, symbol string) (string, error) {
	element, err := encodeElement(symbol)
	if err != nil {
		return "", err
	}
	return filepath.Join(c.root, folder, element+documentSuffix), nil
}

// readDocument decodes a JSON file strictly. A file that does not exist is fs.ErrNotExist, any other
// trouble a *FileError.
func readDocument(path string, value any) error {
	f, err := os.Open(path)
	if err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return err
		}
		return &FileError{path, err}
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, maxDocument+1))
	switch {
	case err != nil:
		return &FileError{path, err}
	case len(content) > maxDocument:
		return &FileError{path, fmt.Errorf("it has more than %d bytes", maxDocument)}
	}
	if err := decodeStrictly(content, value); err != nil {
		return &FileError{path, err}
	}
	return nil
}

// writeDocument replaces a JSON file in one step.
func (c *Catalog) writeDocument(path string, value any) error {
	content, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := c.replaceFile(path, append(content, '\n')); err != nil {
		return fmt.Errorf("write %s: %w", path, diskFull(err))
	}
	return nil
}

// replaceFile writes a temporary file and gives it the name of the one it replaces. Of several writers
// at once the last one wins.
func (c *Catalog) replaceFile(path string, content []byte) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	file, err := os.CreateTemp(dir, filepath.Base(path)+"-*"+temporarySuffix)
	if err != nil {
		return err
	}
	out := newDurable(file)
	if _, done := c.tidied.LoadOrStore(dir, true); !done {
		err = removeStale(dir, file)
	}
	_, failed := out.Write(content)
	err = errors.Join(err, failed, file.Chmod(0o644), out.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return syncFolders(dir, c.root)
}

// staleAfter is the age at which the temporary file of a document, which takes a moment to write, was
// left by a killed writer. Documents have no lock that could tell.
const staleAfter = 10 * time.Minute

// removeStale deletes the temporary files in a folder that are much older than one just created there.
func removeStale(dir string, created *os.File) error {
	now, err := created.Stat()
	if err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var stale []string
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && strings.HasSuffix(e.Name(), temporarySuffix) && now.ModTime().Sub(info.ModTime()) > staleAfter {
			stale = append(stale, filepath.Join(dir, e.Name()))
		}
	}
	return removeAll(stale)
}
