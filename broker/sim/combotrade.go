package sim

import (
	"math"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// RuleNet is the net of what the legs show; their own fills say which prices those are.
const RuleNet = "net of the legs"

// step is a price of a leg and what is left at it, in units of the leg.
type step struct {
	price     float64
	left      decimal.Decimal
	unlimited bool
	// level is the place in a book.
	level int
}

// lot is a quantity of combos that trades at one price of each leg.
type lot struct {
	quantity decimal.Decimal
	prices   []decimal.Decimal
	levels   []int
}

// tradeLegs fills an order of a combo from its legs. It takes what they show and slips as orders do that take liquidity, but
// never beyond its limit, however long it has rested.
func (v *Venue) tradeLegs(s *sight, m *meeting, open decimal.Decimal) {
	w := m.order
	steps := make([][]step, len(w.book.whole.legs))
	for k := range steps {
		if steps[k] = v.steps(w, k, m.from); len(steps[k]) == 0 {
			return
		}
	}
	lots := v.lots(w, steps, open)
	total := decimal.Zero
	for i := range lots {
		total = total.Add(lots[i].quantity)
	}
	if !v.suffices(w, total) {
		return
	}
	for i := 0; i < len(lots) && !w.outcome.done(); i++ {
		v.executeLegs(s, m, &lots[i])
	}
}

// steps are the prices that an order can take of a leg, the best first; none where a band forbids the first.
func (v *Venue) steps(w *working, k int, from spot) []step {
	l := &w.book.whole.legs[k]
	under, side := &v.books[l.id], l.side(w.request.Side)
	seen := &under.part.sight
	var list []step
	switch {
	case seen.bar:
		list = []step{{price: from.on(seen.side(side)), unlimited: true}}
		if v.opts.Participation > 0 {
			if !seen.supply.known {
				seen.supply = v.share(under, seen)
			}
			list[0].left, list[0].unlimited = seen.supply.left, seen.supply.unlimited
		}
	case under.displayed != nil:
		shown := &under.displayed[side]
		for i := range shown.count {
			if left := shown.left(under.in, i); left.IsPositive() {
				list = append(list, step{price: shown.levels[i].Price, left: left, level: i})
			}
		}
	default:
		offer := &under.offers[side]
		list = []step{{price: offer.price, unlimited: true}}
		if v.opts.Participation > 0 && offer.size != 0 {
			list[0].left, list[0].unlimited = under.in.RoundSize(quantity(offer.size)).Sub(offer.taken), false
		}
	}
	for i := range list {
		if bound, ok := v.inBand(under, seen, side, list[i].price); !ok {
			if i == 0 {
				reason := lack(order.BeyondBand, l, "is beyond its band, which ends at "+written(bound).String())
				v.noteLack(w, &reason)
			}
			return list[:i]
		}
	}
	return list
}

// lots divides what can be had of a quantity by the prices of the legs. One execution takes each leg at one price; what is
// left of a price and is less than the leg's ratio stays.
func (v *Venue) lots(w *working, steps [][]step, open decimal.Decimal) []lot {
	in, legs := w.book.in, w.book.whole.legs
	at := make([]int, len(legs))
	var lots []lot
	for open.IsPositive() {
		take := open
		for k := range legs {
			for at[k] < len(steps[k]) && !steps[k][at[k]].combos(in, &legs[k]).IsPositive() {
				at[k]++
			}
			if at[k] == len(steps[k]) {
				return lots
			}
			if s := &steps[k][at[k]]; !s.unlimited {
				take = decimal.Min(take, s.combos(in, &legs[k]))
			}
		}
		l := lot{quantity: take, prices: make([]decimal.Decimal, len(legs)), levels: make([]int, len(legs))}
		for k := range legs {
			s := &steps[k][at[k]]
			l.prices[k], l.levels[k] = written(s.price), s.level
			s.left = s.left.Sub(take.Mul(legs[k].Units()))
		}
		if w.room(v.netOf(w.book, l.prices)).IsNegative() {
			return lots
		}
		lots, open = append(lots, l), open.Sub(take)
	}
	return lots
}

// combos is how many combos a step of a leg is enough for; of an unlimited one it is 1.
func (s *step) combos(in *market.Instrument, l *leg) decimal.Decimal {
	if s.unlimited {
		return one
	}
	return in.RoundSize(s.left.DivRound(l.Units(), decimals))
}

// netOf is the net of prices of the legs.
func (v *Venue) netOf(b *book, prices []decimal.Decimal) decimal.Decimal {
	parts := make([]*market.Instrument, len(b.whole.legs))
	for k := range parts {
		parts[k] = v.books[b.whole.legs[k].id].in
	}
	return b.in.Net(parts, prices)
}

// room is how much worse than a net an order may trade; below 0 it must not trade there.
func (w *working) room(net decimal.Decimal) decimal.Decimal {
	switch {
	case !w.limited():
		return decimal.New(math.MaxInt64, 0)
	case w.request.Side == order.Buy:
		return w.bound.Sub(net)
	}
	return net.Sub(w.bound)
}

// executeLegs fills a lot: the legs first, then the combo as a whole.
func (v *Venue) executeLegs(s *sight, m *meeting, l *lot) {
	w := m.order
	id := v.execID(w)
	at := s.end
	if s.bar && m.from == theOpen {
		at = s.start
	}
	legs := w.book.whole.legs
	fills := make([]order.Fill, len(legs))
	for k := range legs {
		in := v.books[legs[k].id].in
		fills[k] = order.Fill{
			ExecID: id + "-" + strconv.Itoa(k+1), Order: w.id, Strategy: w.strategy, Instrument: in, Leg: true,
			Side: legs[k].side(w.request.Side), Quantity: l.quantity.Mul(legs[k].Units()), Price: l.prices[k],
			Time: at, FeeCurrency: in.Currency, Rule: legRule(s, legs[k].side(w.request.Side), m.from), Tag: w.request.Tag,
		}
	}
	v.slipLegs(w, l, fills)
	v.chargeLegs(s, w, fills)
	if v.opts.Funds != nil && !v.paysAll(w, fills) {
		return
	}
	for k := range legs {
		v.take(&v.books[legs[k].id], l.levels[k], &fills[k])
		v.sink(order.WasFilled{Header: v.header(w), Fill: &fills[k]})
	}
	whole := v.newFill()
	*whole = order.Fill{
		ExecID: id, Order: w.id, Strategy: w.strategy, Instrument: w.book.in, Side: w.request.Side, Quantity: l.quantity,
		Price: v.netOf(w.book, l.prices), Time: at, FeeCurrency: w.book.in.Currency, Rule: RuleNet, Tag: w.request.Tag,
	}
	v.filled(s, w, whole, m.next)
}

// legRule names the price of a leg.
func legRule(s *sight, side order.Side, from spot) string {
	switch {
	case s.bar && from == theOpen:
		return RuleOpen
	case s.bar:
		return RuleClose
	case side == order.Buy:
		return RuleAsk
	}
	return RuleBid
}

// slipLegs moves the prices of the legs against their sides. The net stays within the order's limit: a leg slips by no more
// whole increments than that leaves.
func (v *Venue) slipLegs(w *working, l *lot, fills []order.Fill) {
	if v.opts.Slippage == nil {
		return
	}
	room := w.room(v.netOf(w.book, l.prices))
	for k := range fills {
		f, leg := &fills[k], &w.book.whole.legs[k]
		under := &v.books[leg.id]
		by := decimal.Max(decimal.Zero, v.opts.Slippage.Amount(f, under.conditions(&under.part.sight)))
		share := leg.Units().Mul(f.Instrument.Multiplier)
		if most := room.Mul(w.book.in.Multiplier).DivRound(share, decimals); by.GreaterThan(most) {
			by = market.UniformGrid(f.Instrument.Grid.Increment(f.Price)).Round(most, market.Down)
		}
		if f.Side == order.Sell {
			if least := f.Instrument.Grid[0].Increment; !under.belowZero && f.Price.Sub(by).LessThan(least) {
				by = decimal.Max(decimal.Zero, f.Price.Sub(least))
			}
			f.Price = f.Price.Sub(by)
		} else {
			f.Price = f.Price.Add(by)
		}
		room = room.Sub(by.Mul(share).DivRound(w.book.in.Multiplier, decimals))
		l.prices[k] = f.Price
	}
}

// chargeLegs is the fee of each leg by its own schedule, with minimums and maximums of its own; the combo costs nothing
// beside them.
func (v *Venue) chargeLegs(s *sight, w *working, fills []order.Fill) {
	if s.session != nil && s.session.Date != w.charged {
		w.tallies, w.charged = nil, s.session.Date
	}
	if w.tallies == nil {
		w.tallies = make([]fee.Tally, len(fills))
	}
	for k := range fills {
		f := &fills[k]
		if model := v.books[f.Instrument.ID].fees; model != nil {
			f.Fee = model.Charge(&w.tallies[k], f)
			w.tallies[k].Add(f)
		}
	}
}

// take counts what a leg has given.
func (v *Venue) take(under *book, level int, f *order.Fill) {
	switch seen := &under.part.sight; {
	case seen.bar:
		seen.supply.take(f.Quantity)
	case under.displayed != nil:
		under.displayed[f.Side].taken[level] = under.displayed[f.Side].taken[level].Add(f.Quantity)
	default:
		under.offers[f.Side].taken = under.offers[f.Side].taken.Add(f.Quantity)
	}
}

// endCombos cancels the working orders of an instrument's combos.
func (v *Venue) endCombos(b *book, reason order.Reason) {
	if b.part == nil {
		return
	}
	b.part.sight = sight{}
	for _, id := range b.part.combos {
		for _, w := range v.inOrder(&v.books[id]) {
			if !w.outcome.done() {
				v.noteNearest(w)
				v.endCombo(w, reason)
			}
		}
	}
}

func (v *Venue) endCombo(w *working, reason order.Reason) {
	v.end(w)
	v.sink(order.WasCancelled{Header: v.header(w), Reason: reason})
	v.endChildren(w)
}
