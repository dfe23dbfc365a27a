package indicator

import "github.com/tidemark/tidemark/market"

// CCI is Lambert's commodity channel index (Commodities, 1980):
//
//	CCI = (TP − SMA(TP)) / (0.015 D),  TP = (high + low + close)/3
//
// with D the mean distance of the last n TP from their mean. It is undefined while they are all equal.
// An update takes 2n additions. Warm-up: n.
type CCI struct {
	core
	window deviations
}

// NewCCI makes the index over period bars; usual are 14 and 20.
func NewCCI(period int) *CCI {
	i := &CCI{window: newDeviations(period)}
	i.start(i, period, named("CCI").period("period", period))
	return i
}

// Update adds a bar and returns the new Value.
func (i *CCI) Update(b market.Bar) float64 {
	if !i.acceptBar(&b) {
		return i.Value()
	}
	typical := b.Typical()
	mean, deviation := i.window.push(typical)
	return i.set((typical - mean) / (0.015 * deviation))
}

func (i *CCI) state(c *codec) { i.window.state(c) }
