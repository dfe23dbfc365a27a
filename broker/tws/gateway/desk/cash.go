package desk

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/sim/custody"
	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
)

// entrust gives an account to a custody: one that pays for everything, or whose positions are closed for it.
func (d *Desk) entrust(a *account) (err error) {
	listings := d.market.Listings()
	if a.paid {
		a.rules = margin.Paid()
	}
	a.custody, err = custody.New(custody.Options{
		Cash: a.paid, Keep: !a.liquidates, Rules: a.rules, Fees: d.opts.Fees,
		Calendars: func(in *market.Instrument) (*calendar.Calendar, error) { return listings[in.ID].Calendar, nil },
		Find: func(symbol string) *market.Instrument {
			if id, ok := d.symbol[symbol]; ok {
				return listings[id].Instrument
			}
			return nil
		},
	})
	return err
}

// keep gives the custody of an account its books.
func (a *account) keep() {
	if a.custody != nil {
		a.custody.Open(a.books)
	}
}

// recall tells the custody what the executions before a day have brought, which may not be paid yet. Executions are kept for
// longer than anything takes to settle.
func (d *Desk) recall(a *account, before market.Date) {
	if a.custody == nil {
		return
	}
	a.custody.Advance(d.now)
	for _, e := range d.executions {
		if id, listed := d.symbol[e.Symbol]; listed && e.Account == a.name && e.Day < before && e.Quantity.IsPositive() {
			a.custody.Recall(e.fill(a.instruments[id]))
		}
	}
}

// refuseCash refuses what a cash account cannot pay from settled cash, or does not hold.
func (d *Desk) refuseCash(t *Ticket) *floor.Refusal {
	var others []sim.Prospect
	for _, x := range d.tickets {
		if x.PermID != t.PermID && x.account == t.account && x.working() && !x.held {
			others = append(others, d.outlook(x))
		}
	}
	own, beside := d.outlook(t), others
	for i := range own.Legs { // what is bought must be paid for, whatever the others bring
		if leg := &own.Legs[i]; leg.Side == order.Buy {
			if refusal := d.refuseUnpaid(t, leg, beside); refusal != nil {
				return refusal
			}
			beside = append(beside[:len(beside):len(beside)], *leg)
		}
	}
	return d.refuseUnpaid(t, &own, others)
}

func (d *Desk) refuseUnpaid(t *Ticket, own *sim.Prospect, others []sim.Prospect) *floor.Refusal {
	reason := t.account.custody.Review(own, others)
	switch {
	case reason == nil:
		return nil
	case own.Legs != nil, reason.Code != order.InsufficientFunds || own.Side == order.Sell && own.Instrument.Kind != market.Forex:
		return refuse(201, rejected+reason.Detail)
	}
	currency := own.Instrument.Currency
	if own.Side == order.Sell {
		currency = own.Instrument.Base
	}
	inBase := func(amount decimal.Decimal) string {
		return cents(t.account.inBase(currency, amount)) + " " + string(t.account.books.Base())
	}
	return refuse(201, fmt.Sprintf("%sAvailable settled cash converted to base: %s Cash needed for this order and other pending orders: %s",
		rejected, inBase(reason.Limit), inBase(reason.Value)))
}

// outlook is what an order may still trade, as the account's custody sees it.
func (d *Desk) outlook(t *Ticket) sim.Prospect {
	price, known := d.worth(t)
	p := sim.Prospect{
		At: d.now, Order: t.venueID, Strategy: t.Account, Instrument: t.listing.Instrument, Side: t.Request.Side,
		Open: t.open(), Price: price, Known: known, OCA: t.atVenue().OCA,
		Exit: t.parent != nil && t.parent.Request.Side != t.Request.Side && t.parent.listing == t.listing,
	}
	if t.combo() {
		for _, leg := range d.parts(t, p.Open) {
			l := p
			l.Legs = nil
			l.Instrument, l.Side, l.Open, l.Price, l.Known = leg.listing.Instrument, leg.side, leg.quantity, leg.price, leg.known
			p.Legs = append(p.Legs, l)
		}
	}
	return p
}

// settled is the settled cash of an account in its base currency; one with margin need not wait for it.
func (d *Desk) settled(a *account, cash decimal.Decimal) decimal.Decimal {
	if !a.paid {
		return cash
	}
	a.custody.Advance(d.now)
	sum := decimal.Zero
	for _, m := range a.books.Balances() {
		sum = sum.Add(a.inBase(m.Currency, a.custody.Settled(m.Currency)))
	}
	return sum
}
