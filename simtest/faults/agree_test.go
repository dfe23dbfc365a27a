package faults

import (
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/simtest/agree"
)

// agree ends a case that must end well: the session is ready, our side stops, and both sides' orders, positions, fills and
// cash are the same (invariants N2 and N3).
func (s *stage) agree() {
	s.Helper()
	s.gateway.Hold(true) // or orders would fill between the looks at the two sides
	s.pass(10 * time.Second)
	s.is(engine.Ready)
	truth, err := s.book.Load()
	if err != nil {
		s.Fatal(err)
	}
	agree.Orders(s, s.engine.Status(), truth)
	s.end()
	agree.Holdings(s, s.engine.Account(), s.instruments, truth)
	agree.Fills(s, s.path, truth)
	s.sentOnce(truth)
}

// sentOnce checks that no order of ours is two at the broker.
func (s *stage) sentOnce(truth *desk.Change) {
	s.Helper()
	seen := map[string]bool{}
	for _, t := range truth.Tickets {
		if t.Order.Ref != "" && seen[t.Order.Ref] {
			s.Errorf("the broker has two orders %s", t.Order.Ref)
		}
		seen[t.Order.Ref] = true
	}
}
