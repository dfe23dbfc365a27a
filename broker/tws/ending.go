package tws

import (
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
)

// ending says why an order that the broker calls cancelled at a moment has ended. TWS has one word for a cancellation
// by anybody and for the end of a time in force, so the rest is inferred from the order and the clock.
func (b *blotter) ending(e *entry, in *market.Instrument, r *order.Request, at market.Time, text string) (order.State, order.Reason) {
	reason := func(s order.State, c order.Code, why string) (order.State, order.Reason) {
		if text != "" {
			why = text
		}
		return s, order.Reason{Code: c, Detail: why}
	}
	switch {
	case e != nil && e.cancel:
		return reason(order.Cancelled, order.CancelledByStrategy, "")
	case b.groupFilled(e):
		return reason(order.Cancelled, order.CancelledByOCA, "")
	case e != nil && e.parent != nil && e.parent.over && e.parent.filled.IsZero():
		return reason(order.Cancelled, order.ParentEnded, "")
	case r.TimeInForce == order.IOC || r.TimeInForce == order.FOK:
		return reason(order.Cancelled, order.NotFilledAtOnce, "")
	case r.TimeInForce == order.OPG:
		return reason(order.Expired, order.OpeningMissed, "")
	case r.Type.AtClose() && in != nil && b.dayOver(in, r, at):
		return reason(order.Expired, order.ClosingMissed, "inferred from the time")
	case r.TimeInForce == order.GTD && at >= r.GoodTill:
		return reason(order.Expired, order.GoodTillReached, "inferred from the time")
	case (r.TimeInForce == order.Day || r.TimeInForce == order.AUC) && in != nil && b.dayOver(in, r, at):
		return reason(order.Expired, order.SessionEnded, "inferred from the time")
	}
	return reason(order.Cancelled, order.CancelledByBroker, "")
}

// groupFilled tells whether another order of the same group has filled, if only in part.
func (b *blotter) groupFilled(e *entry) bool {
	if e == nil || e.OCA == "" {
		return false
	}
	for _, other := range b.orders {
		if other != e && other.OCA == e.OCA && other.filled.IsPositive() {
			return true
		}
	}
	return false
}

// dayOver tells whether the session in which a day order worked had closed.
func (v *Venue) dayOver(in *market.Instrument, r *order.Request, at market.Time) bool {
	_, phase := v.feeds[in.ID].calendar.At(at)
	return phase == calendar.Closed || phase == calendar.PostMarket && !r.OutsideRTH
}
