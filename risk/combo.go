package risk

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// wholeRule is a rule that looks at the order of a combo as one. The other rules are asked for each of its legs.
type wholeRule interface {
	wholly(s *Snapshot, o *order.Order) *order.Reason
}

func (r *orderRate) wholly(s *Snapshot, o *order.Order) *order.Reason { return r.Check(s, o) }
func (r openOrders) wholly(s *Snapshot, o *order.Order) *order.Reason { return r.Check(s, o) }

// wholly refuses a combo that is listed itself, or of which a leg is.
func (r restricted) wholly(s *Snapshot, o *order.Order) *order.Reason {
	for _, part := range s.Parts(o.Instrument) {
		leg := order.Order{Instrument: part}
		if reason := r.Check(s, &leg); reason != nil {
			return reason
		}
	}
	return r.Check(s, o)
}

// wholly bounds the limit of a combo as if each of its legs had a limit at its own bound: the distance from the net of the
// last prices is the sum of theirs.
func (r collar) wholly(s *Snapshot, o *order.Order) *order.Reason {
	var net, percent, ticks exact.Number
	for i, part := range s.Parts(o.Instrument) {
		price, known := s.Account.Price(part.ID)
		if !known {
			return unpriced(part)
		}
		leg := o.Instrument.Legs[i]
		unit := exact.Int(int64(leg.Ratio)).Mul(exact.Of(part.Multiplier))
		net = net.Add(unit.Mul(price))
		if r.percent != nil {
			percent = percent.Add(unit.Mul(price).Abs().Mul(exact.Of(*r.percent)).Mul(hundredth))
		}
		if r.ticks != nil {
			ticks = ticks.Add(unit.Abs().Mul(exact.Of(part.Grid.Increment(price.Decimal()))).Mul(exact.Int(int64(*r.ticks))))
		}
	}
	if !o.Type.HasLimit() {
		return nil
	}
	multiplier := exact.Of(o.Instrument.Multiplier)
	from := net.DivRound(multiplier, decimals)
	if r.percent != nil {
		if reason := r.within(o, from, percent.DivRound(multiplier, decimals)); reason != nil {
			return reason
		}
	}
	if r.ticks != nil {
		return r.within(o, from, ticks.DivRound(multiplier, decimals))
	}
	return nil
}

// decimals are those of a net price that does not end.
const decimals = 10

// reviewCombo asks the rules for an order of a combo: those that count orders, and the collar, for the order as one, all
// others for each leg as if it were a market order of its own, beside those before it.
func (g *Gate) reviewCombo(s *Snapshot, o *order.Order) (Approved, *order.Reason) {
	if s.Parts == nil {
		return Approved{}, &order.Reason{Code: order.Unsupported, Detail: "the legs of " + o.Instrument.Symbol + " are not known, so that it cannot be measured"}
	}
	common := []*book{g.strategies[o.Strategy], g.account, g.own}
	counting := common
	parents := map[order.ID]*order.Order{}
	t := s.beside(o, parents)
	for k, part := range s.Parts(o.Instrument) {
		own := g.instruments[part.Symbol]
		counting = append(counting, own)
		leg := legOf(o, k, part)
		if parent := s.parentOf(o); parent != nil {
			leg.Parent += order.ID("/" + strconv.Itoa(k+1))
			own := legOf(parent, k, part)
			parents[leg.Parent] = &own
		}
		for _, b := range append([]*book{own}, common...) {
			if reason := b.checkLeg(t, &leg); reason != nil {
				return Approved{}, reason
			}
		}
		leg.ID += order.ID("/" + strconv.Itoa(k+1)) // it works beside the legs that follow
		t.Working = append(t.Working, &leg)
	}
	for _, b := range counting {
		if reason := b.checkWhole(s, o); reason != nil {
			return Approved{}, reason
		}
	}
	for _, b := range counting {
		b.record(s.Now)
	}
	return Approved{o}, nil
}

// beside is a snapshot in which the legs of a combo under review can be added to what works, and finds their parents.
func (s *Snapshot) beside(o *order.Order, parents map[order.ID]*order.Order) *Snapshot {
	t := &Snapshot{Now: s.Now, Account: s.Account, BuyingPower: s.BuyingPower, Margin: s.Margin, Parts: s.Parts}
	if s.Find != nil {
		t.Find = func(id order.ID) *order.Order {
			if parent := parents[id]; parent != nil {
				return parent
			}
			return s.Find(id)
		}
	}
	for _, w := range s.Working {
		if w.ID != o.ID {
			t.Working = append(t.Working, w)
		}
	}
	return t
}

// legOf is the k-th leg of a combo's order as an order of its own.
func legOf(o *order.Order, k int, part *market.Instrument) order.Order {
	leg, units := *o, o.Instrument.Legs[k].Units()
	leg.Instrument, leg.Symbol, leg.Type, leg.LimitPrice = part, part.Symbol, order.Market, decimal.Zero
	leg.Quantity, leg.Filled = o.Quantity.Mul(units), o.Filled.Mul(units)
	if o.Instrument.Legs[k].Ratio < 0 {
		leg.Side = o.Side.Opposite()
	}
	return leg
}

// parentOf is the parent of an order when it is of the same combo, so that the parents of its legs are the same legs of it.
func (s *Snapshot) parentOf(o *order.Order) *order.Order {
	if o.Parent == "" || s.Find == nil {
		return nil
	}
	if parent := s.Find(o.Parent); parent != nil && parent.Instrument == o.Instrument {
		return parent
	}
	return nil
}

// eachLeg yields the legs of a working combo, with what may trade of them.
func (s *Snapshot) eachLeg(w *order.Order, each func(leg *order.Order, quantity exact.Number)) {
	active := s.active(w)
	for k, part := range s.Parts(w.Instrument) {
		leg := legOf(w, k, part)
		each(&leg, active.Mul(exact.Of(w.Instrument.Legs[k].Units())))
	}
}

// legsTowards adds the legs of working combos that are in the instrument of an order.
func (s *Snapshot) legsTowards(r *reach, o *order.Order, c scope) {
	for _, w := range s.Working {
		if w.Instrument == nil || w.Instrument.Kind != market.Combo || w.ID == o.ID || w.State.Done() || !c.covers(w, o) {
			continue
		}
		s.eachLeg(w, func(leg *order.Order, quantity exact.Number) {
			if leg.Instrument == o.Instrument {
				s.tally.add(r, leg, quantity)
			}
		})
	}
}

func (b *book) checkLeg(s *Snapshot, leg *order.Order) *order.Reason {
	return b.ask(func(rule Rule) *order.Reason {
		if _, whole := rule.(wholeRule); whole {
			return nil
		}
		return rule.Check(s, leg)
	})
}

func (b *book) checkWhole(s *Snapshot, o *order.Order) *order.Reason {
	return b.ask(func(rule Rule) *order.Reason {
		if whole, ok := rule.(wholeRule); ok {
			return whole.wholly(s, o)
		}
		return nil
	})
}

// ask is the first refusal of the book's rules, with its owner.
func (b *book) ask(of func(Rule) *order.Reason) *order.Reason {
	if b == nil {
		return nil
	}
	for _, rule := range b.rules {
		if reason := of(rule); reason != nil {
			reason.Detail = b.owner + ": " + reason.Detail
			return reason
		}
	}
	return nil
}
