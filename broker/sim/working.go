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
	// tallies are those of a combo's legs.
	tallies []fee.Tally
	// charged is the session that the tally counts.
	charged market.Date

	// number counts accepted orders.
	number uint64
	// age is the place in the queue at one price; a modified order goes to the end.
	age uint64
	// since is when the order, as it is now, began to work: it sees no data of before.
	since market.Time
	// entered is the number of the last observation before that.
	entered uint32
	// bound is the worst price to trade at and trip the price that is waited for, as they stand now; limit and
	// stop are the same for comparing with observations, NaN where there is none.
	bound, trip decimal.Decimal
	limit, stop float64
	triggered   bool
	place       place
	watch       *watch
	turn        turn
	// fresh orders have met no price yet.
	fresh bool
	// tried is set while an order that must trade at once has its chance.
	tried bool

	// ends is when the time in force is over, by the reason of that code.
	ends    market.Time
	endCode order.Code
	// opens is the opening that an OPG or AUC order takes part in, or of the session of an order for the close.
	opens market.Time

	// parent is nil for an order of its own.
	parent   *outcome
	children []*working
	group    *group

	// noted is the reason told last, with its value.
	noted      order.Code
	notedValue float64

	// earlier and later are its neighbours in the register.
	earlier, later *working
}

// outcome is what remains known of an order after its end.
type outcome struct {
	filled decimal.Decimal
	// order is nil after its end.
	order *working
	// since is the splits since the end, nil for none.
	since *ratio
	// before is what was filled before the order came here, nil for nothing.
	before *decimal.Decimal
}

// ratio is times new shares for by old ones.
type ratio struct{ times, by decimal.Decimal }

func (o *outcome) done() bool { return o.order == nil }

func (o *outcome) fill(quantity decimal.Decimal) {
	if o.filled.IsZero() {
		o.filled = quantity // without arithmetic, as most orders fill once
		return
	}
	o.filled = o.filled.Add(quantity)
}

// released is what the order has filled for its children, in shares of today.
func (o *outcome) released() decimal.Decimal {
	filled := o.filled
	if o.before != nil {
		filled = filled.Add(*o.before)
	}
	if o.since == nil {
		return filled
	}
	return filled.Mul(o.since.times).DivRound(o.since.by, decimals)
}

func (o *outcome) split(times, by decimal.Decimal) {
	if o.since == nil {
		o.since = &ratio{one, one}
	}
	o.since.times, o.since.by = o.since.times.Mul(times), o.since.by.Mul(by)
}

// place is where an order waits.
type place uint8

const (
	nowhere place = iota
	// behindParent waits for the parent's fill.
	behindParent
	// dormant waits for its good-after time.
	dormant
	// instructed ones are no orders but instructions, which the account carries out.
	instructed
	// urgent orders are looked at with every observation: they trade at the first price they meet.
	urgent
	// resting orders lie on a shelf.
	resting
	// watched orders look at each observation too: their price moves with it, or they look at other prices.
	watched
	// closing orders wait for the close of the session.
	closing
)

func (w *working) waits() bool { return w.request.Type.Waits() && !w.triggered }

// isStop reports whether the order waits for a price that is worse for it.
func (w *working) isStop() bool { return w.waits() && !w.request.Type.Touches() }

// waitsAbove reports whether the order waits for prices to rise to it.
func (w *working) waitsAbove() bool { return w.isStop() == (w.request.Side == order.Buy) }

// limited reports whether the order has a worst price to trade at.
func (w *working) limited() bool { return w.limit == w.limit }

// threshold is the price at which an order trades or is triggered.
func (w *working) threshold() float64 {
	if w.waits() {
		return w.stop
	}
	return w.limit
}

func (w *working) thresholdPrice() decimal.Decimal {
	if w.waits() {
		return w.trip
	}
	return w.bound
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
	return w.atOnce() || !w.waits() && !w.limited()
}

// shelf is the shelf of a resting order and its key there.
func (w *working) shelf() (shelf, float64) {
	buy := w.request.Side == order.Buy
	switch {
	case w.isStop() && buy:
		return buyStops, w.stop
	case w.isStop():
		return sellStops, -w.stop
	case buy:
		return buyLimits, -w.threshold()
	}
	return sellLimits, w.threshold()
}

// allowance is the quantity that may trade now: what is open, and no more than the parent has filled and the order,
// with those that share its group, has not traded already.
func (w *working) allowance() decimal.Decimal {
	open := w.open()
	if w.parent == nil {
		return open
	}
	used := w.outcome.released()
	if w.group != nil {
		used = w.group.filled
	}
	return decimal.Min(open, w.parent.released().Sub(used))
}

// open is the quantity that has not filled.
func (w *working) open() decimal.Decimal {
	if w.outcome.filled.IsZero() {
		return w.request.Quantity // without arithmetic, as most orders fill once
	}
	return w.request.Quantity.Sub(w.outcome.filled)
}

// price takes over the request's prices. Those that the venue works out come later: see trail and peg.
func (w *working) price() {
	w.limit, w.stop = math.NaN(), math.NaN()
	if worst, ok := w.request.Worst(); ok && !w.request.Type.Pegs() {
		w.bind(worst)
	}
	if w.request.Type.HasStop() || w.request.Type.Trails() && !w.request.StopPrice.IsZero() {
		w.stopAt(w.request.StopPrice)
	}
}

func (w *working) bind(worst decimal.Decimal) { w.bound, w.limit = worst, worst.InexactFloat64() }

func (w *working) stopAt(price decimal.Decimal) { w.trip, w.stop = price, price.InexactFloat64() }

// reaches reports whether a price of the order's side lets it trade, or triggers its stop.
func (v *Venue) reaches(w *working, s *sight, price float64) bool {
	buy := w.request.Side == order.Buy
	switch {
	case price != price:
		return false
	case w.waits() && w.waitsAbove():
		return price >= w.stop
	case w.waits():
		return price <= w.stop
	case !w.limited():
		return true
	case price == w.limit:
		return v.opts.Limits == Touch || s.offers
	}
	return buy == (price < w.limit)
}
