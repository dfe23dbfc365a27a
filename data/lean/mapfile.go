package lean

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
)

// Name is the ticker that a symbol had over a range of dates, both included.
type Name struct {
	Ticker string      `json:"ticker"`
	From   market.Date `json:"from"`
	To     market.Date `json:"to"`
}

// stillListed is the year that map files write for "until further notice" (2050).
const stillListed = 2050

// Names are the tickers that a symbol has had, oldest first, from its map file. The first From is the day
// it was listed, the last To the last day it traded, or in the year 2050 when it still does. A symbol
// without a map file has none.
func (t *Tree) Names(marketName, symbol string) ([]Name, error) {
	path, err := t.companion("map_files", marketName, symbol)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open map file: %w", err)
	}
	names, err := parseMapFile(file, path)
	return names, errors.Join(err, file.Close())
}

// companion is the path of a symbol's map or factor file.
func (t *Tree) companion(folder, marketName, symbol string) (string, error) {
	s := Selection{Type: Equity, Market: marketName, Symbol: symbol}
	if err := s.validate(); err != nil {
		return "", err
	}
	return filepath.Join(t.root, Equity.String(), strings.ToLower(marketName), folder, strings.ToLower(symbol)+".csv"), nil
}

// parseMapFile reads rows of date, ticker, exchange. The first row is the day of listing; each later one
// is the last day of its ticker.
func parseMapFile(text io.Reader, path string) ([]Name, error) {
	var names []Name
	var from market.Date
	reader := rows.NewReader(text, rows.Place{File: path}, ',', rows.Limits{Line: 4096})
	for first := true; ; first = false {
		err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("map file: %w", err)
		}
		fields := reader.Fields()
		date, err := market.ParseDate(string(fields[0]))
		if err != nil || len(fields) < 2 {
			return nil, fmt.Errorf("map file %s:%d: want date,ticker,exchange", path, reader.Line())
		}
		ticker := strings.ToUpper(string(fields[1])) // which can make bytes that are no text longer
		if !plainName(ticker) {
			return nil, fmt.Errorf("map file %s:%d: ticker %q: want a name of letters and digits", path, reader.Line(), fields[1])
		}
		if first {
			from = date
			continue
		}
		if date < from {
			return nil, fmt.Errorf("map file %s:%d: %s is not after the row before", path, reader.Line(), date)
		}
		names = append(names, Name{Ticker: ticker, From: from, To: date})
		from = date.AddDays(1)
	}
	return names, nil
}

// names are the tickers whose files to read, and when.
func (t *Tree) names(s *Selection) ([]Name, error) {
	asNamed := []Name{{Ticker: strings.ToUpper(s.Symbol), To: 99991231}}
	if s.AsNamed || s.Type != Equity {
		return asNamed, nil
	}
	names, err := t.Names(s.Market, s.Symbol)
	if err != nil || len(names) > 0 {
		return names, err
	}
	return asNamed, nil
}
