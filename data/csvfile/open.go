package csvfile

import (
	"errors"
	"fmt"
	"io"

	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// Options are what a file cannot say about itself. The zero value reads an equity's file and stops at the
// first bad row.
type Options struct {
	// Instrument decides whether prices may be zero or negative.
	Instrument market.Kind
	// Calendar gives the sessions of daily, weekly and monthly bars, and ends a shorter bar at the
	// session's close. Without one, days begin and end at midnight.
	Calendar *calendar.Calendar
	// BadRows is what happens to them.
	BadRows rows.Policy
	Limits  rows.Limits
}

// The streams end with io.EOF; their Summary then accounts for every row. Errors are *rows.RowError for a
// bad row, *HeaderError when the header and the mapping or the rows do not match.
type (
	BarStream   = rows.BarStream
	QuoteStream = rows.QuoteStream
	TradeStream = rows.TradeStream
)

// OpenBars reads a file of bars. The caller closes the stream.
func OpenBars(path string, m Mapping, o Options) (*BarStream, error) {
	t, err := openTable(path, m, o)
	if err != nil {
		return nil, err
	}
	return rows.Bars(newBarReader(t, m, o)), nil
}

// OpenQuotes reads a file of quotes. The caller closes the stream.
func OpenQuotes(path string, m Mapping, o Options) (*QuoteStream, error) {
	t, err := openTable(path, m, o)
	if err != nil {
		return nil, err
	}
	return rows.Quotes(&quoteReader{table: t}), nil
}

// OpenTrades reads a file of trades. The caller closes the stream.
func OpenTrades(path string, m Mapping, o Options) (*TradeStream, error) {
	t, err := openTable(path, m, o)
	if err != nil {
		return nil, err
	}
	return rows.Trades(&tradeReader{table: t}), nil
}

// ReadBars reads bars from text that is already unpacked; name stands for it in errors.
func ReadBars(text io.Reader, name string, m Mapping, o Options) (*BarStream, error) {
	t, err := newTable(text, nil, rows.Place{File: name}, m, o)
	if err != nil {
		return nil, err
	}
	return rows.Bars(newBarReader(t, m, o)), nil
}

// ReadQuotes reads quotes from text that is already unpacked; name stands for it in errors.
func ReadQuotes(text io.Reader, name string, m Mapping, o Options) (*QuoteStream, error) {
	t, err := newTable(text, nil, rows.Place{File: name}, m, o)
	if err != nil {
		return nil, err
	}
	return rows.Quotes(&quoteReader{table: t}), nil
}

// ReadTrades reads trades from text that is already unpacked; name stands for it in errors.
func ReadTrades(text io.Reader, name string, m Mapping, o Options) (*TradeStream, error) {
	t, err := newTable(text, nil, rows.Place{File: name}, m, o)
	if err != nil {
		return nil, err
	}
	return rows.Trades(&tradeReader{table: t}), nil
}

func openTable(path string, m Mapping, o Options) (*table, error) {
	if err := m.Validate(); err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	file, err := rows.Open(path, m.Entry, o.Limits)
	if err != nil {
		return nil, err
	}
	t, err := newTable(file, file, file.Place(), m, o)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return t, nil
}
