package quality

import (
	"errors"
	"io"
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// again streams the same batch a number of times, moved on in time.
type again struct {
	bars market.Bars
	left int
}

func (a *again) Next(batch *market.Bars) error {
	if a.left == 0 {
		return io.EOF
	}
	a.left--
	for i := range a.bars.Len() {
		a.bars.Start[i] += market.Time(time.Duration(a.bars.Len()) * time.Minute)
		a.bars.End[i] += market.Time(time.Duration(a.bars.Len()) * time.Minute)
	}
	*batch = a.bars
	return nil
}

func (a *again) Close() error { return nil }

// endless is a market of minutes without a gap, of 4096 bars.
func endless() market.Bars {
	var bars market.Bars
	start := market.At(time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC))
	for i := range 4096 {
		price := 100 + float64(i*7919%997)/100
		at := start.Add(time.Duration(i) * time.Minute)
		bars.Append(market.Bar{Start: at, End: at.Add(time.Minute), Open: price, High: price + 1, Low: price - 1, Close: price, Volume: 1})
	}
	return bars
}

// A check allocates its state and nothing for a row.
func TestNoAllocationPerRow(t *testing.T) {
	always, err := calendar.Get("24/7")
	if err != nil {
		t.Fatal(err)
	}
	in := market.NewEquity("XYZ")
	k := newBarCheck(&in, always, market.Minutes(1), Options{}.withDefaults(false))
	source := again{bars: endless(), left: 1000}
	var batch market.Bars
	var b market.Bar
	perBatch := testing.AllocsPerRun(20, func() {
		if err := source.Next(&batch); err != nil {
			t.Fatal(err)
		}
		for i := range batch.Len() {
			batch.Row(i, &b)
			k.see(&b)
		}
	})
	if perBatch > 2 { // sessions of a calendar are listed when days go by
		t.Errorf("%v allocations for a batch of 4096 bars", perBatch)
	}
}

func BenchmarkCheck(b *testing.B) {
	always, err := calendar.Get("24/7")
	if err != nil {
		b.Fatal(err)
	}
	in := market.NewEquity("XYZ")
	rows := int64(0)
	b.ReportAllocs()
	for b.Loop() {
		r, err := Check(&again{bars: endless(), left: 100}, in, always, market.Minutes(1), Options{})
		if err != nil && !errors.Is(err, io.EOF) {
			b.Fatal(err)
		}
		rows += r.Rows
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "bars/s")
}
