package indicator

// Laguerre is Ehlers' Laguerre filter, a smooth average with little memory:
//
//	(L₀ + 2 L₁ + 2 L₂ + L₃) / 6
//
// of the four filters that LaguerreRSI uses too. Seed: the first input. Warm-up: 4.
type Laguerre struct {
	core
	row laguerre
}

// NewLaguerre makes the filter; gamma, 0 to below 1, is the damping, usually 0.8.
func NewLaguerre(gamma float64) *Laguerre {
	l := &Laguerre{row: laguerre{gamma: gamma}}
	l.start(l, 4, named("Laguerre").number("gamma", gamma, 0, 0.9999))
	return l
}

// Update adds an input and returns the new Value.
func (l *Laguerre) Update(x float64) float64 {
	if !l.accept(x) {
		return l.Value()
	}
	l.row.push(x)
	f := &l.row.filters
	return l.set((f[0] + 2*f[1] + 2*f[2] + f[3]) / 6)
}

func (l *Laguerre) state(c *codec) { l.row.state(c) }

// LaguerreRSI is Ehlers' relative strength of the four Laguerre filters, from 0 to 1:
//
//	U / (U + D)
//
// where U is the sum of the differences Lᵢ − Lᵢ₊₁ that are positive and D that of the negative ones,
// without their sign. It is undefined while all are 0. Seed: the first input. Warm-up: 4.
type LaguerreRSI struct {
	core
	row laguerre
}

// NewLaguerreRSI makes the oscillator; gamma, 0 to below 1, is the damping, usually 0.5.
func NewLaguerreRSI(gamma float64) *LaguerreRSI {
	l := &LaguerreRSI{row: laguerre{gamma: gamma}}
	l.start(l, 4, named("LaguerreRSI").number("gamma", gamma, 0, 0.9999))
	return l
}

// Update adds an input and returns the new Value.
func (l *LaguerreRSI) Update(x float64) float64 {
	if !l.accept(x) {
		return l.Value()
	}
	l.row.push(x)
	up, down := 0.0, 0.0
	for i := range 3 {
		u, d := upDown(l.row.filters[i] - l.row.filters[i+1])
		up += u
		down += d
	}
	return l.set(up / (up + down))
}

func (l *LaguerreRSI) state(c *codec) { l.row.state(c) }

// laguerre is Ehlers' row of four all-pass filters (Cybernetic Analysis for Stocks and Futures, 2004):
//
//	L₀ = (1 − γ) x + γ L₀₁,  Lᵢ = −γ Lᵢ₋₁ + Lᵢ₋₁,₁ + γ Lᵢ,₁
//
// where a last index 1 is the value before. They start as the first input.
type laguerre struct {
	gamma   float64
	filters [4]float64
	started bool
}

func (l *laguerre) push(x float64) {
	if !l.started {
		l.filters, l.started = [4]float64{x, x, x, x}, true
		return
	}
	before := l.filters
	l.filters[0] = (1-l.gamma)*x + l.gamma*before[0]
	for i := 1; i < len(l.filters); i++ {
		l.filters[i] = -l.gamma*l.filters[i-1] + before[i-1] + l.gamma*before[i]
	}
}

func (l *laguerre) state(c *codec) {
	c.numbers(l.filters[:])
	c.flag(&l.started)
}
