// Package broker is what the engine asks of a venue: the commands it gives, the market it shows, and
// the order events it gets back. The simulated venue (broker/sim) and the live adapter implement it.
//
// Words of one vendor, matching rules and sockets never live here.
package broker

import (
	"context"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Venue works orders. Commands only start something: what becomes of it arrives as order events in the
// sink, so that a strategy cannot tell a simulated venue from a real one.
//
// The engine's loop calls the methods, one at a time. The sink is called on the loop's goroutine too, while
// one of these methods runs; a venue with goroutines of its own passes what it learns through the source
// that the loop waits on. The sink only queues.
type Venue interface {
	// Start connects and begins to deliver events. The context bounds the whole life of the venue.
	Start(ctx context.Context, sink func(order.Event)) error

	// Submit sends an order whose intent is already recorded. The order is the engine's: copy it. One of a type that
	// instructs (order.Exercise, order.Lapse) ends with a fill of the option; what that delivers is a fill of a leg.
	Submit(o *order.Order)
	// Modify asks to change a working order.
	Modify(id order.ID, change order.Change)
	// Cancel asks to end a working order.
	Cancel(id order.ID)

	// Observe shows the venue a market event before any strategy sees it. A simulated venue fills resting
	// orders now; a real one has its own market and ignores it. The event is reused: copy what is kept.
	Observe(ev *market.Event)
	// Advance tells the venue that the clock has reached t and everything up to t has been observed. It is
	// called whenever the clock moves without an event, so a command always finds the venue's clock right.
	// Day orders expire here.
	Advance(t market.Time)
	// Due is when the venue needs Advance at the latest; market.Never if it does not.
	Due() market.Time

	// Close ends the venue and waits for its goroutines. No event follows.
	Close() error
}
