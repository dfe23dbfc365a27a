package stats_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/report/stats"
)

// The width is 2·IQR/∛n.
func TestHistogramByHand(t *testing.T) {
	// 0..7: quartiles 1.75 and 5.25, IQR 3.5, n = 8: width 2·3.5/2 = 3.5. Edges 0, 3.5, 7, 10.5.
	h := stats.HistogramOf([]float64{0, 1, 2, 3, 4, 5, 6, 7}, 60)
	if h.Width != 3.5 || h.From != 0 || len(h.Counts) != 3 {
		t.Fatalf("got %+v", h)
	}
	for i, want := range []int{4, 3, 1} {
		if h.Counts[i] != want {
			t.Errorf("bin %d has %d values, want %d", i, h.Counts[i], want)
		}
	}
}

func TestHistogramCountsEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-1, 1), 0, 300).Draw(t, "values")
		limit := rapid.IntRange(10, 60).Draw(t, "limit")
		h := stats.HistogramOf(values, limit)
		if len(h.Counts) == 0 {
			return // fewer than two values, or all equal
		}
		sum := 0
		for _, n := range h.Counts {
			sum += n
		}
		if sum != len(values) || len(h.Counts) > limit {
			t.Errorf("%d values in %d bins, want %d in at most %d", sum, len(h.Counts), len(values), limit)
		}
	})
}

// Drawdowns cover exactly the points that lie under water.
func TestDrawdownsCoverUnderwater(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := series(rapid.SliceOfN(rapid.Float64Range(1, 100), 1, 80).Draw(t, "equity")...)
		depths := stats.Underwater(s)
		least := 0.0
		for i, at := range s.Time {
			covered := false
			for _, d := range stats.Drawdowns(s) {
				if at > d.Peak && (at < d.End || at == d.End && !d.Recovered) {
					covered = true
				}
			}
			if covered != (depths[i] < 0) {
				t.Fatalf("point %d: depth %v, in a drawdown: %t", i, depths[i], covered)
			}
			least = min(least, depths[i])
		}
		if got := stats.MaxDepth(stats.Drawdowns(s)); got != least {
			t.Errorf("maximum drawdown %v, want %v", got, least)
		}
	})
}

// Under water from day 1 to day 3 and from day 4 to the end (day 5): 3 of 5 days.
func TestTimeUnderWater(t *testing.T) {
	s := series(100, 100, 90, 100, 120, 110)
	wantClose(t, "time under water", stats.TimeUnderWater(s, stats.Drawdowns(s)), 0.6)
	// Ulcer: √((0.1² + (1/12)²) / 5).
	wantClose(t, "ulcer squared × 5", stats.Ulcer(s).Then(func(u float64) float64 { return u * u * 5 }), 0.01+1.0/144)
}

func TestExposure(t *testing.T) {
	mean, n := stats.AverageExposure([]float64{0, 50, 100}, []float64{100, 100, 200})
	wantClose(t, "average", mean, 0.5) // (0.5 + 0.5) / 2
	if n != 2 {
		t.Errorf("sample size %d, want 2", n)
	}
	wantClose(t, "largest", stats.LargestExposure([]float64{0, 50, 300}, []float64{100, 100, 200}), 1.5)
	// Bought and sold 1,000 each on a mean equity of 1,000 in half a year (126 of 252 periods): 2 × 2.
	equity := make([]float64, 127)
	for i := range equity {
		equity[i] = 1000
	}
	wantClose(t, "turnover", stats.Turnover(2000, equity, xnys), 4)
}

func TestPerPeriodRate(t *testing.T) {
	// 1.01^12 - 1 = 12.6825030131969720661201 % a year is 1 % a month.
	wantClose(t, "rate", stats.Of(monthly.PerPeriod(0.126825030131969720661201)), 0.01)
}
