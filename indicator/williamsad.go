package indicator

import "github.com/tidemark/tidemark/market"

// WilliamsAD is Williams' accumulation/distribution, the sum of
//
//	close − min(low, close₁) when the close rose,  close − max(high, close₁) when it fell
//
// It starts at 0 with the first bar. Warm-up: 1.
type WilliamsAD struct {
	core
	sum   compensated
	close float64
}

// NewWilliamsAD makes the line.
func NewWilliamsAD() *WilliamsAD {
	a := &WilliamsAD{}
	a.start(a, 1, named("WilliamsAD"))
	return a
}

// Update adds a bar and returns the new Value.
func (a *WilliamsAD) Update(b market.Bar) float64 {
	if !a.acceptBar(&b) {
		return a.Value()
	}
	switch {
	case a.taken == 1:
	case b.Close > a.close:
		a.sum.add(b.Close - min(b.Low, a.close))
	case b.Close < a.close:
		a.sum.add(b.Close - max(b.High, a.close))
	}
	a.close = b.Close
	return a.set(a.sum.total())
}

func (a *WilliamsAD) state(c *codec) {
	a.sum.state(c)
	c.number(&a.close)
}
