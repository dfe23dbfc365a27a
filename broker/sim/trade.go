package sim

import (
	"math"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// The rules by which a fill got its price, as Fill.Rule tells them.
const (
	RuleOpen  = "open of the bar"
	RuleClose = "close of the bar"
	RuleLimit = "limit"
	RuleStop  = "stop"
	// RuleTouch is the price that the order waited for, and that was better for it.
	RuleTouch = "touched"
	// RuleDiscretion is a limit with the discretionary amount.
	RuleDiscretion = "limit and discretion"
	// RulePeg is a limit that the venue set from the quote.
	RulePeg = "pegged"
	// RuleOpening is the official opening price of the session.
	RuleOpening = "opening price"
	// RuleClosing is the closing price of the session.
	RuleClosing = "closing price"
	// RulePath is the price that the bar's path had reached when the order came to life.
	RulePath  = "path of the bar"
	RuleAsk   = "ask"
	RuleBid   = "bid"
	RuleTrade = "trade"
)

// trade fills an order where it met the path.
//
//   - Market orders and triggered stops take the price that is there: the open, the close, the ask or bid,
//     the last trade; and slip.
//   - Limit orders that the path came to trade at their limit. Those that could trade at the first price
//     they met take that better price and slip, never beyond the limit: a limit order trades at its
//     price or better (the same bulletin, see trigger).
//   - On quotes and trades, a limit order that has rested for one of them trades at its limit even if the
//     next one jumps over it: it was there before.
//
// Everything open trades, unless liquidity is limited.
func (v *Venue) trade(s *sight, m *meeting) {
	w := m.order
	limited := w.limited()
	passive := limited && (m.threshold || !s.bar && !w.fresh && !w.request.Type.Pegs() && !s.atClose && !m.opening)
	quantity := w.allowance()
	if !quantity.IsPositive() || !v.within(w, s, m.at) {
		return
	}
	if w.book.whole != nil {
		v.tradeLegs(s, m, quantity)
		return
	}
	if s.deep {
		v.walk(s, m, quantity, passive)
		return
	}
	if s.queued {
		quantity = s.turnOf(w, quantity)
	}
	var supply *supply
	if v.opts.Participation > 0 {
		supply = v.supply(w, s)
		quantity = w.displayed(supply.limit(quantity), m, passive, supply)
	}
	if !v.suffices(w, quantity) {
		return
	}
	if supply != nil {
		supply.take(quantity)
	}
	if s.queued && !math.IsInf(w.turn.free, 1) {
		s.given = s.given.Add(quantity)
	}
	v.execute(s, m, quantity, passive)
	if supply != nil && passive {
		v.meetReserve(w, m)
	}
}

// execute fills a quantity at the price of a meeting.
func (v *Venue) execute(s *sight, m *meeting, quantity decimal.Decimal, passive bool) {
	w := m.order
	id := v.execID(w)
	f := v.newFill()
	*f = order.Fill{
		ExecID:   id,
		Order:    order.ID(id[:len(w.id)]), // in the same memory
		Strategy: w.strategy, Instrument: w.book.in,
		Side: w.request.Side, Quantity: quantity,
		Time: s.end, Maker: passive, FeeCurrency: w.book.in.Currency, Tag: w.request.Tag,
	}
	switch {
	case passive:
		f.Price, f.Rule = w.bound, w.limitRule()
	case w.triggered && !w.limited() && m.threshold:
		f.Price, f.Rule = w.trip, w.tripRule()
	default:
		f.Price, f.Rule = w.book.written(m.at), rule(s, w, m.from)
		if m.opening {
			f.Rule = RuleOpening
		}
	}
	if m.from == theOpen && !m.threshold {
		f.Time = s.start // inside a bar the moment is not known: it is over at the end
	}
	if !passive {
		v.slip(s, w, f)
	}
	if w.book.fees != nil {
		v.charge(s, w, f)
	}
	if v.opts.Funds != nil && !v.pays(w, f) {
		return
	}
	v.filled(s, w, f, m.next)
}

// execID names the next fill of an order: its id and a number.
func (v *Venue) execID(w *working) string {
	w.fills++
	var text [64]byte
	return v.text.String(strconv.AppendInt(append(append(text[:0], w.id...), '.'), int64(w.fills), 10))
}

// newFill is memory for a fill, which those who are told of it keep; it is taken for several at once.
func (v *Venue) newFill() *order.Fill {
	if len(v.fills) == 0 {
		v.fills = make([]order.Fill, 30)
	}
	f := &v.fills[0]
	v.fills = v.fills[1:]
	return f
}

// charge is the fee of a fill. A new session makes a new order of what is left of one, as to its minimum and maximum.
// (IBKR, "Commissions", notes: orders that persist overnight are considered new orders for the minimums.)
func (v *Venue) charge(s *sight, w *working, f *order.Fill) {
	if s.session != nil && s.session.Date != w.charged {
		w.tally, w.charged = fee.Tally{}, s.session.Date
	}
	f.Fee = w.book.fees.Charge(&w.tally, f)
	w.tally.Add(f)
}

// rule names the price of an order that did not trade at its own.
func rule(s *sight, w *working, from spot) string {
	switch {
	case s.atClose:
		return RuleClosing
	case s.bar && from == theOpen:
		return RuleOpen
	case s.bar && from.leg == lastLeg:
		return RuleClose
	case s.bar && w.triggered:
		return w.tripRule()
	case s.bar:
		return RulePath
	case !s.offers:
		return RuleTrade
	case w.request.Side == order.Buy:
		return RuleAsk
	}
	return RuleBid
}

// keepAsLimit makes the rest of a market-to-limit order a limit order at the price of what has filled.
func (v *Venue) keepAsLimit(w *working, price decimal.Decimal) {
	w.book.take(w)
	limit := w.book.in.Grid.Round(price, market.Nearest)
	change := order.Change{LimitPrice: &limit}
	w.request = change.Apply(w.request)
	w.bind(limit)
	w.book.place(w)
	v.sink(order.WasModified{Header: v.header(w), Change: change})
}

func (w *working) limitRule() string {
	switch {
	case w.request.Type.Pegs():
		return RulePeg
	case !w.request.Discretion.IsZero():
		return RuleDiscretion
	}
	return RuleLimit
}

func (w *working) tripRule() string {
	if w.request.Type.Touches() {
		return RuleTouch
	}
	return RuleStop
}

// suffices reports whether the order may trade a quantity: all-or-none and FOK orders want all that is open, and
// the first fill must reach the minimum.
func (v *Venue) suffices(w *working, quantity decimal.Decimal) bool {
	r := &w.request
	if !quantity.IsPositive() {
		v.note(w, order.VolumeTaken, math.NaN())
		return false
	}
	whole := r.AllOrNone || r.TimeInForce == order.FOK
	if whole && quantity.LessThan(w.open()) || w.fills == 0 && quantity.LessThan(r.MinQuantity) {
		v.note(w, order.TooLittle, math.NaN())
		return false
	}
	return true
}

// filled books a fill and does what follows from it, in this order: the other orders of the group end,
// children come to life, and children that can trade no more end.
func (v *Venue) filled(s *sight, w *working, f *order.Fill, next spot) {
	open, quantity, price := w.open(), f.Quantity, f.Price
	w.outcome.fill(quantity)
	complete := w.outcome.filled.GreaterThanOrEqual(w.request.Quantity)
	if complete {
		v.end(w)
	}
	v.sink(order.WasFilled{Header: v.header(w), Fill: f})
	v.settleGroup(w, quantity, open)
	v.wake(s, w, next)
	if complete {
		v.endChildren(w)
		return
	}
	if w.request.Type == order.MarketToLimit && !w.limited() && !w.atOnce() {
		v.keepAsLimit(w, price)
	}
	v.endChild(w)
}
