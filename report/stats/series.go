package stats

import (
	"fmt"
	"time"

	"github.com/tidemark/tidemark/market"
)

// Series is an equity curve: Value[i] was the equity at Time[i], oldest first. The first point is the
// equity before anything happened. Deposits and withdrawals have been taken out with Units.
type Series struct {
	Time  []market.Time
	Value []float64
}

// Check returns what makes the series unusable: unequal lengths or times that do not ascend.
func (s Series) Check() error {
	if len(s.Time) != len(s.Value) {
		return fmt.Errorf("equity series has %d times and %d values", len(s.Time), len(s.Value))
	}
	for i := 1; i < len(s.Time); i++ {
		if s.Time[i] <= s.Time[i-1] {
			return fmt.Errorf("equity series: sample %d at %s is not after sample %d at %s",
				i, s.Time[i], i-1, s.Time[i-1])
		}
	}
	return nil
}

// Len is the number of points, one more than the number of returns.
func (s Series) Len() int { return len(s.Value) }

// Elapsed is the time from the first point to the last.
func (s Series) Elapsed() time.Duration {
	if len(s.Time) == 0 {
		return 0
	}
	return s.Time[len(s.Time)-1].Sub(s.Time[0])
}

// Since is the part of the series that begins at the last point at or before from.
func (s Series) Since(from market.Time) Series {
	start := 0
	for i, t := range s.Time {
		if t <= from {
			start = i
		}
	}
	return Series{Time: s.Time[start:], Value: s.Value[start:]}
}

// Returns are the simple returns between consecutive points. They end before the first return that
// would have an equity at or below zero under it; whole is then false.
func (s Series) Returns() (returns []float64, whole bool) {
	if len(s.Value) < 2 {
		return nil, len(s.Value) == 0 || s.Value[0] > 0
	}
	returns = make([]float64, 0, len(s.Value)-1)
	for i := 1; i < len(s.Value); i++ {
		if !(s.Value[i-1] > 0) {
			return returns, false
		}
		returns = append(returns, s.Value[i]/s.Value[i-1]-1)
	}
	return returns, s.Value[len(s.Value)-1] > 0
}

// Units removes external cash flows by fund accounting: the result starts at equity[0] and grows by the
// return of each period, (equity[i] - flow[i]) / equity[i-1]. flow[i] is what was deposited (negative:
// withdrawn) in the period that ends with point i, taken as arriving at its end. A nil flow means none.
func Units(equity, flow []float64) []float64 {
	units := make([]float64, len(equity))
	copy(units, equity)
	for i := 1; i < len(equity) && flow != nil; i++ {
		if !(equity[i-1] > 0) {
			units[i] = units[i-1] // the fund was worth nothing: its units stay so
			continue
		}
		units[i] = units[i-1] * ((equity[i] - flow[i]) / equity[i-1])
	}
	return units
}
