package indicator

import "math"

// VerticalHorizontal is White's vertical horizontal filter (Futures, 1991), high in a trend:
//
//	(highest − lowest of n inputs) / Σ |changes| of n
//
// It is undefined without any change. Warm-up: n + 1.
type VerticalHorizontal struct {
	core
	window   span
	way      total
	previous float64
}

// NewVerticalHorizontal makes the filter; usual is 28.
func NewVerticalHorizontal(period int) *VerticalHorizontal {
	v := &VerticalHorizontal{window: newSpan(period), way: newTotal(period)}
	v.start(v, period+1, named("VerticalHorizontal").period("period", period))
	return v
}

// Update adds an input and returns the new Value.
func (v *VerticalHorizontal) Update(x float64) float64 {
	if !v.accept(x) {
		return v.Value()
	}
	top, bottom := v.window.push(x, x)
	change := x - v.previous
	v.previous = x
	if v.taken == 1 {
		return math.NaN()
	}
	return v.set((top - bottom) / v.way.push(math.Abs(change)))
}

func (v *VerticalHorizontal) state(c *codec) {
	v.window.state(c)
	v.way.state(c)
	c.number(&v.previous)
}
