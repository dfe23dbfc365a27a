package indicator

import "math"

// compensated is a running sum that also carries what rounding cut off (Neumaier, 1974).
type compensated struct{ sum, lost float64 }

func (s *compensated) add(x float64) float64 {
	t := s.sum + x
	if math.Abs(s.sum) >= math.Abs(x) {
		s.lost += (s.sum - t) + x
	} else {
		s.lost += (x - t) + s.sum
	}
	s.sum = t
	return s.total()
}

func (s *compensated) total() float64 { return s.sum + s.lost }

func (s *compensated) state(c *codec) {
	c.number(&s.sum)
	c.number(&s.lost)
}
