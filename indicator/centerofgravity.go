package indicator

// CenterOfGravity is Ehlers' oscillator (Stocks & Commodities 20:5, 2002): where the weight of the
// last n inputs lies, 0 in the middle, positive towards the newest:
//
//	CG = (n + 1)/2 − Σ i x₍ᵢ₎ / Σ x₍ᵢ₎,  x₍₁₎ the newest, x₍ₙ₎ the oldest
//
// It is undefined while the sum is 0. Warm-up: n.
type CenterOfGravity struct {
	core
	middle float64
	window weighted
}

// NewCenterOfGravity makes the oscillator over the last period inputs.
func NewCenterOfGravity(period int) *CenterOfGravity {
	g := &CenterOfGravity{middle: (float64(period) + 1) / 2, window: newWeighted(period)}
	g.start(g, period, named("CenterOfGravity").period("period", period))
	return g
}

// Update adds an input and returns the new Value.
func (g *CenterOfGravity) Update(x float64) float64 {
	if !g.accept(x) {
		return g.Value()
	}
	sum, weightedSum := g.window.push(x)
	return g.set(weightedSum/sum - g.middle)
}

func (g *CenterOfGravity) state(c *codec) { g.window.state(c) }
