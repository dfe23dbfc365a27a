package tws

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

// An order is refused a moment after the close because the exchange is closed, in whatever words. If it means the same a
// moment later it is sent once more, under a fresh number; a second refusal is final.
func TestI5RefusedAtTheEdgeOfASession(t *testing.T) {
	const sixHours = 6 * time.Hour // from 10:00 to the close
	day := buy("100", "500")
	for _, c := range []struct {
		name    string
		r       order.Request
		wait    time.Duration
		refused int // times
		want    order.State
		sent    int
	}{
		{"for the next opening", day.For(order.OPG), sixHours + 200*time.Millisecond, 1, order.Accepted, 2},
		{"until cancelled", day.For(order.GTC), sixHours + 200*time.Millisecond, 1, order.Accepted, 2},
		{"refused twice", day.For(order.OPG), sixHours + 200*time.Millisecond, 2, order.Rejected, 2},
		{"for the day that is over", day, sixHours + 200*time.Millisecond, 1, order.Rejected, 1},
		{"at once", day.For(order.IOC), sixHours + 200*time.Millisecond, 1, order.Rejected, 1},
		{"at noon", day.For(order.OPG), 2 * time.Hour, 1, order.Rejected, 1},
		{"ten seconds later", day.For(order.OPG), sixHours + 10*time.Second, 1, order.Rejected, 1},
	} {
		play(t, c.name, func(t *testing.T) {
			s := begin(t)
			elapse(c.wait)
			o := s.submit("a-1", c.r)
			for range c.refused {
				p := last[*wire.PlaceOrder](s)
				s.push(&wire.Error{RequestID: p.OrderID, Code: 201, Message: "Order rejected - reason: Exchange is closed."})
				elapse(2 * time.Second)
			}
			placed := sent[*wire.PlaceOrder](s)
			if len(placed) != c.sent || c.sent == 2 && (placed[0].OrderID == placed[1].OrderID || placed[1].Order.Ref != "a-1") {
				t.Fatalf("sent %+v, want it %d times", placed, c.sent)
			}
			if c.want == order.Accepted {
				s.push(working(placed[1], 55501)...)
			}
			s.is(o, c.want)
		})
	}
}

// What is cancelled while it waits to be sent once more is not sent.
func TestI5CancelledAtTheEdgeOfASession(t *testing.T) {
	play(t, "cancelled", func(t *testing.T) {
		s := begin(t)
		elapse(6*time.Hour + 200*time.Millisecond)
		o := s.submit("a-1", buy("100", "500").For(order.OPG))
		s.push(&wire.Error{RequestID: last[*wire.PlaceOrder](s).OrderID, Code: 201, Message: "Order rejected - reason: Exchange is closed."})
		s.Cancel("a-1")
		elapse(3 * time.Second)
		if placed := sent[*wire.PlaceOrder](s); len(placed) != 1 {
			t.Errorf("sent %d times", len(placed))
		}
		s.is(o, order.Rejected)
	})
}
