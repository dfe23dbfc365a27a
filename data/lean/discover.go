package lean

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
)

// Holding is what a tree holds of one ticker at one resolution.
type Holding struct {
	Type       SecurityType `json:"type"`
	Market     string       `json:"market"`
	Resolution Resolution   `json:"resolution"`
	// Symbol is the ticker the files are named after; read it with Selection.AsNamed.
	Symbol  string  `json:"symbol"`
	Content Content `json:"content"`
	// First and Last are the first and last date, as the files stamp them.
	First market.Date `json:"first"`
	Last  market.Date `json:"last"`
	Files int         `json:"files"`
	Bytes int64       `json:"bytes"`
}

// Discover lists what is in the tree, sorted by type, market, resolution, symbol and content. Dates of day
// files come from their names; hour and daily files are opened and read to their last row.
func Discover(root string) ([]Holding, error) {
	t, err := Open(root)
	if err != nil {
		return nil, err
	}
	byKey := make(map[Holding]*Holding)
	for i := range securityTypes {
		if err := t.discoverType(SecurityType(i), byKey); err != nil {
			return nil, err
		}
	}
	list := make([]Holding, 0, len(byKey))
	for _, h := range byKey {
		list = append(list, *h)
	}
	slices.SortFunc(list, func(a, b Holding) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), strings.Compare(a.Market, b.Market), cmp.Compare(a.Resolution, b.Resolution),
			strings.Compare(a.Symbol, b.Symbol), cmp.Compare(a.Content, b.Content))
	})
	return list, nil
}

// discoverType adds what the folder of one type holds. The key of a holding is the holding without its
// dates and sizes.
func (t *Tree) discoverType(kind SecurityType, byKey map[Holding]*Holding) error {
	root := filepath.Join(t.root, kind.String())
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			if path == root && errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return fmt.Errorf("discover: %w", err)
		}
		relative, err := filepath.Rel(root, path)
		if err != nil {
			return fmt.Errorf("discover: %w", err)
		}
		folders := strings.Split(filepath.ToSlash(relative), "/")
		if entry.IsDir() || len(folders) < 3 {
			return nil
		}
		key := Holding{Type: kind, Market: folders[0]}
		if key.Resolution.UnmarshalText([]byte(folders[1])) != nil {
			return nil // map files, universes and so on
		}
		name, ok := parseFileName(entry.Name(), kind, key.Resolution)
		if !ok {
			return nil
		}
		if key.Symbol, key.Content = name.ticker, name.content; key.Resolution.perDay() {
			key.Symbol = folders[2]
		}
		key.Symbol = strings.ToUpper(key.Symbol)
		return add(byKey, key, path, name)
	})
}

func add(byKey map[Holding]*Holding, key Holding, path string, name fileName) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("discover: %w", err)
	}
	first, last := name.date, name.date
	if !key.Resolution.perDay() {
		if first, last, err = datesInside(path); err != nil {
			return fmt.Errorf("discover: %w", err)
		}
	}
	h := byKey[key]
	if h == nil {
		h = new(Holding)
		*h = key
		h.First, h.Last = first, last
		byKey[key] = h
	}
	if first != 0 && (h.First == 0 || first < h.First) {
		h.First = first
	}
	h.Last = max(h.Last, last)
	h.Files++
	h.Bytes += info.Size()
	return nil
}

// datesInside are the first and the last date in the files of a zip; zero when it has no readable row.
func datesInside(path string) (first, last market.Date, err error) {
	archive, err := rows.OpenArchive(path, rows.Limits{})
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, archive.Close()) }()
	for _, entry := range archive.Entries() {
		file, err := archive.Open(entry)
		if err != nil {
			return 0, 0, err
		}
		from, to, err := datesOf(file)
		if err = errors.Join(err, file.Close()); err != nil {
			return 0, 0, err
		}
		if first == 0 || from != 0 && from < first {
			first = from
		}
		last = max(last, to)
	}
	return first, last, nil
}

func datesOf(file *rows.File) (first, last market.Date, err error) {
	reader := rows.NewReader(file, file.Place(), ',', rows.Limits{})
	for {
		switch err := reader.Next(); {
		case errors.Is(err, io.EOF):
			return first, last, nil
		case err != nil:
			return 0, 0, err
		}
		if date, _, ok := parseMinuteStamp(reader.Fields()[0]); ok {
			if first == 0 {
				first = date
			}
			last = max(last, date)
		}
	}
}
