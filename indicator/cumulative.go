package indicator

// Cumulative is the sum of all inputs. Fed with the net number of advancing stocks it is the
// advance-decline line. Warm-up: 1.
//
// The sum is compensated (Neumaier, 1974), so that a million small inputs are not lost beside a large
// total.
type Cumulative struct {
	core
	sum compensated
}

// NewCumulative makes the sum of all inputs.
func NewCumulative() *Cumulative {
	s := &Cumulative{}
	s.start(s, 1, named("Cumulative"))
	return s
}

// Update adds an input and returns the new Value.
func (s *Cumulative) Update(x float64) float64 {
	if !s.accept(x) {
		return s.Value()
	}
	return s.set(s.sum.add(x))
}

func (s *Cumulative) state(c *codec) { s.sum.state(c) }
