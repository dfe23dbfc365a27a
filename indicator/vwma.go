package indicator

import "github.com/tidemark/tidemark/market"

// VWMA is the volume-weighted moving average of the close: Σ close × volume / Σ volume of n bars. It is
// undefined without volume. Warm-up: n.
type VWMA struct {
	core
	value, volume total
}

// NewVWMA makes the average of the last period bars.
func NewVWMA(period int) *VWMA {
	v := &VWMA{value: newTotal(period), volume: newTotal(period)}
	v.start(v, period, named("VWMA").period("period", period))
	return v
}

// Update adds a bar and returns the new Value.
func (v *VWMA) Update(b market.Bar) float64 {
	if !v.acceptBar(&b) {
		return v.Value()
	}
	return v.set(v.value.push(b.Close*b.Volume) / v.volume.push(b.Volume))
}

func (v *VWMA) state(c *codec) {
	v.value.state(c)
	v.volume.state(c)
}
