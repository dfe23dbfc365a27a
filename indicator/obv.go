package indicator

import "github.com/tidemark/tidemark/market"

// OBV is Granville's on-balance volume (New Key to Stock Market Profits, 1963): the volume is added
// when the close rises, subtracted when it falls. It starts with the first bar's volume. Warm-up: 1.
type OBV struct {
	core
	sum   compensated
	close float64
}

// NewOBV makes the indicator.
func NewOBV() *OBV {
	o := &OBV{}
	o.start(o, 1, named("OBV"))
	return o
}

// Update adds a bar and returns the new Value.
func (o *OBV) Update(b market.Bar) float64 {
	if !o.acceptBar(&b) {
		return o.Value()
	}
	switch {
	case o.taken == 1 || b.Close > o.close:
		o.sum.add(b.Volume)
	case b.Close < o.close:
		o.sum.add(-b.Volume)
	}
	o.close = b.Close
	return o.set(o.sum.total())
}

func (o *OBV) state(c *codec) {
	o.sum.state(c)
	c.number(&o.close)
}
