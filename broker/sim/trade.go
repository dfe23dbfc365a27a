package sim

import (
	"strconv"

	"github.com/tidemark/tidemark/order"
)

// The rules by which a fill got its price, as Fill.Rule tells them.
const (
	RuleOpen  = "open of the bar"
	RuleClose = "close of the bar"
	RuleLimit = "limit"
	RuleStop  = "stop"
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
// Everything open trades: liquidity is not limited.
func (v *Venue) trade(s *sight, m *meeting) {
	w := m.order
	quantity := w.allowance()
	if !quantity.IsPositive() {
		return
	}
	stopped := w.triggered && w.request.Type == order.Stop
	limited := w.request.Type.HasLimit()
	passive := limited && (m.threshold || !s.bar && !w.fresh)
	w.fills++
	f := order.Fill{
		ExecID: string(w.id) + "." + strconv.Itoa(w.fills),
		Order:  w.id, Strategy: w.strategy, Instrument: w.book.in,
		Side: w.request.Side, Quantity: quantity,
		Time: s.end, FeeCurrency: w.book.in.Currency, Tag: w.request.Tag,
	}
	switch {
	case passive:
		f.Price, f.Rule = w.request.LimitPrice, RuleLimit
	case stopped && m.threshold:
		f.Price, f.Rule = w.request.StopPrice, RuleStop
	default:
		f.Price, f.Rule = exact(m.at), rule(s, w, m.from)
	}
	if m.from == theOpen && !m.threshold {
		f.Time = s.start // inside a bar the moment is not known: it is over at the end
	}
	if !passive {
		v.slip(w, &f)
	}
	if w.book.fees != nil {
		f.Fee = w.book.fees.Charge(&w.tally, &f)
		w.tally.Add(&f)
	}
	v.filled(s, w, &f, m.next)
}

// rule names the price of an order that did not trade at its own.
func rule(s *sight, w *working, from spot) string {
	switch {
	case s.bar && from == theOpen:
		return RuleOpen
	case s.bar && from.leg == lastLeg:
		return RuleClose
	case s.bar && w.triggered:
		return RuleStop
	case s.bar:
		return RulePath
	case !s.offers:
		return RuleTrade
	case w.request.Side == order.Buy:
		return RuleAsk
	}
	return RuleBid
}

// filled books a fill and does what follows from it, in this order: the other orders of the group end,
// children come to life, and children that can trade no more end.
func (v *Venue) filled(s *sight, w *working, f *order.Fill, next spot) {
	w.outcome.filled = w.outcome.filled.Add(f.Quantity)
	complete := w.outcome.filled.GreaterThanOrEqual(w.request.Quantity)
	if complete {
		v.end(w)
	}
	v.sink(order.WasFilled{Header: v.header(w), Fill: *f})
	v.cancelGroup(w)
	v.wake(s, w, next)
	if complete {
		v.endChildren(w)
	} else if w.parent != nil && w.parent.done && !w.allowance().IsPositive() {
		v.cancel(w, order.ParentEnded)
	}
}
