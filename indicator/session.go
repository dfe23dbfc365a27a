package indicator

import "github.com/tidemark/tidemark/market"

// session is the summary of the bars of a trading session.
type session struct {
	started                bool
	date                   market.Date
	open, high, low, close float64
}

// push adds a bar and reports whether it opened a session.
func (s *session) push(b *market.Bar) (opened bool) {
	if !s.started || b.Session != s.date {
		*s = session{true, b.Session, b.Open, b.High, b.Low, b.Close}
		return true
	}
	s.high, s.low, s.close = max(s.high, b.High), min(s.low, b.Low), b.Close
	return false
}

func (s *session) state(c *codec) {
	c.flag(&s.started)
	c.date(&s.date)
	c.number(&s.open)
	c.number(&s.high)
	c.number(&s.low)
	c.number(&s.close)
}
