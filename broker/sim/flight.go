package sim

import (
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// flight is a command on its way to the exchange.
type flight struct {
	arrives market.Time
	// One of the three: an order sent, a change, or a cancellation.
	sent   *order.Order
	id     order.ID
	change *order.Change
	// splits of the instrument since the order was sent.
	splits []ratio
}

// launch sends a command off; false if it arrives at once.
func (v *Venue) launch(d Delay, f flight) bool {
	var delay time.Duration
	if d != nil {
		delay = max(0, d.Draw(v.chance))
	}
	if delay == 0 && len(v.flights) == 0 {
		return false
	}
	f.arrives = v.now.Add(delay)
	if n := len(v.flights); n > 0 {
		f.arrives = max(f.arrives, v.flights[n-1].arrives)
	}
	v.flights = append(v.flights, f)
	return true
}

// land lets the first command arrive.
func (v *Venue) land() {
	f := v.flights[0]
	v.flights[0] = flight{}
	v.flights = v.flights[1:]
	switch {
	case f.sent != nil:
		delete(v.flying, f.sent.ID)
		v.receive(f.sent, f.splits)
	case f.change != nil:
		v.change(f.id, *f.change)
	default:
		v.withdraw(f.id)
	}
}

// nextFlight is when the next command arrives.
func (v *Venue) nextFlight() market.Time {
	if len(v.flights) == 0 {
		return market.Never
	}
	return v.flights[0].arrives
}
