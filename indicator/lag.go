package indicator

import "math"

// lag gives the input from n updates ago.
type lag struct{ inputs ring }

func newLag(n int) lag { return lag{newRing(n)} }

// push returns NaN until there is such an input.
func (l *lag) push(x float64) float64 {
	full := l.inputs.full
	old := l.inputs.push(x)
	if !full {
		return math.NaN()
	}
	return old
}

func (l *lag) state(c *codec) { l.inputs.state(c) }
