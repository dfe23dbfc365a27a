package indicator

// DPO is the detrended price oscillator, which shows cycles shorter than n:
//
//	DPO = x from ⌊n/2⌋ + 1 updates ago − SMA(n)
//
// Warm-up: the larger of n and ⌊n/2⌋ + 2.
type DPO struct {
	core
	lag  lag
	mean *SMA
}

// NewDPO makes the oscillator of the given period.
func NewDPO(period int) *DPO {
	back := period/2 + 1
	d := &DPO{lag: newLag(back), mean: NewSMA(period)}
	d.start(d, max(period, back+1), named("DPO").period("period", period))
	return d
}

// Update adds an input and returns the new Value.
func (d *DPO) Update(x float64) float64 {
	if !d.accept(x) {
		return d.Value()
	}
	mean := d.mean.Update(x)
	return d.set(d.lag.push(x) - mean)
}

func (d *DPO) state(c *codec) {
	d.lag.state(c)
	c.visit(d.mean)
}
