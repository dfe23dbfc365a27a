package gateway

import "time"

// pace counts the requests of a client that is refused when it is too fast. IB allows 50 a second (TWS API
// documentation, "Pacing Limitations").
type pace struct {
	rate   int
	second time.Time
	seen   int
	strike int // seconds in which the client was too fast
}

// verdicts on a request.
type verdict uint8

const (
	fair    verdict = iota
	tooFast         // answer with error 100
	enough          // and disconnect
)

// strikes is how many seconds over the rate are forgiven.
const strikes = 3

func (p *pace) judge(wall time.Time) verdict {
	if p.rate <= 0 {
		return fair
	}
	if wall.Sub(p.second) >= time.Second {
		p.second, p.seen = wall, 0
	}
	if p.seen++; p.seen <= p.rate {
		return fair
	}
	if p.seen == p.rate+1 {
		p.strike++
	}
	if p.strike > strikes {
		return enough
	}
	return tooFast
}
