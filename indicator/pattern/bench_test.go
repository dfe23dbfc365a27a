package pattern_test

import (
	"testing"

	"github.com/tidemark/tidemark/indicator/pattern"
	"github.com/tidemark/tidemark/market"
)

func madeUpBars(t testing.TB) []market.Bar {
	var bars []market.Bar
	for _, row := range readCSV(t, "testdata/talib.csv")[1:] {
		bars = append(bars, parseBar(t, row[1:5]))
	}
	return bars
}

func TestNoAllocation(t *testing.T) {
	bars := madeUpBars(t)
	check := func(what string, step func(market.Bar)) {
		next := 0
		if n := testing.AllocsPerRun(2*len(bars), func() {
			step(bars[next%len(bars)])
			next++
		}); n != 0 {
			t.Errorf("%s: %v allocations a bar", what, n)
		}
	}
	for _, kind := range pattern.All() {
		p := newPattern(t, kind)
		check(kind.String(), func(b market.Bar) { p.Update(b) })
	}
	scanner := newScanner(t, pattern.All()...)
	found := 0
	check("scanner", func(b market.Bar) {
		scanner.Update(b)
		for range scanner.Hits {
			found++
		}
	})
	if found == 0 {
		t.Error("the scanner found nothing, so nothing was measured")
	}
	buffer := make([]byte, 0, 1024)
	check("state", func(market.Bar) { buffer, _ = scanner.AppendBinary(buffer[:0]) })
}

// One operation is one bar.
func BenchmarkPattern(b *testing.B) {
	for _, kind := range []pattern.Kind{pattern.Doji, pattern.MorningStar, pattern.AdvanceBlock, pattern.ModifiedHikkake} {
		b.Run(kind.String(), func(b *testing.B) {
			p, bars := newPattern(b, kind), madeUpBars(b)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				p.Update(bars[i%len(bars)])
			}
		})
	}
}

// All 61 patterns, and the walk over what they found.
func BenchmarkScanner(b *testing.B) {
	scanner := newScanner(b, pattern.All()...)
	bars, found := madeUpBars(b), 0
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		scanner.Update(bars[i%len(bars)])
		for range scanner.Hits {
			found++
		}
	}
}
