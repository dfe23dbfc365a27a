package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// UltimateOscillator is Williams' ultimate oscillator (Stocks & Commodities 3:4, 1985), from 0 to 100:
//
//	BP = close − min(low, close₁),  TR = the true range, from the second bar on
//	100 (4 ΣBP/ΣTR short + 2 ΣBP/ΣTR middle + ΣBP/ΣTR long) / 7
//
// It is undefined while a sum of TR is 0. Warm-up: the longest period + 1.
type UltimateOscillator struct {
	core
	close     float64
	ranges    trueRange
	pressures [3]total
	trs       [3]total
}

// NewUltimateOscillator makes the oscillator; Williams' periods are 7, 14 and 28.
func NewUltimateOscillator(short, middle, long int) *UltimateOscillator {
	u := &UltimateOscillator{}
	for i, n := range [3]int{short, middle, long} {
		u.pressures[i], u.trs[i] = newTotal(n), newTotal(n)
	}
	u.start(u, max(short, middle, long)+1, named("UltimateOscillator").
		period("short", short).period("middle", middle).period("long", long))
	return u
}

// Update adds a bar and returns the new Value.
func (u *UltimateOscillator) Update(b market.Bar) float64 {
	if !u.acceptBar(&b) {
		return u.Value()
	}
	pressure, tr := b.Close-min(b.Low, u.close), u.ranges.push(&b)
	u.close = b.Close
	if u.taken == 1 {
		return math.NaN()
	}
	sum := 0.0
	for i, weight := range [3]float64{4, 2, 1} {
		sum += weight * u.pressures[i].push(pressure) / u.trs[i].push(tr)
	}
	return u.set(100 * sum / 7)
}

func (u *UltimateOscillator) state(c *codec) {
	c.number(&u.close)
	u.ranges.state(c)
	for i := range u.trs {
		u.pressures[i].state(c)
		u.trs[i].state(c)
	}
}
