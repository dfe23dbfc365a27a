package csvfile

import (
	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
)

// barReader reads bars.
type barReader struct {
	*table
	intervals intervals
}

func newBarReader(t *table, m Mapping, o Options) *barReader {
	return &barReader{table: t, intervals: newIntervals(m, o.Calendar, t.clock)}
}

func (r *barReader) Read(b *market.Bar) error {
	for {
		fields, err := r.next()
		if err != nil {
			return err
		}
		if r.null(r.field(fields, closeValue)) {
			r.Skip(rows.Empty)
			continue
		}
		r.fill(b, fields)
		if ok, err := r.Settle(b.End, true); ok || err != nil {
			return err
		}
	}
}

func (r *barReader) fill(b *market.Bar, fields [][]byte) {
	if at, ok := r.time(fields); ok {
		b.Start, b.End = r.intervals.of(at)
	}
	b.Open = r.Price("open", fields[r.columns[openValue]])
	b.High = r.Price("high", fields[r.columns[highValue]])
	b.Low = r.Price("low", fields[r.columns[lowValue]])
	b.Close = r.Price("close", fields[r.columns[closeValue]])
	b.Volume = r.size(fields, volumeValue, "volume")
	r.CheckPrices("", b.Open, b.High, b.Low, b.Close)
	if text := r.field(fields, adjustedValue); text != nil {
		r.adjust(b, text)
	}
}

func (r *barReader) adjust(b *market.Bar, text []byte) {
	adjusted := r.Price("adjusted_close", text)
	r.CheckPrice("adjusted_close", text, adjusted)
	if b.Close == 0 {
		return
	}
	factor := adjusted / b.Close
	b.Open *= factor
	b.Close = adjusted
	// A rounding error must not put the close outside the range.
	b.High = max(b.High*factor, adjusted)
	b.Low = min(b.Low*factor, adjusted)
}
