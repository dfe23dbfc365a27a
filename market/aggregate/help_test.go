package aggregate

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

func cal(t testing.TB, name string) *calendar.Calendar {
	t.Helper()
	c, err := calendar.Get(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func builder(t testing.TB, spec, source market.BarSpec, calendar string, options Options) *Builder {
	t.Helper()
	b, err := New(spec, source, cal(t, calendar), options)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// wall is an instant on a calendar's wall clock, with seconds if given.
func wall(t testing.TB, calendar, text string) market.Time {
	t.Helper()
	layout := "2006-01-02 15:04:05"
	parsed, err := time.ParseInLocation(layout[:len(text)], text, cal(t, calendar).Zone())
	if err != nil {
		t.Fatal(err)
	}
	return market.At(parsed)
}

// minute is the one-minute bar that ends at a time, of one price.
func minute(end market.Time, price, volume float64) *market.Bar {
	return &market.Bar{Start: end.Add(-time.Minute), End: end, Open: price, High: price, Low: price, Close: price, Volume: volume}
}

// collector keeps copies of what a builder gives out.
type collector []market.Bar

func (c *collector) add(bars []market.Bar) { *c = append(*c, bars...) }

// check compares bars with the wanted ones; the wanted ones need no instrument.
func (c collector) check(t *testing.T, want ...market.Bar) {
	t.Helper()
	for i := range max(len(c), len(want)) {
		switch {
		case i >= len(want):
			t.Errorf("bar %d is one too many: %+v", i, c[i])
		case i >= len(c):
			t.Errorf("bar %d is missing: want %+v", i, want[i])
		case c[i] != want[i]:
			t.Errorf("bar %d\n%+v, want\n%+v", i, c[i], want[i])
		}
	}
}
