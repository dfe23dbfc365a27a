package indicator

import "math"

// SuperSmoother is Ehlers' two-pole filter (Cycle Analytics for Traders, 2013), which removes waves
// shorter than n inputs:
//
//	a = exp(−√2 π / n),  c₂ = 2 a cos(√2 π / n),  c₃ = −a²,  c₁ = 1 − c₂ − c₃
//	S = c₁ (x + x₁) / 2 + c₂ S₁ + c₃ S₂
//
// Seed: the first two values are the inputs. Warm-up: n.
type SuperSmoother struct {
	core
	c1, c2, c3           float64
	previous             float64
	latest, latestButOne float64
}

// NewSuperSmoother makes the filter; the critical period is at least 2.
func NewSuperSmoother(period int) *SuperSmoother {
	angle := math.Sqrt2 * math.Pi / float64(period)
	a := math.Exp(-angle)
	s := &SuperSmoother{c2: 2 * a * math.Cos(angle), c3: -a * a}
	s.c1 = 1 - s.c2 - s.c3
	s.start(s, period, named("SuperSmoother").atLeast(2, "period", period))
	return s
}

// Update adds an input and returns the new Value.
func (s *SuperSmoother) Update(x float64) float64 {
	if !s.accept(x) {
		return s.Value()
	}
	smooth := x
	if s.taken > 2 {
		smooth = s.c1*(x+s.previous)/2 + s.c2*s.latest + s.c3*s.latestButOne
	}
	s.previous, s.latest, s.latestButOne = x, smooth, s.latest
	return s.set(smooth)
}

func (s *SuperSmoother) state(c *codec) {
	c.number(&s.previous)
	c.number(&s.latest)
	c.number(&s.latestButOne)
}
