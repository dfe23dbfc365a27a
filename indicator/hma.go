package indicator

import "math"

// HMA is Hull's moving average (2005), a weighted average with little lag:
//
//	HMA = WMA(√n) of 2 WMA(n/2) − WMA(n)
//
// n/2 and √n are rounded down. Warm-up: n + ⌊√n⌋ − 1.
type HMA struct {
	core
	half, whole, smooth *WMA
}

// NewHMA makes Hull's average; the period is at least 2.
func NewHMA(period int) *HMA {
	root := int(math.Sqrt(float64(period)))
	h := &HMA{half: NewWMA(period / 2), whole: NewWMA(period), smooth: NewWMA(root)}
	h.start(h, period+root-1, named("HMA").atLeast(2, "period", period))
	return h
}

// Update adds an input and returns the new Value.
func (h *HMA) Update(x float64) float64 {
	if !h.accept(x) {
		return h.Value()
	}
	half, whole := h.half.Update(x), h.whole.Update(x)
	return h.set(h.smooth.Update(2*half - whole))
}

func (h *HMA) state(c *codec) { c.visit(h.half, h.whole, h.smooth) }
