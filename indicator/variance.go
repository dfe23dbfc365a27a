package indicator

// Variance is the variance of the last n inputs about their mean, divided by n (NewVariance) or, as an
// estimate for what they are a sample of, by n − 1 (NewSampleVariance). Warm-up: n.
type Variance struct {
	core
	window moments
	sample bool
}

// NewVariance makes the variance of the last period inputs, divided by their number.
func NewVariance(period int) *Variance {
	v := &Variance{window: newMoments(period)}
	v.start(v, period, named("Variance").period("period", period))
	return v
}

// NewSampleVariance makes the variance with the divisor n − 1; the period is at least 2.
func NewSampleVariance(period int) *Variance {
	v := &Variance{window: newMoments(period), sample: true}
	v.start(v, period, named("SampleVariance").atLeast(2, "period", period))
	return v
}

// Update adds an input and returns the new Value.
func (v *Variance) Update(x float64) float64 {
	if !v.accept(x) {
		return v.Value()
	}
	m := v.window.push(x)
	if v.sample {
		return v.set(m.sampleVariance())
	}
	return v.set(m.variance())
}

func (v *Variance) state(c *codec) { v.window.state(c) }
