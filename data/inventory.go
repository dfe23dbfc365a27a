package data

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/tidemark/tidemark/market"
)

// Series lists what the catalog holds, sorted by Series.Order, from the files' footers. Damaged files are
// joined into the error; what could be read is listed all the same.
func (c *Catalog) Series() ([]Info, error) {
	names, err := c.names()
	if err != nil {
		return nil, err
	}
	var infos []Info
	var errs []error
	for _, s := range names {
		info, err := c.Info(s)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		infos = append(infos, info)
	}
	return infos, errors.Join(errs...)
}

// Info describes one series from its files' footers. A series that is not there is a *NotFoundError.
func (c *Catalog) Info(s Series) (Info, error) {
	dir, held, err := c.find(s)
	if err != nil {
		return Info{}, err
	}
	info := Info{Series: s, First: market.Never, Last: Beginning}
	for _, year := range held {
		if err := info.add(filepath.Join(dir, yearName(year))); err != nil {
			return Info{}, err
		}
	}
	return info, nil
}

// Years describes a series year by year, oldest first: what lies between the last row of one and the first row of the
// next is not there. A series that is not there is a *NotFoundError.
func (c *Catalog) Years(s Series) ([]Info, error) {
	dir, held, err := c.find(s)
	if err != nil {
		return nil, err
	}
	years := make([]Info, len(held))
	for i, year := range held {
		years[i] = Info{Series: s, First: market.Never, Last: Beginning}
		if err := years[i].add(filepath.Join(dir, yearName(year))); err != nil {
			return nil, err
		}
	}
	return years, nil
}

// add counts one more file.
func (info *Info) add(path string) error {
	stat, err := os.Stat(path)
	if err != nil {
		return &FileError{path, err}
	}
	y, err := openYear(path, &layouts[info.Kind])
	if err != nil {
		return err
	}
	defer y.close()
	first, last, err := y.span()
	if err != nil {
		return err
	}
	info.Rows += y.rows()
	info.First, info.Last = min(info.First, first), max(info.Last, last)
	info.Files++
	info.Bytes += stat.Size()
	return nil
}

// names lists the series that have files, sorted. Folders that are not the catalog's are passed over.
func (c *Catalog) names() ([]Series, error) {
	var found []Series
	for kind := range Kind(len(kindNames)) {
		root := filepath.Join(c.root, kind.String())
		symbols, err := folders(root)
		if err != nil {
			return nil, err
		}
		for _, symbol := range symbols {
			dir := filepath.Join(root, symbol.element)
			series, err := seriesIn(dir, Series{Kind: kind, Symbol: symbol.name})
			if err != nil {
				return nil, err
			}
			found = append(found, series...)
		}
	}
	slices.SortFunc(found, Series.Order)
	return found, nil
}

// seriesIn lists the series in the folder of a symbol: itself, or one for each specification of bars.
func seriesIn(dir string, s Series) (found []Series, err error) {
	if s.Kind != Bars {
		held, err := years(dir)
		if len(held) > 0 {
			found = append(found, s)
		}
		return found, err
	}
	specs, err := folders(dir)
	if err != nil {
		return nil, err
	}
	for _, folder := range specs {
		spec, err := market.ParseBarSpec(folder.name)
		if err != nil || spec.String() != folder.name {
			continue
		}
		held, err := years(filepath.Join(dir, folder.element))
		if err != nil {
			return nil, err
		}
		if len(held) > 0 {
			found = append(found, BarSeries(s.Symbol, spec))
		}
	}
	return found, nil
}

// folder is a folder's encoded name and what it stands for.
type folder struct{ element, name string }

// folders lists the folders in a folder, and the links to folders, whose names encodeElement makes, sorted.
// A folder that does not exist has none.
func folders(dir string) ([]folder, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list the data catalog: %w", err)
	}
	var found []folder
	for _, e := range entries {
		if name, ok := decodeElement(e.Name()); ok && isFolder(dir, e) {
			found = append(found, folder{e.Name(), name})
		}
	}
	return found, nil
}

// isFolder reports whether an entry of dir is a folder, or a link to one.
func isFolder(dir string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return e.IsDir()
	}
	info, err := os.Stat(filepath.Join(dir, e.Name()))
	return err == nil && info.IsDir()
}

// FileInfo identifies a file that a run has read.
type FileInfo struct {
	// Path is relative to the catalog, with forward slashes.
	Path string `json:"path"`
	// Bytes is the size of the file and SHA256 the hash of its content, in hexadecimal.
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Files lists, oldest first, the files that a stream of a series' rows with from < time ≤ to reads. It
// reads them whole, for their hashes.
func (c *Catalog) Files(s Series, from, to market.Time) ([]FileInfo, error) {
	dir, held, err := c.find(s)
	if err != nil {
		return nil, err
	}
	folder, err := s.folder()
	if err != nil {
		return nil, err
	}
	var files []FileInfo
	for _, year := range held {
		if !yearMeets(year, from, to) {
			continue
		}
		info, err := identify(filepath.Join(dir, yearName(year)))
		if err != nil {
			return nil, err
		}
		info.Path = path.Join(folder, yearName(year))
		files = append(files, info)
	}
	return files, nil
}

func identify(path string) (FileInfo, error) {
	f, err := os.Open(path)
	if err != nil {
		return FileInfo{}, &FileError{path, err}
	}
	defer f.Close()
	hash := sha256.New()
	n, err := io.Copy(hash, f)
	if err != nil {
		return FileInfo{}, &FileError{path, err}
	}
	return FileInfo{Bytes: n, SHA256: hex.EncodeToString(hash.Sum(nil))}, nil
}
