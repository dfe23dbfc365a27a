package engine

import (
	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// LiveSource is a Source that also brings what is no market event. Its Next reports data.Interrupted when Take
// has something. Time never goes back, and no event is later than the limit of the Next that delivers it.
type LiveSource interface {
	Source
	// Take returns the next input. It is called once after each data.Interrupted.
	Take() Input
}

// Input is what reaches the loop besides market events: one of an order event, a notice and a command.
type Input struct {
	// Time is when it came, by the clock of the source.
	Time    market.Time
	Order   order.Event
	Notice  broker.Notice
	Command Command
	// Answer is called with what became of a command; it may be nil.
	Answer func(error)
}

// Latch is the kill switch: once pressed, by any goroutine, no order leaves any more. It is asked for each order,
// last of all.
type Latch interface {
	Pressed() bool
	// Reset is called when a person resumes.
	Reset()
}
