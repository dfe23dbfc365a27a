package indicator

// SMA is the simple moving average, the mean of the last n inputs:
//
//	SMA = (x₁ + x₂ + … + xₙ) / n
//
// Warm-up: n.
type SMA struct {
	core
	period float64
	window total
}

// NewSMA makes the mean of the last period inputs.
func NewSMA(period int) *SMA {
	s := &SMA{period: float64(period), window: newTotal(period)}
	s.start(s, period, named("SMA").period("period", period))
	return s
}

// Update adds an input and returns the new Value.
func (s *SMA) Update(x float64) float64 {
	if !s.accept(x) {
		return s.Value()
	}
	return s.set(s.window.push(x) / s.period)
}

func (s *SMA) state(c *codec) { s.window.state(c) }
