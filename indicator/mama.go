package indicator

import "math"

// MAMA is Ehlers' MESA adaptive moving average (Stocks & Commodities 19:9, 2001): an exponential
// average whose α follows the rate of change of the phase that a Hilbert transformer measures, between
// a fast and a slow limit; and FAMA, a following average with half that α. The article gives the
// formulas in full; Ehlers feeds it with (high + low)/2.
//
// Seed: both averages start as the first input, everything else at 0. Warm-up: 33, until when the
// measured period settles.
type MAMA struct {
	core
	fastLimit, slowLimit float64

	inputs                      [4]float64 // newest first
	smooth, detrend, phase1, q1 hilbert
	i2, q2, re, im              float64
	period, phase               float64
	mama, fama                  float64
}

// NewMAMA makes both averages; Ehlers' limits are 0.5 and 0.05.
func NewMAMA(fastLimit, slowLimit float64) *MAMA {
	m := &MAMA{fastLimit: fastLimit, slowLimit: slowLimit}
	m.start(m, 33, named("MAMA").number("fast limit", fastLimit, 0, 1).number("slow limit", slowLimit, 0, 1))
	return m
}

// Update adds an input and returns the new Value, MAMA.
func (m *MAMA) Update(x float64) float64 {
	if !m.accept(x) {
		return m.Value()
	}
	copy(m.inputs[1:], m.inputs[:3])
	m.inputs[0] = x
	if m.taken == 1 {
		m.inputs = [4]float64{x, x, x, x}
		m.mama, m.fama = x, x
	}
	alpha := m.alpha()
	m.mama += alpha * (x - m.mama)
	m.fama += alpha / 2 * (m.mama - m.fama)
	return m.set(m.mama)
}

func (m *MAMA) alpha() float64 {
	scale := 0.075*m.period + 0.54
	in := &m.inputs
	detrended := m.smooth.push((4*in[0]+3*in[1]+2*in[2]+in[3])/10, scale)
	q1 := m.detrend.push(detrended, scale)
	i1 := m.detrend.inputs[3]
	i2 := 0.2*(i1-m.q1.push(q1, scale)) + 0.8*m.i2
	q2 := 0.2*(q1+m.phase1.push(i1, scale)) + 0.8*m.q2
	m.re = 0.2*(i2*m.i2+q2*m.q2) + 0.8*m.re
	m.im = 0.2*(i2*m.q2-q2*m.i2) + 0.8*m.im
	m.i2, m.q2 = i2, q2
	m.measurePeriod()

	phase := m.phase
	if i1 != 0 {
		m.phase = math.Atan(q1/i1) * 180 / math.Pi
	}
	return max(m.slowLimit, m.fastLimit/max(1, phase-m.phase))
}

func (m *MAMA) measurePeriod() {
	period := m.period
	if m.im != 0 && m.re != 0 {
		period = 2 * math.Pi / math.Atan(m.im/m.re)
	}
	period = max(0.67*m.period, min(1.5*m.period, period))
	period = max(6, min(50, period))
	m.period = 0.2*period + 0.8*m.period
}

// FAMA is the following average.
func (m *MAMA) FAMA() float64 { return m.whenReady(m.fama) }

func (m *MAMA) state(c *codec) {
	c.numbers(m.inputs[:])
	for _, h := range []*hilbert{&m.smooth, &m.detrend, &m.phase1, &m.q1} {
		h.state(c)
	}
	for _, x := range []*float64{&m.i2, &m.q2, &m.re, &m.im, &m.period, &m.phase, &m.mama, &m.fama} {
		c.number(x)
	}
}

// hilbert is Ehlers' discrete Hilbert transformer over seven values, and a memory of them.
type hilbert struct{ inputs [7]float64 } // newest first

func (h *hilbert) push(x, scale float64) float64 {
	copy(h.inputs[1:], h.inputs[:6])
	h.inputs[0] = x
	return (0.0962*(x-h.inputs[6]) + 0.5769*(h.inputs[2]-h.inputs[4])) * scale
}

func (h *hilbert) state(c *codec) { c.numbers(h.inputs[:]) }
