package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// Aroon is Chande's aroon (Stocks & Commodities 13:9, 1995), from 0 to 100 each:
//
//	up = 100 (n − bars since the highest high) / n,  down = 100 (n − bars since the lowest low) / n
//	oscillator = up − down
//
// over n + 1 bars, this one included; of equal extremes the latest counts. Its value is the
// oscillator. Warm-up: n + 1.
type Aroon struct {
	core
	period   float64
	window   span
	up, down float64
}

// NewAroon makes the indicator; usual are 14 and 25.
func NewAroon(period int) *Aroon {
	a := &Aroon{period: float64(period), window: newSpan(period + 1)}
	a.start(a, period+1, named("Aroon").number("period", float64(period), 1, MaxPeriod-1))
	return a
}

// Update adds a bar and returns the new Value, the oscillator.
func (a *Aroon) Update(b market.Bar) float64 {
	if !a.acceptBar(&b) {
		return a.Value()
	}
	_, high := a.window.highs.push(b.High)
	_, low := a.window.lows.push(b.Low)
	if a.taken < a.warmup {
		return math.NaN()
	}
	a.up = 100 * (a.period - float64(high)) / a.period
	a.down = 100 * (a.period - float64(low)) / a.period
	return a.set(a.up - a.down)
}

// Up is 100 at a new high and 0 after n bars without one.
func (a *Aroon) Up() float64 { return a.up }

// Down is 100 at a new low and 0 after n bars without one.
func (a *Aroon) Down() float64 { return a.down }

func (a *Aroon) state(c *codec) {
	a.window.state(c)
	c.output(&a.up)
	c.output(&a.down)
}
