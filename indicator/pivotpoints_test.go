package indicator_test

import (
	"math"
	"testing"
	"time"

	. "github.com/tidemark/tidemark/indicator"
	"github.com/tidemark/tidemark/market"
)

// The session before has high 110, low 100, close 108, so P = 106 and r = 10; Woodie's P = 106.5.
func TestPivotPoints(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		kind                  PivotKind
		pivot                 float64
		resistances, supports [5]float64
	}{
		{FloorPivots, 106, [5]float64{112, 116, 122, nan, nan}, [5]float64{102, 96, 92, nan, nan}},
		{FibonacciPivots, 106, [5]float64{109.82, 112.18, 116, nan, nan}, [5]float64{102.18, 99.82, 96, nan, nan}},
		{CamarillaPivots, 106,
			[5]float64{108 + 11.0/12, 108 + 11.0/6, 110.75, 113.5, nan},
			[5]float64{108 - 11.0/12, 108 - 11.0/6, 105.25, 102.5, nan}},
		{WoodiePivots, 106.5, [5]float64{113, 116.5, nan, nan, nan}, [5]float64{103, 96.5, nan, nan, nan}},
	} {
		p := NewPivotPoints(c.kind)
		monday, tuesday := market.NewDate(2024, time.May, 6), market.NewDate(2024, time.May, 7)
		p.Update(bar{Session: monday, Open: 101, High: 105, Low: 100, Close: 104})
		p.Update(bar{Session: monday, Open: 104, High: 110, Low: 103, Close: 108})
		if p.Ready() || !math.IsNaN(p.Resistance(1)) {
			t.Errorf("%s: levels in the first session", c.kind)
		}
		p.Update(bar{Session: tuesday, Open: 109, High: 109, Low: 107, Close: 107})
		if p.Value() != c.pivot {
			t.Errorf("%s: pivot %v, want %v", c.kind, p.Value(), c.pivot)
		}
		for i := range 5 {
			alike(t, c.kind.String()+" resistance", i+1, p.Resistance(i+1), c.resistances[i])
			alike(t, c.kind.String()+" support", i+1, p.Support(i+1), c.supports[i])
		}
		alike(t, c.kind.String()+" resistance", 0, p.Resistance(0), nan)
		alike(t, c.kind.String()+" support", -1, p.Support(-1), nan)
	}
}

func alike(t *testing.T, what string, n int, got, want float64) {
	t.Helper()
	if math.IsNaN(got) != math.IsNaN(want) || math.Abs(got-want) > 1e-9 {
		t.Errorf("%s %d: %v, want %v", what, n, got, want)
	}
}

// TestSessions walks through two sessions of five-minute bars.
func TestSessions(t *testing.T) {
	vwap, opening, previous := NewVWAP(), NewOpeningRange(10*time.Minute), NewPreviousSession()
	nan := math.NaN()
	monday, tuesday := market.NewDate(2024, time.May, 6), market.NewDate(2024, time.May, 7)
	for i, c := range []struct {
		session                            market.Date
		minute                             int // the bar's end
		high, low, volume                  float64
		vwap, rangeHigh, rangeLow, lastLow float64
	}{
		{monday, 5, 12, 6, 100, 9, nan, nan, nan},
		{monday, 10, 15, 9, 300, 11.25, 15, 6, nan}, // (9×100 + 12×300)/400
		{monday, 15, 18, 3, 0, 11.25, 15, 6, nan},   // no volume, and the range is over
		{tuesday, 5, 30, 24, 0, nan, nan, nan, 3},   // a new session, without volume yet
		{tuesday, 15, 33, 27, 10, 30, 30, 24, 3},    // reaches beyond the range: not in it
	} {
		closing := (c.high + c.low) / 2 // which then is the typical price too
		b := bar{
			Session: c.session, Open: closing, High: c.high, Low: c.low, Close: closing, Volume: c.volume,
			Start: market.Time(c.minute-5) * barLength, End: market.Time(c.minute) * barLength,
		}
		vwap.Update(b)
		opening.Update(b)
		previous.Update(b)
		alike(t, "VWAP", i, vwap.Value(), c.vwap)
		alike(t, "range high", i, opening.High(), c.rangeHigh)
		alike(t, "range low", i, opening.Low(), c.rangeLow)
		alike(t, "previous low", i, previous.Low(), c.lastLow)
	}
}

// TestBreadthSkips covers bars that do not belong.
func TestBreadthSkips(t *testing.T) {
	b := NewBreadth(2)
	for _, in := range []bar{
		{Instrument: 0, End: 5, Close: 10}, {Instrument: 2, End: 5, Close: 10}, {Instrument: -1, End: 5, Close: 10},
		{Instrument: 1, End: 4, Close: 10}, // late
	} {
		b.Update(in)
	}
	if b.Skipped() != 3 || b.Ready() {
		t.Errorf("skipped %d, want 3; ready %v", b.Skipped(), b.Ready())
	}
	b.Update(bar{Instrument: 0, End: 6, Close: 11})
	if b.Value() != 1 || b.Advances() != 1 || !math.IsNaN(b.Ratio()) {
		t.Errorf("net %v, advances %d, ratio %v", b.Value(), b.Advances(), b.Ratio())
	}
}
