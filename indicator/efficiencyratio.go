package indicator

import "math"

// EfficiencyRatio is Kaufman's efficiency ratio (Smarter Trading, 1995), how straight the way of the
// last n changes was: 1 for a straight line, near 0 for noise:
//
//	ER = |x − xₙ| / Σ |changes|
//
// Without any change it is undefined. Warm-up: n + 1.
type EfficiencyRatio struct {
	core
	inputs   ring
	distance total
	previous float64
}

// NewEfficiencyRatio makes the ratio over the last period changes.
func NewEfficiencyRatio(period int) *EfficiencyRatio {
	e := &EfficiencyRatio{inputs: newRing(period), distance: newTotal(period)}
	e.start(e, period+1, named("EfficiencyRatio").period("period", period))
	return e
}

// Update adds an input and returns the new Value.
func (e *EfficiencyRatio) Update(x float64) float64 {
	if !e.accept(x) {
		return e.Value()
	}
	oldest := e.inputs.push(x)
	change := x - e.previous
	e.previous = x
	if e.taken == 1 {
		return math.NaN()
	}
	return e.set(math.Abs(x-oldest) / e.distance.push(math.Abs(change)))
}

func (e *EfficiencyRatio) state(c *codec) {
	e.inputs.state(c)
	e.distance.state(c)
	c.number(&e.previous)
}
