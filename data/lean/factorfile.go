package lean

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
)

// Factor is one row of a factor file. It holds for all days after the row before it, up to and including
// Date: adjusted price = raw price × Price × Split.
type Factor struct {
	Date         market.Date
	Price, Split decimal.Decimal
	// Reference is the raw close on Date.
	Reference decimal.Decimal
}

// Factors reads a symbol's factor file, oldest row first; a symbol without one has none.
func (t *Tree) Factors(marketName, symbol string) ([]Factor, error) {
	path, err := t.companion("factor_files", marketName, symbol)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open factor file: %w", err)
	}
	factors, err := parseFactorFile(file, path)
	return factors, errors.Join(err, file.Close())
}

// parseFactorFile reads rows of date, price factor, split factor, reference price.
func parseFactorFile(text io.Reader, path string) ([]Factor, error) {
	var factors []Factor
	reader := rows.NewReader(text, rows.Place{File: path}, ',', rows.Limits{Line: 4096})
	for {
		err := reader.Next()
		if errors.Is(err, io.EOF) {
			return factors, nil
		}
		if err != nil {
			return nil, fmt.Errorf("factor file: %w", err)
		}
		f, err := parseFactor(reader.Fields())
		if err != nil {
			return nil, fmt.Errorf("factor file %s:%d: %w", path, reader.Line(), err)
		}
		if n := len(factors); n > 0 && f.Date <= factors[n-1].Date {
			return nil, fmt.Errorf("factor file %s:%d: %s is not after the row before", path, reader.Line(), f.Date)
		}
		factors = append(factors, f)
	}
}

func parseFactor(fields [][]byte) (f Factor, err error) {
	if len(fields) < 3 {
		return f, fmt.Errorf("want date,price factor,split factor,reference price, has %d columns", len(fields))
	}
	if f.Date, err = market.ParseDate(string(fields[0])); err != nil {
		return f, err
	}
	if f.Price, err = factor(fields[1]); err != nil {
		return f, fmt.Errorf("price factor: %w", err)
	}
	if f.Split, err = factor(fields[2]); err != nil {
		return f, fmt.Errorf("split factor: %w", err)
	}
	if len(fields) > 3 {
		if f.Reference, err = number18(fields[3]); err != nil || f.Reference.IsNegative() {
			return f, fmt.Errorf("reference price %q: want a price", fields[3])
		}
	}
	return f, nil
}

// factor is a number above zero.
func factor(field []byte) (decimal.Decimal, error) {
	d, err := number18(field)
	if err != nil {
		return d, err
	}
	if !d.IsPositive() {
		return d, fmt.Errorf("%s is not above 0", d)
	}
	return d, nil
}

// number18 reads a decimal of a sane length and size.
func number18(field []byte) (decimal.Decimal, error) {
	if len(field) > 40 {
		return decimal.Decimal{}, fmt.Errorf("a number of %d characters is too long", len(field))
	}
	d, err := decimal.NewFromString(string(field))
	if err != nil {
		return d, fmt.Errorf("%q is not a number", field)
	}
	if d.Exponent() < -18 || d.Exponent() > 9 {
		return d, fmt.Errorf("%q has too many digits", field)
	}
	return d, nil
}
