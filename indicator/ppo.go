package indicator

// PPO is the percentage price oscillator: 100 (fast − slow) / slow. Of volume it is called PVO. It is
// undefined while the slow average is 0. Warm-up: that of the slower average.
type PPO struct {
	core
	fast, slow Series
}

// NewPPO makes the oscillator of two averages of one kind.
func NewPPO(kind Average, fast, slow int) *PPO {
	p := &PPO{fast: kind.New(fast), slow: kind.New(slow)}
	p.start(p, max(p.fast.Warmup(), p.slow.Warmup()), named("PPO").
		average(kind).period("fast", fast).period("slow", slow).part(p.fast).part(p.slow))
	return p
}

// Update adds an input and returns the new Value.
func (p *PPO) Update(x float64) float64 {
	if !p.accept(x) {
		return p.Value()
	}
	fast, slow := p.fast.Update(x), p.slow.Update(x)
	return p.set(100 * (fast - slow) / slow)
}

func (p *PPO) state(c *codec) {
	c.indicator(p.fast)
	c.indicator(p.slow)
}
