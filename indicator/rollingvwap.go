package indicator

import "github.com/tidemark/tidemark/market"

// RollingVWAP is the volume-weighted average of (open + high + low + close)/4 of the last n bars,
// whatever their session. It is undefined without volume. Warm-up: n.
type RollingVWAP struct {
	core
	value, volume total
}

// NewRollingVWAP makes the average of the last period bars.
func NewRollingVWAP(period int) *RollingVWAP {
	v := &RollingVWAP{value: newTotal(period), volume: newTotal(period)}
	v.start(v, period, named("RollingVWAP").period("period", period))
	return v
}

// Update adds a bar and returns the new Value.
func (v *RollingVWAP) Update(b market.Bar) float64 {
	if !v.acceptBar(&b) {
		return v.Value()
	}
	return v.set(v.value.push(averagePrice(&b)*b.Volume) / v.volume.push(b.Volume))
}

func (v *RollingVWAP) state(c *codec) {
	v.value.state(c)
	v.volume.state(c)
}
