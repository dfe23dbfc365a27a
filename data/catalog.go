package data

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/tidemark/tidemark/market"
)

// Catalog is a folder of recorded observations; the package comment draws its layout. Any number of
// goroutines and processes may read it while one writes; a reader sees a year either as it was or as
// it has become.
type Catalog struct {
	root string
	// create opens the temporary files that writes go to; tests let it fail.
	create func(path string) (sink, error)
	// tidied has the folders of documents in which removeStale has been at work.
	tidied sync.Map
}

// Open opens a catalog. The error is a *NoCatalogError when the folder does not exist.
func Open(root string) (*Catalog, error) {
	info, err := os.Stat(root)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &NoCatalogError{Root: root}
	case err != nil:
		return nil, fmt.Errorf("open the data catalog: %w", err)
	case !info.IsDir():
		return nil, fmt.Errorf("open the data catalog: %s is a file: name the folder that holds the catalog", root)
	}
	return &Catalog{root: root, create: createFile}, nil
}

// Create opens a catalog and makes its folder when it is missing.
func Create(root string) (*Catalog, error) {
	if err := os.MkdirAll(root, 0o755); err != nil {
		return nil, fmt.Errorf("create the data catalog: %w", err)
	}
	return Open(root)
}

// Root is the folder of the catalog, as it was given.
func (c *Catalog) Root() string { return c.root }

// Bars streams the bars of a symbol with from < End ≤ to, oldest first; Beginning and market.Never ask for
// all. A series that is not there is a *NotFoundError, a period without rows an *EmptyPeriodError. A
// damaged file is a *FileError, here or from Next. The stream holds one open file and, at most, about a
// megabyte; it must be closed, and belongs to one goroutine.
func (c *Catalog) Bars(symbol string, spec market.BarSpec, from, to market.Time) (market.BarStream, error) {
	r, err := c.open(BarSeries(symbol, spec), from, to)
	if err != nil {
		return nil, err
	}
	return barRows{r}, nil
}

// Quotes streams the quotes of a symbol with from < Time ≤ to, like Bars.
func (c *Catalog) Quotes(symbol string, from, to market.Time) (market.QuoteStream, error) {
	r, err := c.open(QuoteSeries(symbol), from, to)
	if err != nil {
		return nil, err
	}
	return quoteRows{r}, nil
}

// Trades streams the trades of a symbol with from < Time ≤ to, like Bars.
func (c *Catalog) Trades(symbol string, from, to market.Time) (market.TradeStream, error) {
	r, err := c.open(TradeSeries(symbol), from, to)
	if err != nil {
		return nil, err
	}
	return tradeRows{r}, nil
}

// folder is the folder of a series.
func (c *Catalog) folder(s Series) (string, error) {
	folder, err := s.folder()
	if err != nil {
		return "", fmt.Errorf("%s: %w", s, err)
	}
	return filepath.Join(c.root, filepath.FromSlash(folder)), nil
}

// find is the folder of a series that the catalog holds, and the years it has. Otherwise the error is a
// *NotFoundError.
func (c *Catalog) find(s Series) (dir string, held []int, err error) {
	if dir, err = c.folder(s); err != nil {
		return "", nil, err
	}
	if held, err = years(dir); err != nil || len(held) > 0 {
		return dir, held, err
	}
	available, err := c.names()
	if err != nil {
		return "", nil, err
	}
	var same []Series
	for _, other := range available {
		if other.Symbol == s.Symbol {
			same = append(same, other)
		}
	}
	if len(same) > 0 {
		available = same
	}
	return "", nil, &NotFoundError{Series: s, Root: c.root, Available: available}
}
