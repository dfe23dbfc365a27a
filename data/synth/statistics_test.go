package synth

import (
	"math"
	"testing"
	"time"

	"gonum.org/v1/gonum/stat"

	"github.com/tidemark/tidemark/market"
)

// returns are the relative changes of a series.
func returns(prices []float64) []float64 {
	r := make([]float64, len(prices)-1)
	for i := range r {
		r[i] = prices[i+1]/prices[i] - 1
	}
	return r
}

func absolute(xs []float64) []float64 {
	abs := make([]float64, len(xs))
	for i, x := range xs {
		abs[i] = math.Abs(x)
	}
	return abs
}

// autocorrelation is the correlation of a series with itself some places later.
func autocorrelation(xs []float64, lag int) float64 {
	return stat.Correlation(xs[:len(xs)-lag], xs[lag:], nil)
}

// tenYears are long enough for statistics to settle.
func tenYears(o *Options) { o.First, o.Last = 20140102, 20231229 }

// What is known of real daily returns ("stylised facts", R. Cont, Quantitative Finance 1, 2001): no
// memory in the returns themselves, memory in their size, fat tails. And the volatility asked for.
func TestDailyReturns(t *testing.T) {
	for seed := range uint64(3) {
		r := returns(read(t, spy(t, func(o *Options) { tenYears(o); o.Seed = seed }), market.Daily()).Close)
		size := absolute(r)
		if v := stat.StdDev(r, nil) * math.Sqrt(252); v < 0.2 || v > 0.3 {
			t.Errorf("seed %d: volatility %.3f, asked for 0.25", seed, v)
		}
		if k := stat.ExKurtosis(r, nil); k < 1 || k > 20 {
			t.Errorf("seed %d: excess kurtosis %.1f, want fat tails", seed, k)
		}
		for _, lag := range []int{1, 2, 5} {
			// 2,500 returns without memory would stay within 3/sqrt(2500) = 0.06.
			if a := autocorrelation(size, lag); a < 0.08 || a > 0.5 {
				t.Errorf("seed %d: sizes of returns are correlated by %.3f after %d days, want clusters", seed, a, lag)
			}
			if a := autocorrelation(r, lag); math.Abs(a) > 0.08 {
				t.Errorf("seed %d: returns are correlated by %.3f after %d days", seed, a, lag)
			}
		}
	}
}

// Within the day volatility and volume make a U.
func TestShapeOfTheDay(t *testing.T) {
	tape := spy(t, func(o *Options) { o.First = 20220103 })
	minutes := read(t, tape, market.Minutes(1))
	cursor := tape.calendar.Cursor()
	var volume, move, n [13]float64 // half hours
	inside := []float64{}
	for i := range minutes.Len() {
		s, _ := cursor.Seek(minutes.End[i])
		change := minutes.Close[i]/minutes.Open[i] - 1
		inside = append(inside, change)
		if k := int(minutes.Start[i].Sub(s.Open) / (30 * time.Minute)); !s.Early {
			volume[k] += minutes.Volume[i]
			move[k] += math.Abs(change)
			n[k]++
		}
	}
	for k := range n {
		volume[k] /= n[k]
		move[k] /= n[k]
	}
	if noon := volume[6]; volume[0] < 2*noon || volume[12] < 2*noon {
		t.Errorf("volume of the first, middle and last half hour: %.0f, %.0f, %.0f", volume[0], noon, volume[12])
	}
	if noon := move[6]; move[0] < 1.5*noon || move[12] < 1.3*noon {
		t.Errorf("moves of the first, middle and last half hour: %.6f, %.6f, %.6f", move[0], noon, move[12])
	}
	if k := stat.ExKurtosis(inside, nil); k < 2 {
		t.Errorf("excess kurtosis of minutes %.1f, want fat tails", k)
	}
	if a := autocorrelation(absolute(inside), 1); a < 0.08 {
		t.Errorf("sizes of minutes are correlated by %.3f, want clusters", a)
	}
	total := 0.0
	for _, v := range minutes.Volume {
		total += v
	}
	if mean := total / 501; math.Abs(mean/5e6-1) > 0.15 { // 2022 and 2023 have 501 sessions
		t.Errorf("mean volume of a session %.0f, asked for 5,000,000", mean)
	}
}

// The price moves while the market is closed, and only then from a close to the next open.
func TestGaps(t *testing.T) {
	share := read(t, spy(t, nil), market.Daily())
	gaps := make([]float64, 0, share.Len())
	for i := range share.Len() - 1 {
		gaps = append(gaps, share.Open[i+1]/share.Close[i]-1)
	}
	all := stat.Variance(returns(share.Close), nil)
	if part := stat.Variance(gaps, nil) / all; part < 0.1 || part > 0.5 {
		t.Errorf("gaps are %.2f of the variance, want about a quarter", part)
	}
	in := coin()
	always := read(t, tape(t, &in, month), market.Daily())
	for i := range always.Len() - 1 {
		if always.Open[i+1] != always.Close[i] {
			t.Errorf("%v: a gap where the market never closed", always.End[i])
		}
	}
}

// Two instruments are correlated by the product of their correlations with the factor, also when
// their calendars differ; tapes of different seeds are not.
func TestCorrelation(t *testing.T) {
	a, b, es := market.NewEquity("AAA"), market.NewEquity("BBB"), future()
	with := func(in *market.Instrument, seed uint64, correlation float64) map[market.Time]float64 {
		fives := read(t, tape(t, in, func(o *Options) { month(o); o.Seed, o.Correlation = seed, correlation }), market.Minutes(5))
		moves := map[market.Time]float64{}
		for i := range fives.Len() {
			moves[fives.End[i]] = fives.Close[i]/fives.Open[i] - 1
		}
		return moves
	}
	correlation := func(x, y map[market.Time]float64) float64 {
		var xs, ys []float64
		for end, move := range x {
			if other, ok := y[end]; ok {
				xs, ys = append(xs, move), append(ys, other)
			}
		}
		if len(xs) < 1000 {
			t.Fatalf("only %d bars in common", len(xs))
		}
		return stat.Correlation(xs, ys, nil)
	}
	for _, pair := range []struct {
		name string
		x, y map[market.Time]float64
		want float64
	}{
		{"shares", with(&a, 1, 0.9), with(&b, 1, 0.8), 0.72},
		{"opposite shares", with(&a, 1, 0.9), with(&b, 1, -0.8), -0.72},
		{"share and future", with(&a, 1, 0.9), with(&es, 1, 0.95), 0.855},
		{"independent shares", with(&a, 1, 0), with(&b, 1, 0.9), 0},
		{"other worlds", with(&a, 1, 0.9), with(&b, 2, 0.9), 0},
	} {
		if got := correlation(pair.x, pair.y); math.Abs(got-pair.want) > 0.1 {
			t.Errorf("%s are correlated by %.3f, want %.3f", pair.name, got, pair.want)
		}
	}
}
