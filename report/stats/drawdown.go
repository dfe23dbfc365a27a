package stats

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/tidemark/tidemark/market"
)

// Drawdown is one fall of the equity below its running peak, up to its recovery.
type Drawdown struct {
	// Depth is valley/peak - 1, a negative fraction; Money is valley - peak.
	Depth float64 `json:"depth"`
	Money float64 `json:"money"`
	// Peak is the last sample at the peak, Valley the first at the lowest point, and End the first sample
	// back at the peak or above it: the end of the series when Recovered is false.
	Peak      market.Time `json:"peak"`
	Valley    market.Time `json:"valley"`
	End       market.Time `json:"end"`
	Recovered bool        `json:"recovered"`
}

// Length is the time from the peak to the recovery, or to the end of the series.
func (d Drawdown) Length() time.Duration { return d.End.Sub(d.Peak) }

// Drawdowns lists every drawdown in time order. The running peak starts at the first point, so a loss
// from the very first period on is one. A series that starts at or below zero has none.
func Drawdowns(s Series) []Drawdown {
	if s.Len() == 0 || !(s.Value[0] > 0) {
		return nil
	}
	var all []Drawdown
	peak, peakTime := s.Value[0], s.Time[0]
	under := false
	for i := 1; i < s.Len(); i++ {
		value, at := s.Value[i], s.Time[i]
		if value >= peak {
			if under {
				last := &all[len(all)-1]
				last.End, last.Recovered = at, true
			}
			peak, peakTime, under = value, at, false
			continue
		}
		if !under {
			under = true
			all = append(all, Drawdown{Peak: peakTime, Depth: 0})
		}
		fall := &all[len(all)-1]
		fall.End = at
		if depth := value/peak - 1; depth < fall.Depth {
			fall.Depth, fall.Money, fall.Valley = depth, value-peak, at
		}
	}
	return all
}

// Deepest are the n deepest drawdowns, deepest first, the earlier one first when two are equal.
func Deepest(all []Drawdown, n int) []Drawdown {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b Drawdown) int { return cmp.Compare(a.Depth, b.Depth) })
	return sorted[:min(n, len(sorted))]
}

// MaxDepth is the depth of the deepest drawdown, 0 when there is none.
func MaxDepth(all []Drawdown) float64 { return deepest(all).Depth }

func deepest(all []Drawdown) (d Drawdown) {
	for i := range all {
		if all[i].Depth < d.Depth {
			d = all[i]
		}
	}
	return d
}

// MaxMoney is the largest drawdown in money, a negative number, 0 when there is none. It need not be of
// the drawdown that is deepest as a fraction.
func MaxMoney(all []Drawdown) float64 {
	least := 0.0
	for _, d := range all {
		least = math.Min(least, d.Money)
	}
	return least
}

// Underwater is value/peak - 1 at every point of the series, 0 at a peak. It is nil for a series that
// starts at or below zero.
func Underwater(s Series) []float64 {
	if s.Len() == 0 || !(s.Value[0] > 0) {
		return nil
	}
	depths := make([]float64, s.Len())
	peak := s.Value[0]
	for i, value := range s.Value {
		peak = math.Max(peak, value)
		depths[i] = value/peak - 1
	}
	return depths
}

// Ulcer is the ulcer index: the root of the mean squared drawdown over all points after the first, as a
// fraction (Martin 1987).
func Ulcer(s Series) Value {
	depths := Underwater(s)
	if len(depths) < 2 {
		return Undefined(TooFewSamples)
	}
	var squares float64
	for _, depth := range depths[1:] {
		squares += depth * depth
	}
	return Of(math.Sqrt(squares / float64(len(depths)-1)))
}

// TimeUnderWater is the share of the elapsed time that drawdowns lasted, peak to recovery.
func TimeUnderWater(s Series, all []Drawdown) Value {
	if s.Elapsed() == 0 {
		return Undefined(TooFewSamples)
	}
	var under time.Duration
	for _, d := range all {
		under += d.Length()
	}
	return Of(float64(under) / float64(s.Elapsed()))
}
