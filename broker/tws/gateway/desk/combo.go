package desk

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Combos. The desk learns of one from its first order, and the venue from the desk. Its orders move legs: each execution is
// told for the whole, and then for each leg with an id of the same beginning, and only those of the legs are in the books
// and have a commission.

// combo reports an order of a combo.
func (t *Ticket) combo() bool { return t.listing.Legs != nil }

// contract is what an order is for as reports have it: of a combo the symbol and the legs as the client gave them.
func contract(l *floor.Listing, asked *wire.Contract) wire.Contract {
	k := l.On(asked.Exchange)
	if l.Legs == nil {
		return k
	}
	if asked.Symbol != "" {
		k.Symbol = asked.Symbol
	}
	k.ComboLegs = slices.Clone(asked.ComboLegs)
	words := make([]string, len(k.ComboLegs))
	for i, leg := range l.Instrument.Legs {
		words[i] = fmt.Sprintf("%d|%d", k.ComboLegs[i].ConID, leg.Ratio)
	}
	k.ComboLegsDescription = strings.Join(words, ",")
	return k
}

// list makes the venue know a combo, after those that were asked for before it.
func (d *Desk) list(l *floor.Listing) error {
	if l.Legs == nil {
		return nil
	}
	for _, c := range d.market.Combos()[d.combos:] {
		if c.ID() > l.ID() {
			break
		}
		if err := d.venue.Add(c.Instrument, c.Calendar); err != nil {
			return fmt.Errorf("list %s: %w", c.Instrument.Symbol, err)
		}
		d.combos++
	}
	return nil
}

// A part is what an order trades: itself or, of a combo, one leg.
type part struct {
	listing  *floor.Listing
	side     order.Side
	quantity decimal.Decimal
	price    decimal.Decimal
	known    bool
}

// parts are what a quantity of an order trades, at its own price or, of a combo, at what each leg shows to its side.
func (d *Desk) parts(t *Ticket, quantity decimal.Decimal) []part {
	if !t.combo() {
		price, known := d.worth(t)
		return []part{{t.listing, t.Request.Side, quantity, price, known}}
	}
	list := make([]part, len(t.listing.Legs))
	for i, leg := range t.listing.Legs {
		of := &t.listing.Instrument.Legs[i]
		p := part{listing: leg, side: t.Request.Side, quantity: quantity.Mul(of.Units())}
		if of.Ratio < 0 {
			p.side = p.side.Opposite()
		}
		p.price, p.known = d.atTouch(leg, p.side)
		list[i] = p
	}
	return list
}

// signed is the part as a change of position.
func (p *part) signed() decimal.Decimal {
	if p.side == order.Sell {
		return p.quantity.Neg()
	}
	return p.quantity
}

// netPrice is what all legs of a combo are valued at; false when one of them has no price.
func (d *Desk) netPrice(l *floor.Listing, of func(i int) (decimal.Decimal, bool)) (decimal.Decimal, bool) {
	legs, prices := make([]*market.Instrument, len(l.Legs)), make([]decimal.Decimal, len(l.Legs))
	for i, leg := range l.Legs {
		price, known := of(i)
		if !known {
			return decimal.Zero, false
		}
		legs[i], prices[i] = leg.Instrument, price
	}
	return l.Instrument.Net(legs, prices), true
}

// refuseCombo is what IB does not do with combos; the numbers and words are those of its documentation of error codes.
func refuseCombo(t *Ticket) *floor.Refusal {
	if !t.combo() {
		return nil
	}
	r, w := &t.Request, &t.Order
	routed, apart := t.Contract.Exchange == "SMART", apart(w)
	switch {
	case slices.ContainsFunc(t.Contract.ComboLegs, func(l wire.ComboLeg) bool { return l.Price.Valid }):
		return refuse(10058, `Combo per-leg prices are only supported for non-guaranteed smart combos with two legs and the `+
			`"IECOMBOPERLEGPRICE" feature enabled.`)
	case apart && !routed:
		return refuse(10002, "Invalid non-guaranteed legs.")
	case !apart && !t.listing.Whole():
		return refuse(10043, "Missing or invalid NonGuaranteed value. The order cannot be set as guaranteed.")
	case r.GoodAfter > 0:
		return refuse(349, `Generic combo does not support "Good After" attribute.`)
	case !r.MinQuantity.IsZero():
		return refuse(350, "Minimum quantity is not supported for best combo order.")
	case w.OCA.Group != "" && routed:
		return refuse(356, "Smart-combo order does not support OCA group.")
	case w.OCA.Group != "" && w.OCA.Type != wire.ReduceNoBlock:
		return refuse(359, "Combo order only supports reduce on fill without block(OCA).")
	case t.parent != nil && routed:
		return refuse(358, "Smart combo child order not supported.")
	case w.WhatIf && routed:
		return refuse(360, "No whatif check support for smart combo order.")
	}
	return nil
}

// apart reports an order whose legs need not fill together.
func apart(w *wire.Order) bool {
	return slices.ContainsFunc(w.SmartCombo, func(v wire.TagValue) bool { return v.Tag == "NonGuaranteed" && v.Value == "1" })
}

// legExecution makes an execution that of a leg: of the leg's contract, with the number of the whole and a place behind it.
func (t *Ticket) legExecution(e *Execution, whole *Execution, i int) {
	leg := t.listing.Legs[i]
	e.Contract = leg.On(t.Contract.ComboLegs[i].Exchange)
	if e.Contract.Exchange = t.Contract.ComboLegs[i].Exchange; e.Contract.Exchange == "" {
		e.Contract.Exchange = leg.Contract.Exchange
	}
	e.Contract.Exchange = traded(e.Contract, leg)
	e.Of, e.Leg = whole.Number, i+2
}

// total adds the quantity of an execution of a leg to those of the same leg before it. So it does for what an exercise brings.
func (d *Desk) total(e *Execution) {
	quantity, cost := e.Quantity, e.Price.Mul(e.Quantity)
	for _, x := range d.executions {
		if x.PermID == e.PermID && x.Leg == e.Leg && x.Symbol == e.Symbol && x != e {
			quantity, cost = quantity.Add(x.Quantity), cost.Add(x.Price.Mul(x.Quantity))
		}
	}
	e.Cumulative, e.Average = quantity, decimal.Zero
	if quantity.IsPositive() {
		e.Average = cost.DivRound(quantity, 8)
	}
}

// forcedLegs are fills of the legs that come to a net price: what the legs show, and the rest on the first of them.
func (d *Desk) forcedLegs(t *Ticket, quantity, net decimal.Decimal) []*order.Fill {
	parts := d.parts(t, quantity)
	shown, _ := d.netPrice(t.listing, func(i int) (decimal.Decimal, bool) { return parts[i].price, true })
	in, first := t.listing.Instrument, parts[0].listing.Instrument
	weight := decimal.NewFromInt(int64(in.Legs[0].Ratio)).Mul(first.Multiplier)
	parts[0].price = parts[0].price.Add(net.Sub(shown).Mul(in.Multiplier).DivRound(weight, 8))
	fills := make([]*order.Fill, len(parts))
	for i, p := range parts {
		leg := p.listing.Instrument
		fills[i] = &order.Fill{
			Strategy: t.Account, Instrument: leg, Leg: true, Side: p.side, Quantity: p.quantity, Price: p.price, Time: d.now,
			Fee: d.charge(&p), FeeCurrency: leg.Currency, Rule: "script", Tag: t.Order.Ref,
		}
	}
	return fills
}
