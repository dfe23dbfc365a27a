package sim

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Funds is the account that pays for what trades at the venue.
type Funds interface {
	// Review is why the account cannot carry an order, or a working one as it is to be changed, beside the others that
	// work, in the order in which they were accepted; nil when it can. The list is used again: copy what is kept.
	Review(p *Prospect, others []Prospect) *order.Reason
	// Pay takes the money and the position of a fill; for what it refuses, the fill does not happen and the order ends.
	Pay(f *order.Fill) *order.Reason
	// PayAll is Pay for the legs of a combo, all of them or none.
	PayAll(legs []order.Fill) *order.Reason
}

// Prospect is what an order may still trade.
type Prospect struct {
	// At is the venue's clock.
	At         market.Time
	Order      order.ID
	Strategy   string
	Instrument *market.Instrument
	Side       order.Side
	// Open is the quantity, and Price what it would trade at; Known is false when there is no price yet.
	Open, Price decimal.Decimal
	Known       bool
	OCA         string
	// Exit is an order that waits for a parent and trades no more than that has filled, against it.
	Exit bool
	// Legs are those of a combo, each as if it were an order of its own at its side of its market; nil for all else.
	Legs []Prospect
}

// Signed is the change of position: the open quantity, negative when sold.
func (p *Prospect) Signed() decimal.Decimal {
	if p.Side == order.Sell {
		return p.Open.Neg()
	}
	return p.Open
}

// unfunded is why the account cannot carry an order.
func (v *Venue) unfunded(o *order.Order) *order.Reason {
	p := v.prospect(&v.books[o.Instrument.ID], o.ID, o.Strategy, &o.Request, o.Quantity)
	return v.opts.Funds.Review(&p, v.others(o.ID))
}

// unfundedChange is why the account cannot carry a working order as it is to be.
func (v *Venue) unfundedChange(w *working, changed *order.Request) *order.Reason {
	p := v.prospect(w.book, w.id, w.strategy, changed, changed.Quantity.Sub(w.outcome.filled))
	return v.opts.Funds.Review(&p, v.others(w.id))
}

// others are the orders that work beside one, in the order in which they were accepted.
func (v *Venue) others(than order.ID) []Prospect {
	prospects := v.prospects[:0]
	for w := range v.orders.all() {
		if w.id == than || w.place == instructed {
			continue
		}
		prospects = append(prospects, v.prospect(w.book, w.id, w.strategy, &w.request, w.open()))
	}
	v.prospects = prospects
	return prospects
}

// exits reports a child that trades against its parent. What an ended parent was is not known any more; its children are
// bound by what it filled all the same.
func (v *Venue) exits(r *order.Request) bool {
	if r.Parent == "" {
		return false
	}
	parent := v.orders.working(r.Parent)
	return parent == nil || parent.request.Side != r.Side && parent.request.Symbol == r.Symbol
}

// prospect is an order at the price that it would trade at now: its limit; a stop's own price, or the market's where that
// is worse; else the side of the market that it takes.
func (v *Venue) prospect(b *book, id order.ID, strategy string, r *order.Request, open decimal.Decimal) Prospect {
	p := Prospect{At: v.now, Order: id, Strategy: strategy, Instrument: b.in, Side: r.Side, Open: open, OCA: r.OCA, Exit: v.exits(r)}
	p.Price, p.Known = b.expects(r)
	if b.whole != nil {
		p.Legs = v.legsOf(b, &p)
	}
	return p
}

// legsOf are the legs of a combo that may trade. What its limit would save is not theirs yet.
func (v *Venue) legsOf(b *book, p *Prospect) []Prospect {
	legs := make([]Prospect, len(b.whole.legs))
	for k := range legs {
		l := &b.whole.legs[k]
		under := &v.books[l.id]
		legs[k] = *p
		legs[k].Instrument, legs[k].Side, legs[k].Open = under.in, l.side(p.Side), p.Open.Mul(l.Units())
		legs[k].Price, legs[k].Known = under.expects(&order.Request{Side: legs[k].Side})
	}
	return legs
}

func (b *book) expects(r *order.Request) (decimal.Decimal, bool) {
	if worst, ok := r.Worst(); ok {
		return worst, true
	}
	observed := b.last.bid
	if r.Side == order.Buy {
		observed = b.last.ask
	}
	stopped := r.Type.HasStop() || r.Type.Trails() && !r.StopPrice.IsZero()
	if b.last.at == 0 || math.IsNaN(observed) {
		return r.StopPrice, stopped
	}
	price := written(observed)
	if stopped && (r.Side == order.Buy) == r.StopPrice.GreaterThan(price) {
		price = r.StopPrice
	}
	return price, true
}

// pays lets the account take a fill; what it cannot pay for ends the order.
func (v *Venue) pays(w *working, f *order.Fill) bool {
	return v.paid(w, v.opts.Funds.Pay(f))
}

// paysAll is pays for the legs of a combo.
func (v *Venue) paysAll(w *working, legs []order.Fill) bool {
	return v.paid(w, v.opts.Funds.PayAll(legs))
}

func (v *Venue) paid(w *working, reason *order.Reason) bool {
	if reason == nil {
		return true
	}
	v.end(w)
	v.sink(order.WasCancelled{Header: v.header(w), Reason: *reason})
	v.endChildren(w)
	return false
}
