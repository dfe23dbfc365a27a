package indicator_test

import (
	"math"
	"time"

	. "github.com/tidemark/tidemark/indicator"
)

func sessionSubjects() []subject {
	return []subject{
		ofBarSeries(func() *VWAP { return NewVWAP() }, plainVWAP, (*VWAP).Value, (*VWAP).Deviation),
		late(func() *OpeningRange { return NewOpeningRange(3 * time.Minute) }, plainOpeningRange,
			(*OpeningRange).Value, (*OpeningRange).High, (*OpeningRange).Low),
		late(func() *PreviousSession { return NewPreviousSession() }, func(h history) [][]float64 {
			p := previousSessions(h)
			return [][]float64{p[3], p[0], p[1], p[2], p[3]}
		}, (*PreviousSession).Value, (*PreviousSession).Open, (*PreviousSession).High, (*PreviousSession).Low, (*PreviousSession).Close),
		late(func() *PivotPoints { return NewPivotPoints(FloorPivots) }, func(h history) [][]float64 {
			p := previousSessions(h)
			return [][]float64{of(func(r ...float64) float64 { return (r[0] + r[1] + r[2]) / 3 }, p[1:]...)}
		}),
		late(func() *PivotPoints { return NewPivotPoints(WoodiePivots) }, func(h history) [][]float64 {
			p := previousSessions(h)
			return [][]float64{of(func(r ...float64) float64 { return (r[0] + r[1] + 2*r[2]) / 4 }, p[1:]...)}
		}),
		late(func() *Breadth { return NewBreadth(instruments) }, plainBreadth, (*Breadth).Value,
			(*Breadth).Ratio, (*Breadth).VolumeRatio, (*Breadth).Arms, counted((*Breadth).Advances),
			counted((*Breadth).Declines), counted((*Breadth).Unchanged)),
	}
}

// bySession calls use with the first and the last row of the session so far, at each row.
func (h history) bySession(use func(first, i int)) {
	first := 0
	for i, b := range h.bars {
		if b.Session != h.bars[first].Session {
			first = i
		}
		use(first, i)
	}
}

func plainVWAP(h history) [][]float64 {
	tp := h.typical()
	value, spread := make([]float64, len(tp)), make([]float64, len(tp))
	h.bySession(func(first, i int) {
		weights := h.volume[first : i+1]
		value[i] = sum(times(tp[first:i+1], weights)) / sum(weights)
		squares := 0.0
		for k := first; k <= i; k++ {
			squares += h.volume[k] * (tp[k] - value[i]) * (tp[k] - value[i])
		}
		spread[i] = math.Sqrt(squares / sum(weights))
	})
	return [][]float64{value, spread}
}

// plainOpeningRange knows that a session starts with a minute, its first three minutes being 9 bars.
func plainOpeningRange(h history) [][]float64 {
	high, low := from(len(h.high), h.high), from(len(h.low), h.low)
	h.bySession(func(first, i int) {
		// The range is complete with the first bar that ends after three minutes, the seventh.
		if i-first >= 6 {
			high[i] = top(h.high[first:first+7], 7)[6]
			low[i] = bottom(h.low[first:first+7], 7)[6]
		}
	})
	return [][]float64{minus(high, low), high, low}
}

// previousSessions is open, high, low and close of the session before.
func previousSessions(h history) [4][]float64 {
	var out [4][]float64
	for k := range out {
		out[k] = from(len(h.close), h.close)
	}
	h.bySession(func(first, i int) {
		if first == 0 {
			return
		}
		start, n := first-sessionLength, sessionLength
		out[0][i] = h.open[start]
		out[1][i] = top(h.high[start:first], n)[n-1]
		out[2][i] = bottom(h.low[start:first], n)[n-1]
		out[3][i] = h.close[first-1]
	})
	return out
}

func counted(count func(*Breadth) int) func(*Breadth) float64 {
	return func(b *Breadth) float64 { return float64(count(b)) }
}

func plainBreadth(h history) [][]float64 {
	out := make([][]float64, 7)
	for i := range h.bars {
		var up, down, same, upVolume, downVolume float64
		// The bars of this instant so far; each instrument's bar before is three rows earlier.
		for k := i - i%instruments; k <= i; k++ {
			if k < instruments {
				continue
			}
			switch before := h.close[k-instruments]; {
			case h.close[k] > before:
				up, upVolume = up+1, upVolume+h.volume[k]
			case h.close[k] < before:
				down, downVolume = down+1, downVolume+h.volume[k]
			default:
				same++
			}
		}
		net := up - down
		if up+down+same == 0 {
			net = nan
		}
		ratio, volumeRatio := up/down, upVolume/downVolume
		for k, v := range []float64{net, ratio, volumeRatio, ratio / volumeRatio, up, down, same} {
			out[k] = append(out[k], v)
		}
	}
	return out
}
