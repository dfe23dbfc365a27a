package indicator_test

import (
	"math"

	. "github.com/tidemark/tidemark/indicator"
)

var extended = ParabolicOptions{
	First: -97, OffsetOnReverse: 0.01,
	Long:  Acceleration{Start: 0.02, Step: 0.01, Max: 0.3},
	Short: Acceleration{Start: 0.03, Step: 0.02, Max: 0.4},
}

// plainSAR spells both sides out, as Wilder and TA-Lib do.
func plainSAR(h history, o ParabolicOptions) []float64 {
	out := from(len(h.high), h.high)
	if len(out) < 2 {
		return out
	}
	highs, lows := h.high, h.low
	down, up := lows[0]-lows[1], highs[1]-highs[0]
	long := o.First > 0 || o.First == 0 && !(down > 0 && down > up)
	var sar, extreme, factor float64
	if long {
		sar, extreme, factor = lows[0], highs[1], min(o.Long.Start, o.Long.Max)
	} else {
		sar, extreme, factor = highs[0], lows[1], min(o.Short.Start, o.Short.Max)
	}
	if o.First != 0 {
		sar = math.Abs(o.First)
	}
	for i := 1; i < len(out); i++ {
		before := max(i-1, 1)
		floor, ceiling := min(lows[i], lows[before]), max(highs[i], highs[before])
		switch {
		case long && lows[i] <= sar:
			long = false
			sar = max(extreme, ceiling) * (1 + o.OffsetOnReverse)
			extreme, factor = lows[i], min(o.Short.Start, o.Short.Max)
			out[i] = sar
		case !long && highs[i] >= sar:
			long = true
			sar = min(extreme, floor) * (1 - o.OffsetOnReverse)
			extreme, factor = highs[i], min(o.Long.Start, o.Long.Max)
			out[i] = sar
		default:
			out[i] = sar
			if long && highs[i] > extreme {
				extreme, factor = highs[i], min(factor+o.Long.Step, o.Long.Max)
			}
			if !long && lows[i] < extreme {
				extreme, factor = lows[i], min(factor+o.Short.Step, o.Short.Max)
			}
		}
		sar += factor * (extreme - sar)
		if long {
			sar = min(sar, floor)
		} else {
			sar = max(sar, ceiling)
		}
	}
	return out
}
