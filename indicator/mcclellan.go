package indicator

// McClellan is the McClellan oscillator (Patterns for Profit, 1970), fed with advances − declines:
//
//	EMA(fast) − EMA(slow),  summation = Σ of the oscillator
//
// Seed: each EMA starts with the mean of its first inputs. Warm-up: the longer period.
type McClellan struct {
	core
	fast, slow *EMA
	sum        compensated
}

// NewMcClellan makes the oscillator; the McClellans' periods are 19 and 39.
func NewMcClellan(fast, slow int) *McClellan {
	m := &McClellan{fast: NewEMA(fast), slow: NewEMA(slow)}
	m.start(m, max(fast, slow), named("McClellan").period("fast", fast).period("slow", slow))
	return m
}

// Update adds advances − declines and returns the new Value.
func (m *McClellan) Update(netAdvances float64) float64 {
	if !m.accept(netAdvances) {
		return m.Value()
	}
	fast, slow := m.fast.Update(netAdvances), m.slow.Update(netAdvances)
	if m.taken >= m.warmup {
		m.sum.add(fast - slow)
	}
	return m.set(fast - slow)
}

// Summation is the McClellan summation index, from 0 before the first oscillator.
func (m *McClellan) Summation() float64 { return m.whenReady(m.sum.total()) }

func (m *McClellan) state(c *codec) {
	c.visit(m.fast, m.slow)
	m.sum.state(c)
}
