package gateway

import (
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A handler answers the requests of one kind.
type handler struct {
	kind   wire.Kind
	answer func(*session, wire.Message)
}

// on makes a handler of a session's method.
func on[M wire.Message](answer func(*session, M)) handler {
	var none M
	return handler{none.Kind(), func(s *session, m wire.Message) { answer(s, m.(M)) }}
}

// handlers knows who answers what: every request there is.
var handlers = table(
	connectionRequests, contractRequests, marketDataRequests, depthRequests, tickRequests, historyRequests,
	realTimeRequests, calculatorRequests, scannerRequests, newsRequests, groupRequests, advisorRequests,
	serviceRequests, orderRequests, accountRequests, positionRequests,
)

func table(families ...[]handler) map[wire.Kind]func(*session, wire.Message) {
	t := map[wire.Kind]func(*session, wire.Message){}
	for _, family := range families {
		for _, h := range family {
			t[h.kind] = h.answer
		}
	}
	return t
}

// request answers whatever the client asks.
func (s *session) request(m wire.Message) {
	g := s.gateway
	g.counts.asked(m.Kind())
	s.counts.received++
	if len(g.onlookers) > 0 {
		g.show(s, " -> ", m)
	}
	switch s.pace.judge(time.Now()) {
	case tooFast:
		s.fail(-1, 100, "Max rate of messages per second has been exceeded:max=%d rec=%d (1)", s.pace.rate, s.pace.seen)
		return
	case enough:
		s.fail(-1, 100, "Max rate of messages per second has been exceeded:max=%d rec=%d (3)", s.pace.rate, s.pace.seen)
		s.flush()
		s.link.out.finish()
		return
	}
	if f := g.faults; f == nil || !f.request(s, m) {
		s.answer(m)
	}
}

// answer does what a request asks.
func (s *session) answer(m wire.Message) {
	if answer := handlers[m.Kind()]; answer != nil && s.speaks(m) {
		answer(s, m)
		return
	}
	s.unknown(m.Kind())
}

// speaks reports whether a message exists at the session's version in the form in which it came.
func (s *session) speaks(m wire.Message) bool {
	_, unknown := m.(*wire.Unknown)
	return !unknown && m.Kind().MinVersion() <= s.version
}

func (s *session) unknown(k wire.Kind) {
	s.fail(-1, 505, "Fatal Error: Unknown message id. %d", k.ID())
}
