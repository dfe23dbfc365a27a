package broker

import "github.com/tidemark/tidemark/order"

// Live is a venue whose truth lies elsewhere. Like those of Venue, its methods are called on the loop's
// goroutine and only start something.
type Live interface {
	Venue
	// Resume hands over an order of an earlier run that may still work. It is called before Start.
	Resume(o *order.Order)
	// Inquire asks for the whole truth: open and completed orders, executions, positions and cash. The answer comes
	// as a Truth or an InquiryFailed with the number that it returns.
	Inquire() uint64
	// Ready tells the venue that the engine knows the truth, or that it does not.
	Ready(bool)
	// CancelForeign asks to end an order by the broker's own id: one that is not ours, or a second one that
	// carries an id of ours.
	CancelForeign(brokerID string)
}
