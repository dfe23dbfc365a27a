package broker

import (
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Inbox is where a venue with goroutines of its own puts what it learns, in the order it learned it. The loop's
// source takes it out, on the loop's goroutine. Its methods may be called from any goroutine and do not wait
// for the loop.
type Inbox interface {
	// Market takes a copy of a market event. Time is when the observation was complete, by the exchange or the
	// broker; Last is not looked at. Quotes may be conflated when the loop falls behind; bars, trades and
	// everything of the other methods never are. Events of one instrument keep their order.
	Market(*market.Event)
	// Order takes what happened to an order of ours.
	Order(order.Event)
	// Notice takes everything else.
	Notice(Notice)
}
