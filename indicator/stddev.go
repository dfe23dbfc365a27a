package indicator

import "math"

// StdDev is the standard deviation, the root of Variance. Warm-up: n.
type StdDev struct {
	core
	variance *Variance
}

// NewStdDev makes the deviation of the last period inputs, with the divisor n.
func NewStdDev(period int) *StdDev {
	s := &StdDev{variance: NewVariance(period)}
	s.start(s, period, named("StdDev").period("period", period))
	return s
}

// NewSampleStdDev makes the deviation with the divisor n − 1; the period is at least 2.
func NewSampleStdDev(period int) *StdDev {
	s := &StdDev{variance: NewSampleVariance(period)}
	s.start(s, period, named("SampleStdDev").atLeast(2, "period", period))
	return s
}

// Update adds an input and returns the new Value.
func (s *StdDev) Update(x float64) float64 {
	if !s.accept(x) {
		return s.Value()
	}
	return s.set(math.Sqrt(s.variance.Update(x)))
}

func (s *StdDev) state(c *codec) { c.visit(s.variance) }
