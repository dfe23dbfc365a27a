package sim

import (
	"math"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Submit takes an order to the venue. An id that was sent before is ignored: the first order stands. o.Quantity is what
// is to be filled here; what o.Filled says was filled before, elsewhere, counts for its children and, of a child, against
// what its parent has filled.
func (v *Venue) Submit(o *order.Order) {
	if v.orders.repeats(o.ID) || len(v.flying) > 0 && v.flying[o.ID] {
		return
	}
	v.sink(order.WasSubmitted{Header: order.Header{Order: o.ID, Time: v.now}})
	if v.opts.Latency.Submit != nil || len(v.flights) > 0 {
		sent := *o
		if v.launch(v.opts.Latency.Submit, flight{sent: &sent}) {
			v.flying[o.ID] = true
			return
		}
	}
	v.receive(o, nil)
}

// receive answers an order that has arrived, after splits of its instrument.
func (v *Venue) receive(o *order.Order, splits []ratio) {
	head := order.Header{Order: o.ID, Time: v.now}
	if reason := v.refuse(o); reason != nil {
		v.orders.refused(o.ID)
		v.sink(order.WasRejected{Header: head, Reason: *reason})
		return
	}
	w := v.accept(o)
	v.sink(order.WasAccepted{Header: head, BrokerID: v.brokerID(w.number)})
	if w.group != nil && w.group.left.LessThan(one) && !w.group.used {
		v.reduce(w, w.group.left, one)
	}
	for _, r := range splits {
		switch {
		case w.outcome.done():
		case w.book.whole != nil:
			v.endCombo(w, splitOf("a split of a leg"))
		default:
			v.reword(w, r)
		}
	}
	switch {
	case w.outcome.done():
	case w.group != nil && w.group.used:
		v.cancel(w, order.CancelledByOCA)
	case w.parent != nil && w.parent.done() && !w.parent.released().IsPositive():
		v.cancel(w, order.ParentEnded)
	case w.place == behindParent:
		v.note(w, order.WaitingForParent, math.NaN())
	case v.sleeps(w):
	case w.request.Type.Instructs():
		v.instruct(w)
	default:
		v.begin(w)
	}
}

// Recall tells of an order that ended before it could come here, and of what it had filled: children of it that follow are
// bound by that. A known id is left alone.
func (v *Venue) Recall(id order.ID, filled decimal.Decimal) {
	if v.orders.repeats(id) || v.flying[id] {
		return
	}
	v.orders.refused(id)
	v.orders.find(id).filled = filled
}

// brokerID is the venue's own name of an order.
func (v *Venue) brokerID(number uint64) string {
	var text [21]byte
	return v.text.String(strconv.AppendUint(append(text[:0], 'S'), number, 10))
}

func (v *Venue) knows(id order.ID) bool {
	return v.orders.find(id) != nil || len(v.flying) > 0 && v.flying[id]
}

// refuse is what makes an order impossible here, or nil.
func (v *Venue) refuse(o *order.Order) *order.Reason {
	in := o.Instrument
	if in == nil || uint(in.ID) >= uint(len(v.books)) || v.books[in.ID].in != in {
		return &order.Reason{Code: order.UnknownInstrument, Detail: "the venue does not list " + o.Symbol}
	}
	if reason := o.Check(in, v.now); reason != nil {
		return reason
	}
	b := &v.books[in.ID]
	if past := v.past(b); past != nil {
		return &order.Reason{Code: order.InstrumentEnded, Detail: past.Symbol + " trades no more"}
	}
	if b.whole != nil {
		v.refresh(b)
	}
	once := o.TimeInForce == order.IOC || o.TimeInForce == order.FOK
	switch {
	case once && o.Type.Waits():
		return &order.Reason{Code: order.Unsupported, Detail: "a " + o.Type.String() + " order waits for its price, so it cannot be " + o.TimeInForce.String()}
	case o.TimeInForce >= order.OPG && o.Parent != "":
		return &order.Reason{Code: order.Unsupported, Detail: "a child waits for its parent, so it cannot be sure of the opening"}
	case o.Parent != "" && !v.knows(o.Parent):
		return &order.Reason{Code: order.UnknownOrder, Detail: "parent " + string(o.Parent) + " is not known: send the parent first"}
	case o.Type.AtClose():
		if reason := v.refuseClose(b); reason != nil {
			return reason
		}
	}
	if v.opts.Rejects > 0 && v.chance.Float64() < v.opts.Rejects {
		return &order.Reason{Code: order.RejectedByVenue, Detail: "refused at random, as sim.rejects asks for"}
	}
	if v.opts.Funds != nil && !o.Type.Instructs() {
		return v.unfunded(o)
	}
	return nil
}

// accept takes over what the venue needs of an order.
func (v *Venue) accept(o *order.Order) *working {
	v.accepted++
	w := v.blank()
	*w = working{
		number: v.accepted, id: o.ID, strategy: o.Strategy, request: o.Request,
		book: &v.books[o.Instrument.ID], since: max(v.now, o.GoodAfter),
	}
	w.price()
	v.orders.add(w)
	if o.Filled.IsPositive() {
		before := o.Filled
		w.outcome.before = &before
	}
	v.enlist(w)
	v.bound(w)
	if o.Parent != "" {
		v.adopt(w)
	}
	return w
}

// adopt makes an order the child of its parent. One that is still on its way to the venue cannot hold it back.
func (v *Venue) adopt(child *working) {
	child.parent = v.orders.find(child.request.Parent)
	if child.parent == nil || child.parent.done() {
		return
	}
	parent := child.parent.order
	parent.children = append(parent.children, child)
	if !child.parent.released().IsPositive() {
		child.place = behindParent
	}
}

// sleeps reports whether the order has to wait for its good-after time, and lets it.
func (v *Venue) sleeps(w *working) bool {
	if w.request.GoodAfter <= v.now {
		return false
	}
	if w.place != dormant {
		w.place = dormant
		v.ends.add(alarm{at: w.request.GoodAfter, order: w, wakes: true})
	}
	v.note(w, order.WaitingForTime, math.NaN())
	return true
}

// begin puts an order to work and tells it what it waits for, if it does.
func (v *Venue) begin(w *working) {
	w.start()
	v.enter(w)
	v.meetLast(w)
	if w.outcome.done() || w.noted != order.NoReason {
		return
	}
	v.await(w)
}

// await tells an order that has just come to work what it waits for. What has to trade at once does not wait for a
// market to open.
func (v *Venue) await(w *working) {
	code := order.WaitingForData
	switch {
	case w.request.TimeInForce >= order.OPG:
		code = order.WaitingForOpen
	case w.request.Type.AtClose():
		code = order.WaitingForClose
	case !open(w.book.hours.at(v.now).phase, w.request.OutsideRTH):
		code = order.MarketClosed
	}
	if code == order.MarketClosed && w.atOnce() {
		v.cancel(w, order.NotFilledAtOnce)
		return
	}
	v.note(w, code, math.NaN())
}

func (v *Venue) enter(w *working) {
	v.age++
	w.age = v.age
	w.book.add(w, v.now)
}

// meetLast shows a new order the price of its own moment under ThisClose.
func (v *Venue) meetLast(w *working) {
	b, last := w.book, &w.book.last
	if v.opts.Timing != ThisClose || last.at != v.now || w.request.TimeInForce >= order.OPG || w.place == closing {
		return
	}
	if len(b.halts) > 0 && b.halted(v.now) {
		return
	}
	s := sight{
		start: last.at, end: last.at, bar: last.bar, offers: last.offers, number: b.count,
		ask: flat(last.ask), bid: flat(last.bid), deep: b.displayed != nil && !last.bar,
	}
	s.session, s.phase = b.observed.Seek(last.at)
	if b.whole != nil {
		s.phase = v.closest(b, s.end, s.phase)
	}
	if open(s.phase, w.request.OutsideRTH) {
		w.tried = true
		v.join(w, &s, theClose)
		v.play(b, &s)
	}
}

// bound sets when the order's time is over. An order that waits for a time has the day of that time.
func (v *Venue) bound(w *working) {
	from := max(v.now, w.request.GoodAfter)
	switch w.request.TimeInForce {
	case order.GTC:
		w.ends = market.Never
		return
	case order.GTD:
		w.ends, w.endCode = w.request.GoodTill, order.GoodTillReached
	case order.OPG, order.AUC:
		session := w.book.hours.next(from)
		w.opens, w.ends, w.endCode = session.Open, session.Close, order.OpeningMissed
		if w.request.TimeInForce == order.AUC {
			w.endCode = order.SessionEnded
		}
	default:
		today := w.book.hours.at(from)
		w.ends, w.endCode = today.regularEnd, order.SessionEnded
		switch {
		case w.request.Type.AtClose():
			w.opens, w.endCode = today.regularOpen, order.ClosingMissed
		case w.request.OutsideRTH:
			w.ends = today.extendedEnd
		}
		if w.atOnce() {
			w.endCode = order.NotFilledAtOnce
		}
	}
	if w.ends != market.Never {
		v.ends.add(alarm{at: w.ends, order: w})
	}
}
