package indicator

import "github.com/tidemark/tidemark/market"

// PreviousSession is what the trading session before this one did. Its value is that session's close.
// A bar's Session tells sessions apart; bars without one belong to one endless session.
// Warm-up: at least 2, until the second session begins.
type PreviousSession struct {
	core
	current, previous session
}

// NewPreviousSession makes the indicator.
func NewPreviousSession() *PreviousSession {
	p := &PreviousSession{}
	p.start(p, 2, named("PreviousSession"))
	return p
}

// Update adds a bar and returns the new Value, the previous close.
func (p *PreviousSession) Update(b market.Bar) float64 {
	if !p.acceptBar(&b) {
		return p.Value()
	}
	before := p.current
	if p.current.push(&b) && before.started {
		p.previous = before
		return p.set(before.close)
	}
	return p.Value()
}

// Open is the open of the session before.
func (p *PreviousSession) Open() float64 { return p.whenReady(p.previous.open) }

// High is its high.
func (p *PreviousSession) High() float64 { return p.whenReady(p.previous.high) }

// Low is its low.
func (p *PreviousSession) Low() float64 { return p.whenReady(p.previous.low) }

// Close is its close.
func (p *PreviousSession) Close() float64 { return p.Value() }

func (p *PreviousSession) state(c *codec) {
	p.current.state(c)
	p.previous.state(c)
}
