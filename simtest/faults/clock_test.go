package faults

import (
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

// The computer's clock is set back or forward, by a little and by much, while the run trades (N3, N7). Timers go on, orders
// are acknowledged once, deadlines hold, and a person is told.
func TestClockIsSet(t *testing.T) {
	for _, by := range []time.Duration{-time.Hour, -5 * time.Second, 5 * time.Second, time.Hour} {
		t.Run(by.String(), func(t *testing.T) {
			play(t, "", func(s *stage) {
				s.ready()
				resting := s.send(buy("10", "90"))
				s.set.Store(int64(by))
				s.pass(5 * time.Second)
				filled := s.send(marketBuy("10"))
				s.pass(5 * time.Second)
				s.orderIs(filled, order.Filled, "10")
				s.orderIs(resting, order.Accepted, "0")
				fired := make(chan struct{})
				s.act(func(x *strategy.Session) { x.After(2*time.Second, func() { close(fired) }) })
				s.pass(5 * time.Second) // at half speed, when it was set back
				select {
				case <-fired:
				default:
					t.Error("a timer of two seconds has not fired after five")
				}
				told := false
				for _, text := range s.alarms() {
					told = told || strings.Contains(text, "clock")
				}
				if !told {
					t.Error("nobody was told")
				}
				before := s.status().Counts.Reconciliations
				s.pass(11 * time.Minute) // every five minutes, or ten at half speed
				if st := s.status(); st.Counts.Reconciliations == before || st.State != engine.Ready {
					t.Errorf("%s after %d comparisons, and %d before", st.State, st.Counts.Reconciliations, before)
				}
				s.agree()
			})
		})
	}
}
