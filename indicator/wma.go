package indicator

// WMA is the linearly weighted moving average: weight n for the newest input, 1 for the oldest:
//
//	WMA = (1·x₁ + 2·x₂ + … + n·xₙ) / (n (n + 1) / 2)
//
// Warm-up: n.
type WMA struct {
	core
	weights float64
	window  weighted
}

// NewWMA makes the weighted average of the last period inputs.
func NewWMA(period int) *WMA {
	n := float64(period)
	w := &WMA{weights: n * (n + 1) / 2, window: newWeighted(period)}
	w.start(w, period, named("WMA").period("period", period))
	return w
}

// Update adds an input and returns the new Value.
func (w *WMA) Update(x float64) float64 {
	if !w.accept(x) {
		return w.Value()
	}
	_, sum := w.window.push(x)
	return w.set(sum / w.weights)
}

func (w *WMA) state(c *codec) { w.window.state(c) }
