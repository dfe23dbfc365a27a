package indicator

import "math"

// smoothing is an exponential average that starts as the mean of its first n inputs:
//
//	a += alpha (x − a)
type smoothing struct {
	alpha   float64
	period  int
	taken   int
	average float64
}

// push returns the average, NaN before the n-th input.
func (s *smoothing) push(x float64) float64 {
	if s.taken >= s.period {
		s.average += s.alpha * (x - s.average)
		return s.average
	}
	s.taken++
	s.average += (x - s.average) / float64(s.taken)
	if s.taken < s.period {
		return math.NaN()
	}
	return s.average
}

func (s *smoothing) state(c *codec) {
	c.index(&s.taken, s.period+1)
	c.number(&s.average)
}

func exponential(period int) smoothing {
	return smoothing{alpha: 2 / (float64(period) + 1), period: period}
}

func wilders(period int) smoothing { return smoothing{alpha: 1 / float64(period), period: period} }
