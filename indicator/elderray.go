package indicator

import "github.com/tidemark/tidemark/market"

// ElderRay is Elder's ray (Trading for a Living, 1993):
//
//	bull power = high − EMA(close),  bear power = low − EMA(close)
//
// Its value is the bull power. Seed: the mean of the first n closes. Warm-up: n.
type ElderRay struct {
	core
	smooth     *EMA
	bull, bear float64
}

// NewElderRay makes the indicator; Elder's period is 13.
func NewElderRay(period int) *ElderRay {
	e := &ElderRay{smooth: NewEMA(period)}
	e.start(e, period, named("ElderRay").period("period", period))
	return e
}

// Update adds a bar and returns the new Value, the bull power.
func (e *ElderRay) Update(b market.Bar) float64 {
	if !e.acceptBar(&b) {
		return e.Value()
	}
	average := e.smooth.Update(b.Close)
	e.bull, e.bear = b.High-average, b.Low-average
	return e.set(e.bull)
}

// Bull is the bull power.
func (e *ElderRay) Bull() float64 { return e.bull }

// Bear is the bear power.
func (e *ElderRay) Bear() float64 { return e.bear }

func (e *ElderRay) state(c *codec) {
	c.visit(e.smooth)
	c.output(&e.bull)
	c.output(&e.bear)
}
