package indicator

// DisparityIndex is the distance to a simple average in percent: 100 (x / SMA(n) − 1). It is undefined
// while the average is 0. Warm-up: n.
type DisparityIndex struct {
	core
	mean *SMA
}

// NewDisparityIndex makes the index of the given period.
func NewDisparityIndex(period int) *DisparityIndex {
	d := &DisparityIndex{mean: NewSMA(period)}
	d.start(d, period, named("DisparityIndex").period("period", period))
	return d
}

// Update adds an input and returns the new Value.
func (d *DisparityIndex) Update(x float64) float64 {
	if !d.accept(x) {
		return d.Value()
	}
	return d.set(100 * (x/d.mean.Update(x) - 1))
}

func (d *DisparityIndex) state(c *codec) { c.visit(d.mean) }
