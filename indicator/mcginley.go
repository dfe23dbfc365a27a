package indicator

import "math"

// McGinley is McGinley's dynamic (MTA Journal, 1997), an average that follows a
// falling price faster than a rising one:
//
//	M = M₁ + (x − M₁) / (n (x / M₁)⁴)
//
// It never moves beyond the input (the formula would, when a price falls to less than a half), and
// inputs that are not above 0 leave it as it is. Seed: the mean of the first n inputs. Warm-up: n.
type McGinley struct {
	core
	period  int
	average float64
}

// NewMcGinley makes the dynamic of the given period.
func NewMcGinley(period int) *McGinley {
	m := &McGinley{period: period}
	m.start(m, period, named("McGinley").period("period", period))
	return m
}

// Update adds an input and returns the new Value.
func (m *McGinley) Update(x float64) float64 {
	if !m.accept(x) {
		return m.Value()
	}
	switch {
	case m.taken <= m.period:
		m.average += (x - m.average) / float64(m.taken)
	case x > 0 && m.average > 0:
		m.average += (x - m.average) / max(1, float64(m.period)*math.Pow(x/m.average, 4))
	}
	return m.set(m.average)
}

func (m *McGinley) state(c *codec) { c.number(&m.average) }
