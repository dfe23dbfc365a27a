package indicator_test

import (
	"math"
	"testing"

	. "github.com/tidemark/tidemark/indicator"
	"github.com/tidemark/tidemark/internal/datapack"
	"github.com/tidemark/tidemark/market"
)

// TestPublishedPairs compares columns of files whose rows alternate between two instruments.
func TestPublishedPairs(t *testing.T) {
	onReturns := func(p Pairs) func(x, y float64) float64 {
		rx, ry := NewROCR(1), NewROCR(1)
		return func(x, y float64) float64 { return p.Update(rx.Update(x)-1, ry.Update(y)-1) }
	}
	for _, c := range []struct {
		file, column, first string
		update              func(x, y float64) float64
		warmup, values      int
	}{
		{"spy_qqq_corr.csv", "Correlation_Pearson", "SPY", NewCorrelation(252).Update, 252, 3713},
		{"spy_qqq_cov.csv", "Covariance", "SPY", onReturns(NewCovariance(252)), 253, 3459},
		{"bi_datatest.csv", "Beta", "AMZN", onReturns(NewBeta(5)), 6, 17},
	} {
		t.Run(c.file, func(t *testing.T) {
			rows, header := readTable(t, datapack.Path(t, "indicators/lean/"+c.file))
			x, pairs, compared := 0.0, 0, 0
			for i, row := range rows {
				if row[header["Symbol"]] == c.first {
					x = row.number(header["close"])
					continue
				}
				got, want := c.update(x, row.number(header["close"])), row.number(header[c.column])
				if pairs++; pairs < c.warmup || math.IsNaN(want) || want == 0 {
					continue
				}
				if !(math.Abs(got-want) <= 1e-8*math.Abs(want)) {
					t.Fatalf("row %d: %v, published %v", i, got, want)
				}
				compared++
			}
			if compared < c.values {
				t.Errorf("compared %d values, want %d", compared, c.values)
			}
		})
	}
}

// TestPublishedBreadth compares the counts of three instruments on days with advances and declines.
func TestPublishedBreadth(t *testing.T) {
	rows, header := readTable(t, datapack.Path(t, "indicators/lean/arms_data.txt"))
	b, compared := NewBreadth(3), 0
	ids := map[string]market.ID{"AAPL": 0, "GOOG": 1, "IBM": 2} // IBM's row is the last of a day
	for i, row := range rows {
		bar := row.bar(header)
		bar.Instrument, bar.End = ids[row[header["Symbol"]]], market.Time(row.number(header["Date"]))
		b.Update(bar)
		if bar.Instrument != 2 || b.Advances() == 0 || b.Declines() == 0 {
			continue
		}
		for column, got := range map[string]float64{
			"TRIN": b.Arms(), "A/D Ratio": b.Ratio(), "A/D Volume Ratio": b.VolumeRatio(), "A/D Difference": b.Value(),
		} {
			if want := row.number(header[column]); math.Abs(got-want) > 1e-7*math.Abs(want) {
				t.Errorf("row %d, %s: %v, published %v", i, column, got, want)
			}
		}
		compared++
	}
	if compared < 100 {
		t.Errorf("compared only %d days", compared)
	}
}
