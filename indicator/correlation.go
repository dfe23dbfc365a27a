package indicator

import "math"

// Correlation is Pearson's correlation of the last n pairs, from −1 to 1:
//
//	r = Σ (x − x̄)(y − ȳ) / √(Σ (x − x̄)² Σ (y − ȳ)²)
//
// It is undefined while one side does not change. Warm-up: n.
type Correlation struct {
	core
	window comoments
}

// NewCorrelation makes the correlation of the last period pairs; the period is at least 2.
func NewCorrelation(period int) *Correlation {
	r := &Correlation{window: newComoments(period)}
	r.start(r, period, named("Correlation").atLeast(2, "period", period))
	return r
}

// Update adds a pair and returns the new Value.
func (r *Correlation) Update(x, y float64) float64 {
	if !r.acceptPair(x, y) {
		return r.Value()
	}
	m := r.window.push(x, y)
	return r.set(max(-1, min(1, m.xy/(math.Sqrt(m.xx)*math.Sqrt(m.yy)))))
}

func (r *Correlation) state(c *codec) { r.window.state(c) }
