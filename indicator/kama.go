package indicator

// KAMA is Kaufman's adaptive moving average (Smarter Trading, 1995): an exponential average that is
// fast in a trend and slow in noise. With the efficiency ratio ER of the last n changes:
//
//	s = ER (2/(fast+1) − 2/(slow+1)) + 2/(slow+1)
//	KAMA = KAMA₁ + s² (x − KAMA₁)
//
// Without any change ER counts as 0. Seed: the n-th input. Warm-up: n + 1.
type KAMA struct {
	core
	efficiency         *EfficiencyRatio
	fastAlpha, slowest float64
	average            float64
}

// NewKAMA makes the adaptive average; Kaufman's fast and slow periods are 2 and 30.
func NewKAMA(period, fast, slow int) *KAMA {
	k := &KAMA{
		efficiency: NewEfficiencyRatio(period),
		fastAlpha:  2 / (float64(fast) + 1),
		slowest:    2 / (float64(slow) + 1),
	}
	k.start(k, period+1, named("KAMA").period("period", period).period("fast", fast).period("slow", slow))
	return k
}

// Update adds an input and returns the new Value.
func (k *KAMA) Update(x float64) float64 {
	if !k.accept(x) {
		return k.Value()
	}
	ratio := k.efficiency.Update(x)
	switch {
	case k.taken < k.warmup:
		k.average = x
	case k.efficiency.Ready():
		s := ratio*(k.fastAlpha-k.slowest) + k.slowest
		k.average += s * s * (x - k.average)
	default:
		k.average += k.slowest * k.slowest * (x - k.average)
	}
	return k.set(k.average)
}

func (k *KAMA) state(c *codec) {
	c.visit(k.efficiency)
	c.number(&k.average)
}
