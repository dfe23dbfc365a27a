package sim

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// working is an order that the venue has accepted and that has not ended.
type working struct {
	id       order.ID
	strategy string
	request  order.Request
	book     *book
	outcome  *outcome
	fills    int
	tally    fee.Tally

	// number counts accepted orders.
	number uint64
	// age is the place in the queue at one price; a modified order goes to the end.
	age uint64
	// since is when the order, as it is now, began to work: it sees no data of before.
	since market.Time
	// entered is the number of the last observation before that.
	entered uint32
	// limit and stop are the request's prices for comparing with observations.
	limit, stop float64
	triggered   bool
	place       place
	// fresh orders have met no price yet.
	fresh bool
	// tried is set while an order that must trade at once has its chance.
	tried bool

	// ends is when the time in force is over, by the reason of that code.
	ends    market.Time
	endCode order.Code
	// opens is the opening that an OPG order takes part in.
	opens market.Time

	// parent is nil for an order of its own.
	parent   *outcome
	children []*working
	group    *group

	// noted is the reason told last, with its value.
	noted      order.Code
	notedValue float64
}

// outcome is what remains known of an order after its end.
type outcome struct {
	filled decimal.Decimal
	done   bool
}

// place is where an order waits.
type place uint8

const (
	nowhere place = iota
	// behindParent waits for the parent's fill.
	behindParent
	// urgent orders are looked at with every observation: they trade at the first price they meet.
	urgent
	// resting orders lie on a shelf.
	resting
)

func (w *working) waitsForStop() bool { return w.request.Type.HasStop() && !w.triggered }

// waitsAbove reports whether a resting order trades when prices rise to it.
func (w *working) waitsAbove() bool { return w.waitsForStop() == (w.request.Side == order.Buy) }

// threshold is the price at which a resting order trades, and which of the request's prices it is.
func (w *working) threshold() float64 {
	if w.waitsForStop() {
		return w.stop
	}
	return w.limit
}

func (w *working) thresholdPrice() decimal.Decimal {
	if w.waitsForStop() {
		return w.request.StopPrice
	}
	return w.request.LimitPrice
}

// atOnce reports whether the order trades at the first price it meets or never.
func (w *working) atOnce() bool {
	switch w.request.TimeInForce {
	case order.IOC, order.FOK, order.OPG:
		return true
	}
	return false
}

// isUrgent reports whether the order has no price to wait for: it takes what comes.
func (w *working) isUrgent() bool {
	return w.atOnce() || !w.waitsForStop() && !w.request.Type.HasLimit()
}

// shelf is the shelf of a resting order and its key there.
func (w *working) shelf() (shelf, float64) {
	switch {
	case w.waitsForStop() && w.request.Side == order.Buy:
		return buyStops, w.stop
	case w.waitsForStop():
		return sellStops, -w.stop
	case w.request.Side == order.Buy:
		return buyLimits, -w.limit
	}
	return sellLimits, w.limit
}

// allowance is the quantity that may trade now: what is open, and no more than the parent has filled.
func (w *working) allowance() decimal.Decimal {
	most := w.request.Quantity
	if w.parent != nil && w.parent.filled.LessThan(most) {
		most = w.parent.filled
	}
	if w.outcome.filled.IsZero() {
		return most // without arithmetic, as most orders fill once
	}
	return most.Sub(w.outcome.filled)
}

// price takes over the request's prices.
func (w *working) price() {
	w.limit, w.stop = math.NaN(), math.NaN()
	if w.request.Type.HasLimit() {
		w.limit = w.request.LimitPrice.InexactFloat64()
	}
	if w.request.Type.HasStop() {
		w.stop = w.request.StopPrice.InexactFloat64()
	}
}

// reaches reports whether a price of the order's side lets it trade, or triggers its stop.
func (v *Venue) reaches(w *working, s *sight, price float64) bool {
	buy := w.request.Side == order.Buy
	switch {
	case price != price:
		return false
	case w.waitsForStop():
		return buy && price >= w.stop || !buy && price <= w.stop
	case !w.request.Type.HasLimit():
		return true
	case price == w.limit:
		return v.opts.Limits == Touch || s.offers
	}
	return buy == (price < w.limit)
}
