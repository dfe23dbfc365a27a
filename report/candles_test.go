package report_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/report"
)

func minuteBar(i int, close float64) market.Bar {
	end := at(1, 0).Add(time.Duration(i+1) * time.Minute)
	return market.Bar{Start: end.Add(-time.Minute), End: end, Open: close - 0.5, High: close + 1, Low: close - 1, Close: close, Volume: 10}
}

// Six bars into four candles: the first four fill it, the fifth merges them in pairs.
func TestCandlesByHand(t *testing.T) {
	c := report.NewCandles(4)
	for i, close := range []float64{10, 12, 11, 14, 13, 15} {
		b := minuteBar(i, close)
		c.Add(&b)
	}
	end := func(n int) market.Time { return at(1, 0).Add(time.Duration(n) * time.Minute) }
	want := []report.Candle{
		{Start: end(0), End: end(2), Open: 9.5, High: 13, Low: 9, Close: 12, Volume: 20},
		{Start: end(2), End: end(4), Open: 10.5, High: 15, Low: 10, Close: 14, Volume: 20},
		{Start: end(4), End: end(6), Open: 12.5, High: 16, Low: 12, Close: 15, Volume: 20},
	}
	got := c.All()
	if len(got) != len(want) {
		t.Fatalf("got %+v, want %+v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("candle %d: got %+v, want %+v", i, got[i], want[i])
		}
	}
}

// However long the stream: not too many candles, and together they are one bar over all of it.
func TestCandlesLoseNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(2, 40).Draw(t, "limit")
		closes := rapid.SliceOfN(rapid.Float64Range(1, 100), 1, 500).Draw(t, "closes")
		c := report.NewCandles(limit)
		high, low := 0.0, 1000.0
		for i, close := range closes {
			b := minuteBar(i, close)
			high, low = max(high, b.High), min(low, b.Low)
			c.Add(&b)
		}
		all := c.All()
		if len(all) > limit+1 {
			t.Fatalf("%d candles, limit %d", len(all), limit)
		}
		first, last := all[0], all[len(all)-1]
		if first.Open != closes[0]-0.5 || last.Close != closes[len(closes)-1] {
			t.Errorf("opens at %v and closes at %v", first.Open, last.Close)
		}
		volume := 0.0
		for i, k := range all {
			volume += k.Volume
			high, low = max(high, k.High), min(low, k.Low)
			if i > 0 && k.Start != all[i-1].End {
				t.Errorf("candle %d starts at %s, the one before ends at %s", i, k.Start, all[i-1].End)
			}
		}
		if volume != 10*float64(len(closes)) {
			t.Errorf("volume %v, want %v", volume, 10*len(closes))
		}
		least, most := all[0].Low, all[0].High
		for _, k := range all {
			least, most = min(least, k.Low), max(most, k.High)
		}
		if least != low || most != high {
			t.Errorf("range %v to %v, want %v to %v", least, most, low, high)
		}
	})
}

func TestAddingDoesNotAllocate(t *testing.T) {
	candles, line := report.NewCandles(100), report.NewLine(100)
	i := 0
	if n := testing.AllocsPerRun(1000, func() {
		b := minuteBar(i, float64(i%17))
		candles.Add(&b)
		line.Add(b.End, b.Close)
		i++
	}); n != 0 {
		t.Errorf("%v allocations for a bar and a point", n)
	}
}

func BenchmarkCandlesAdd(b *testing.B) {
	c, bar := report.NewCandles(2000), minuteBar(0, 100)
	b.ReportAllocs()
	for b.Loop() {
		c.Add(&bar)
	}
}
