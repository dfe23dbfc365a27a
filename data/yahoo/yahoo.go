package yahoo

import (
	"fmt"
	"io"

	"github.com/tidemark/tidemark/data/csvfile"
	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// Options choose the view. The zero value reads daily bars of a share listed in New York, as written.
type Options struct {
	// Adjusted scales open, high, low and close by Adj Close / Close. Volume stays as it is.
	Adjusted bool
	// Period is csvfile.Daily when zero; Yahoo also offers Weekly and Monthly.
	Period csvfile.Period
	// Calendar names the calendar of the exchange, XNYS when empty. A bar ends at its session's close.
	Calendar string
	// Instrument decides whether prices may be zero or negative.
	Instrument market.Kind
	BadRows    rows.Policy
	Limits     rows.Limits
}

// Open reads a file. Errors of the stream are *rows.RowError for a bad row; a file that has other columns
// is a *csvfile.HeaderError. The caller closes the stream.
func Open(path string, o Options) (*rows.BarStream, error) {
	options, err := o.reading()
	if err != nil {
		return nil, fmt.Errorf("read Yahoo file %s: %w", path, err)
	}
	return csvfile.OpenBars(path, o.Mapping(), options)
}

// Read reads text that is already at hand; name stands for it in errors.
func Read(text io.Reader, name string, o Options) (*rows.BarStream, error) {
	options, err := o.reading()
	if err != nil {
		return nil, fmt.Errorf("read Yahoo text %s: %w", name, err)
	}
	return csvfile.ReadBars(text, name, o.Mapping(), options)
}

// Mapping is what Yahoo's files look like.
func (o Options) Mapping() csvfile.Mapping {
	m := csvfile.Mapping{
		Columns: csvfile.Columns{
			Date: "Date", Open: "Open", High: "High", Low: "Low", Close: "Close", Volume: "Volume",
		},
		Time: "yyyy-MM-dd", Period: o.Period, Null: "null",
	}
	if o.Adjusted {
		m.Columns.AdjustedClose = "Adj Close"
	}
	if (m.Period == csvfile.Period{}) {
		m.Period = csvfile.Daily
	}
	return m
}

func (o Options) reading() (csvfile.Options, error) {
	name := o.Calendar
	if name == "" {
		name = "XNYS"
	}
	sessions, err := calendar.Get(name)
	return csvfile.Options{Instrument: o.Instrument, Calendar: sessions, BadRows: o.BadRows, Limits: o.Limits}, err
}
