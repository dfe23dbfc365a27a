package lean

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
)

// property is one row of the symbol-properties database.
type property struct {
	quote      market.Currency
	multiplier decimal.Decimal
	increment  decimal.Decimal
	lot        decimal.Decimal
	minSize    decimal.Decimal // zero when the row has none
}

// properties is the database by "market,SYMBOL,type".
type properties map[string]property

// find is the row of a symbol; a row for all symbols of its type does not count.
func (p properties) find(marketName, symbol string, t SecurityType) (property, bool) {
	found, ok := p[strings.ToLower(marketName)+","+strings.ToUpper(symbol)+","+t.String()]
	return found, ok
}

// symbolProperties reads the database once; a tree without one has none.
func (t *Tree) symbolProperties() (properties, error) {
	t.once.Do(func() {
		path := filepath.Join(t.root, "symbol-properties", "symbol-properties-database.csv")
		text, err := readDatabase(path)
		if err != nil || text == nil {
			t.propsErr = err
			return
		}
		t.properties, t.propsErr = parseProperties(bytes.NewReader(text), path)
	})
	return t.properties, t.propsErr
}

// parseProperties reads rows of market, symbol, type, description, quote currency, contract multiplier,
// minimum price variation, lot size, market ticker, minimum order size; # begins a comment.
func parseProperties(text io.Reader, path string) (properties, error) {
	all := make(properties)
	reader := rows.NewReader(text, rows.Place{File: path}, ',', rows.Limits{})
	for {
		err := reader.Next()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("symbol-properties database: %w", err)
		}
		fields := reader.Fields()
		if bytes.HasPrefix(fields[0], []byte("#")) || reader.Line() == 1 {
			continue
		}
		if len(fields) < 8 {
			return nil, fmt.Errorf("symbol-properties database %s:%d: want at least 8 columns, has %d", path, reader.Line(), len(fields))
		}
		p, err := parseProperty(fields)
		if err != nil {
			return nil, fmt.Errorf("symbol-properties database %s:%d: %w", path, reader.Line(), err)
		}
		all[string(fields[0])+","+strings.ToUpper(string(fields[1]))+","+string(fields[2])] = p
	}
}

func parseProperty(fields [][]byte) (p property, err error) {
	p.quote = market.Currency(fields[4])
	numbers := []struct {
		column string
		field  []byte
		value  *decimal.Decimal
	}{
		{"contract multiplier", fields[5], &p.multiplier},
		{"minimum price variation", fields[6], &p.increment},
		{"lot size", fields[7], &p.lot},
	}
	for _, n := range numbers {
		if len(n.field) > 40 {
			return p, fmt.Errorf("%s %q: is no number", n.column, n.field)
		}
		if *n.value, err = decimal.NewFromString(string(n.field)); err != nil || !n.value.IsPositive() || n.value.Exponent() < -30 {
			return p, fmt.Errorf("%s %q: want a number above 0", n.column, n.field)
		}
	}
	if len(fields) > 9 && len(fields[9]) > 0 && len(fields[9]) <= 40 {
		if p.minSize, err = decimal.NewFromString(string(fields[9])); err != nil {
			return p, fmt.Errorf("minimum order size %q: is no number", fields[9])
		}
	}
	return p, nil
}
