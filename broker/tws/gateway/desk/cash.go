package desk

import (
	"cmp"
	"fmt"
	"slices"

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
			others = append(others, d.outlook(x)...)
		}
	}
	for _, own := range d.outlook(t) {
		if refusal := d.refuseUnpaid(t, &own, others); refusal != nil {
			return refusal
		}
		others = append(others, own)
	}
	return nil
}

func (d *Desk) refuseUnpaid(t *Ticket, own *sim.Prospect, others []sim.Prospect) *floor.Refusal {
	reason := t.account.custody.Review(own, others)
	switch {
	case reason == nil:
		return nil
	case reason.Code != order.InsufficientFunds || own.Side == order.Sell && own.Instrument.Kind != market.Forex:
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

// outlook is what an order may still trade, as the account's custody sees it: of a combo each leg, what is bought first.
func (d *Desk) outlook(t *Ticket) []sim.Prospect {
	parts := d.parts(t, t.open())
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(a.side, b.side) })
	list := make([]sim.Prospect, len(parts))
	for i, p := range parts {
		list[i] = sim.Prospect{
			At: d.now, Order: t.venueID, Strategy: t.Account, Instrument: p.listing.Instrument, Side: p.side,
			Open: p.quantity, Price: p.price, Known: p.known, OCA: t.atVenue().OCA,
			Exit: t.parent != nil && t.parent.Request.Side != t.Request.Side && t.parent.listing == t.listing,
		}
	}
	return list
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
