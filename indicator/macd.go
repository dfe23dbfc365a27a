package indicator

// MACD is Appel's moving average convergence/divergence (1979):
//
//	line = EMA(fast) − EMA(slow),  signal = EMA of the line,  histogram = line − signal
//
// Seed: each EMA starts with the mean of its first inputs, the signal's being the first lines.
// Warm-up: the longer of fast and slow, plus signal − 1; the line is there signal − 1 updates earlier.
type MACD struct {
	core
	fast, slow, signal *EMA
	line               float64
}

// NewMACD makes the indicator; Appel's periods are 12, 26 and 9.
func NewMACD(fast, slow, signal int) *MACD {
	m := &MACD{fast: NewEMA(fast), slow: NewEMA(slow), signal: NewEMA(signal)}
	m.start(m, max(fast, slow)+signal-1, named("MACD").
		period("fast", fast).period("slow", slow).period("signal", signal))
	return m
}

// Update adds an input and returns the new Value, the line.
func (m *MACD) Update(x float64) float64 {
	if !m.accept(x) {
		return m.Value()
	}
	fast, slow := m.fast.Update(x), m.slow.Update(x)
	m.line = fast - slow
	m.signal.Update(m.line)
	return m.set(m.line)
}

// Line is EMA(fast) − EMA(slow).
func (m *MACD) Line() float64 { return m.line }

// Signal is the average of the line.
func (m *MACD) Signal() float64 { return m.signal.Value() }

// Histogram is the line minus the signal.
func (m *MACD) Histogram() float64 { return m.line - m.signal.Value() }

func (m *MACD) state(c *codec) {
	c.visit(m.fast, m.slow, m.signal)
	c.output(&m.line)
}
