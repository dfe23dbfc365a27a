package lean

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tidemark/tidemark/market"
)

// dataFile is one zip to read, and the dates that are wanted of it.
type dataFile struct {
	path     string
	day      market.Date // of a day file, whose rows have only a time of day
	from, to market.Date
}

// NoDataError tells that a selection finds no file.
type NoDataError struct {
	Selection Selection
	Content   Content
	// Folder is where the files should be.
	Folder string
}

// Error says where it looked.
func (e *NoDataError) Error() string {
	return fmt.Sprintf("%s: no %s files between %s and %s in %s: see what the tree holds with Discover",
		&e.Selection, e.Content, orAny(e.Selection.From), orAny(e.Selection.To), e.Folder)
}

func orAny(d market.Date) string {
	if d == 0 {
		return "any date"
	}
	return d.String()
}

// Files lists the paths of the zips that a selection reads for its trades or its quotes, oldest first.
func (t *Tree) Files(s Selection, content Content) ([]string, error) {
	if err := s.validate(); err != nil {
		return nil, err
	}
	files, err := t.files(&s, content)
	if err != nil {
		return nil, err
	}
	paths := make([]string, len(files))
	for i := range files {
		paths[i] = files[i].path
	}
	return paths, nil
}

// files are the zips that hold the selection, oldest first.
func (t *Tree) files(s *Selection, content Content) ([]dataFile, error) {
	names, err := t.names(s)
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(t.root, s.Type.String(), s.Market, s.Resolution.String())
	var files []dataFile
	for _, name := range names {
		from, to := max(name.From, s.From), name.To
		if s.To != 0 {
			to = min(to, s.To)
		}
		if from > to {
			continue
		}
		found, err := filesOf(folder, s, strings.ToLower(name.Ticker), content, from, to)
		if err != nil {
			return nil, err
		}
		files = append(files, found...)
	}
	if len(files) == 0 {
		return nil, &NoDataError{Selection: *s, Content: content, Folder: folder}
	}
	return files, nil
}

// filesOf are one ticker's files for dates from and to, both included.
func filesOf(folder string, s *Selection, ticker string, content Content, from, to market.Date) ([]dataFile, error) {
	var files []dataFile
	add := func(path string, name fileName) {
		switch {
		case name.content != content:
		case s.Resolution.perDay():
			if name.date >= from && name.date <= to {
				files = append(files, dataFile{path: path, day: name.date, from: name.date, to: name.date})
			}
		case name.year == 0 || name.year >= from.Year() && name.year <= to.Year():
			files = append(files, dataFile{path: path, from: from, to: to})
		}
	}
	if !s.Resolution.perDay() {
		err := eachFile(folder, s, func(path string, name fileName) {
			if name.ticker == ticker {
				add(path, name)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	// Day files, and the hour and daily files of options on futures, have a folder for the ticker.
	if err := eachFileBelow(filepath.Join(folder, ticker), s, add); err != nil {
		return nil, err
	}
	slices.SortFunc(files, func(a, b dataFile) int {
		return cmp.Or(cmp.Compare(a.day, b.day), strings.Compare(a.path, b.path))
	})
	return files, nil
}

// eachFile visits the data files in a folder. A folder that does not exist has none.
func eachFile(folder string, s *Selection, visit func(path string, name fileName)) error {
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("list %s: %w", s, err)
	}
	for _, entry := range entries {
		if name, ok := parseFileName(entry.Name(), s.Type, s.Resolution); ok && !entry.IsDir() {
			visit(filepath.Join(folder, entry.Name()), name)
		}
	}
	return nil
}

// eachFileBelow visits the data files in a folder and in the folders in it, which options on futures
// have for each contract month of the future.
func eachFileBelow(folder string, s *Selection, visit func(path string, name fileName)) error {
	if err := eachFile(folder, s, visit); err != nil {
		return err
	}
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("list %s: %w", s, err)
	}
	for _, entry := range entries {
		if entry.IsDir() {
			if err := eachFile(filepath.Join(folder, entry.Name()), s, visit); err != nil {
				return err
			}
		}
	}
	return nil
}
