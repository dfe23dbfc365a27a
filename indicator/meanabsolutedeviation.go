package indicator

import "math"

// MeanAbsoluteDeviation is the mean distance of the last n inputs from their mean:
//
//	Σ |xᵢ − mean| / n
//
// An update takes 2n additions. Warm-up: n.
type MeanAbsoluteDeviation struct {
	core
	window deviations
}

// NewMeanAbsoluteDeviation makes the deviation of the last period inputs.
func NewMeanAbsoluteDeviation(period int) *MeanAbsoluteDeviation {
	d := &MeanAbsoluteDeviation{window: newDeviations(period)}
	d.start(d, period, named("MeanAbsoluteDeviation").period("period", period))
	return d
}

// Update adds an input and returns the new Value.
func (d *MeanAbsoluteDeviation) Update(x float64) float64 {
	if !d.accept(x) {
		return d.Value()
	}
	_, deviation := d.window.push(x)
	return d.set(deviation)
}

func (d *MeanAbsoluteDeviation) state(c *codec) { d.window.state(c) }

// deviations is the mean of the last n inputs and their mean distance from it, both exact when the
// inputs are equal.
type deviations struct{ inputs ring }

func newDeviations(n int) deviations { return deviations{newRing(n)} }

func (d *deviations) push(x float64) (mean, deviation float64) {
	d.inputs.push(x)
	n := float64(len(d.inputs.slots))
	fromLatest := 0.0
	for _, v := range d.inputs.slots {
		fromLatest += v - x
	}
	mean = x + fromLatest/n
	for _, v := range d.inputs.slots {
		deviation += math.Abs(v - mean)
	}
	return mean, deviation / n
}

func (d *deviations) state(c *codec) { d.inputs.state(c) }
