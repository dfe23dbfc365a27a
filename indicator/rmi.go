package indicator

import "math"

// RMI is Altman's relative momentum index (Stocks & Commodities 11:2, 1993): RSI with changes over m
// inputs in place of one. Seed: the means of the first n such changes. Warm-up: n + m.
type RMI struct {
	core
	inputs   ring
	up, down smoothing
}

// NewRMI makes the index of the given period, of changes over momentum inputs.
func NewRMI(period, momentum int) *RMI {
	r := &RMI{inputs: newRing(momentum), up: wilders(period), down: wilders(period)}
	r.start(r, period+momentum, named("RMI").period("period", period).period("momentum", momentum))
	return r
}

// Update adds an input and returns the new Value.
func (r *RMI) Update(x float64) float64 {
	if !r.accept(x) {
		return r.Value()
	}
	full := r.inputs.full
	up, down := upDown(x - r.inputs.push(x))
	if !full {
		return math.NaN()
	}
	up, down = r.up.push(up), r.down.push(down)
	return r.set(strength(up, down))
}

func (r *RMI) state(c *codec) {
	r.inputs.state(c)
	r.up.state(c)
	r.down.state(c)
}
