package indicator

import "github.com/tidemark/tidemark/market"

// PVT is the price volume trend, the sum of volume × (close − close₁) / close₁. It starts at 0 with the
// first bar; a bar after a close of 0 adds nothing. Warm-up: 1.
type PVT struct {
	core
	sum   compensated
	close float64
}

// NewPVT makes the indicator.
func NewPVT() *PVT {
	p := &PVT{}
	p.start(p, 1, named("PVT"))
	return p
}

// Update adds a bar and returns the new Value.
func (p *PVT) Update(b market.Bar) float64 {
	if !p.acceptBar(&b) {
		return p.Value()
	}
	if p.taken > 1 && p.close != 0 {
		p.sum.add(b.Volume * (b.Close - p.close) / p.close)
	}
	p.close = b.Close
	return p.set(p.sum.total())
}

func (p *PVT) state(c *codec) {
	p.sum.state(c)
	c.number(&p.close)
}
