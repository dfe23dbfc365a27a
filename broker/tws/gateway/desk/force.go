package desk

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

// What follows happens because a script of faults wants it, not because of the market. Everything else of the desk
// takes it as true.

// Fill executes a working order, whatever the market says: what remains of it when quantity is 0, at its limit or
// the price of the other side when price is 0.
func (d *Desk) Fill(client, orderID int, quantity, price decimal.Decimal) error {
	if d.err != nil {
		return d.err
	}
	t := d.client(client).orders[orderID]
	if t == nil || !t.working() {
		return fmt.Errorf("fill order %d of client %d: it does not work", orderID, client)
	}
	if price.IsZero() {
		price, _ = d.worth(t)
	}
	if !price.IsPositive() && !t.combo() {
		return fmt.Errorf("fill order %d of client %d: nothing is quoted: give a price", orderID, client)
	}
	if quantity.IsZero() || quantity.GreaterThan(t.open()) {
		quantity = t.open()
	}
	defer d.step()()
	family := d.withdraw(t)
	if _, stuck := d.venue.Terms(t.venueID); stuck {
		d.byVenue[t.venueID] = t
		d.bringBack(slices.DeleteFunc(family, func(x *Ticket) bool { return x == t }))
		return fmt.Errorf("fill order %d of client %d: its exchange lets go of no order for the close any more", orderID, client)
	}
	r, open := t.atVenue(), t.open()
	if t.combo() {
		t.legFills = d.forcedLegs(t, quantity, price)
	}
	d.fill(t, d.forced(t, quantity, price))
	family = slices.DeleteFunc(family, (*Ticket).done)
	d.bringBack(family)
	for _, x := range family {
		x.settling = false
		d.restate(x)
	}
	if r.OCAType != order.CancelWithBlock && quantity.LessThan(open) {
		d.reduceGroup(t, r.OCA, open)
	} else {
		d.cancelGroup(t, r.OCA)
	}
	d.drain()
	return nil
}

// forced is a fill that the venue knows nothing of.
func (d *Desk) forced(t *Ticket, quantity, price decimal.Decimal) *order.Fill {
	in := t.listing.Instrument
	f := &order.Fill{
		Strategy: t.Account, Instrument: in, Side: t.Request.Side, Quantity: quantity, Price: price, Time: d.now,
		FeeCurrency: in.Currency, Rule: "script", Tag: t.Order.Ref,
	}
	if !t.combo() {
		f.Fee = d.charge(&part{listing: t.listing, side: t.Request.Side, quantity: quantity, price: price})
	}
	return f
}

// cancelGroup ends the others of a group at the venue, as a fill there does.
func (d *Desk) cancelGroup(filled *Ticket, group string) {
	if group == "" {
		return
	}
	for _, x := range slices.Clone(d.tickets) {
		if x != filled && x.working() && x.account == filled.account && x.atVenue().OCA == group {
			d.venue.Cancel(x.venueID)
		}
	}
}

// reduceGroup leaves the others of a group the share that a fill has left of an order, as the venue does with its own
// fills; open is what the order had open before it.
func (d *Desk) reduceGroup(filled *Ticket, group string, open decimal.Decimal) {
	for _, x := range slices.Clone(d.tickets) {
		if x == filled || !x.working() || x.account != filled.account || x.atVenue().OCA != group || group == "" {
			continue
		}
		in := x.listing.Instrument
		left := in.RoundSize(x.open().Mul(filled.open()).Div(open))
		if left.LessThan(in.MinSize) || !left.IsPositive() {
			d.venue.Cancel(x.venueID)
			continue
		}
		total := x.worked().Add(left)
		x.Order.TotalQuantity, x.Request.Quantity = total, total
		at := total.Sub(x.before)
		d.venue.Modify(x.venueID, order.Change{Quantity: &at})
		d.touch(x)
		d.report(x)
	}
}

// Liquidate closes a position at the market, or a part of it when quantity is not 0, as IB does when margin is
// missing. Clients that hear of manual orders are told the execution, and nothing of an order.
func (d *Desk) Liquidate(account string, k wire.Contract, quantity decimal.Decimal) error {
	if d.err != nil {
		return d.err
	}
	a, ok := d.account(account)
	listing, refusal := d.market.Resolve(&k)
	if !ok || refusal != nil || listing.Legs != nil {
		return fmt.Errorf("liquidate %s in account %q: there is no such contract or account", k.Symbol, account)
	}
	defer d.step()()
	return d.liquidate(a, listing, k, quantity)
}

func (d *Desk) liquidate(a *account, listing *floor.Listing, k wire.Contract, quantity decimal.Decimal) error {
	held := a.ledger.Position(listing.ID()).Quantity
	if quantity.IsZero() || quantity.GreaterThan(held.Abs()) {
		quantity = held.Abs()
	}
	if held.IsZero() {
		return fmt.Errorf("liquidate %s in account %s: it holds none", k.Symbol, a.name)
	}
	w := wire.Order{
		Action: wire.Sell, TotalQuantity: quantity, OrderType: wire.Market, TimeInForce: wire.Day, Account: a.name, Transmit: true,
	}
	if held.IsNegative() {
		w.Action = wire.Buy
	}
	t, refusal := d.draft(0, &wire.PlaceOrder{Contract: k, Order: w})
	if refusal != nil {
		return fmt.Errorf("liquidate %s in account %s: %w", k.Symbol, a.name, refusal)
	}
	price, _ := d.worth(t)
	if !price.IsPositive() {
		return fmt.Errorf("liquidate %s in account %s: nothing is quoted", k.Symbol, a.name)
	}
	t.Manual, t.liquidation = true, true
	d.admit(t)
	t.held, t.Placed = false, d.now
	d.fill(t, d.forced(t, quantity, price))
	return nil
}

// Adjust changes a position without an execution that anybody is told of, as a transfer, an assignment or a trade of
// another week does. price is what one cost, the market's when 0.
func (d *Desk) Adjust(account string, k wire.Contract, quantity, price decimal.Decimal) error {
	if d.err != nil {
		return d.err
	}
	a, ok := d.account(account)
	listing, refusal := d.market.Resolve(&k)
	if !ok || refusal != nil || listing.Legs != nil {
		return fmt.Errorf("adjust %s in account %q: there is no such contract or account", k.Symbol, account)
	}
	if price.IsZero() {
		price, _ = d.price(listing)
	}
	defer d.step()()
	d.counters.Execution++
	d.dirty.counters = true
	e := &Execution{
		Number: d.counters.Execution, Revision: 1, Day: d.today(), Time: d.now, Client: None, Account: a.name,
		Symbol: listing.Instrument.Symbol, Contract: listing.Contract, Side: order.Buy, Quantity: quantity.Abs(), Price: price,
		Currency: listing.Instrument.Currency, Unreported: true,
	}
	if quantity.IsNegative() {
		e.Side = order.Sell
	}
	if _, err := a.book(e.fill(listing.Instrument)); err != nil {
		return fmt.Errorf("adjust %s in account %s: %w", k.Symbol, a.name, err)
	}
	d.executions = append(d.executions, e)
	d.dirty.executions[e.Number] = e
	d.dirty.accounts[a] = true
	return nil
}

// Twin takes a change of a working order as a new order with the same id. Both work; the id means the new one, and
// lists have the old one last.
func (d *Desk) Twin(client int, m *wire.PlaceOrder) error {
	if d.err != nil {
		return d.err
	}
	old := d.client(client).orders[m.OrderID]
	if old == nil || !old.working() {
		return fmt.Errorf("twin of order %d of client %d: it does not work", m.OrderID, client)
	}
	defer d.step()()
	t, refusal := d.draft(client, m)
	if refusal != nil {
		return fmt.Errorf("twin of order %d of client %d: %w", m.OrderID, client, refusal)
	}
	t.OrderID = m.OrderID
	d.admit(t)
	d.transmit(t)
	at := slices.Index(d.tickets, old)
	d.tickets = append(slices.Delete(d.tickets, at, at+1), old)
	return nil
}

// ResetOrderIDs lets the order ids of every client begin at 1 again, as TWS's "Reset API order ID sequence" does.
// Orders that work keep theirs.
func (d *Desk) ResetOrderIDs() {
	defer d.step()()
	for client, book := range d.clients {
		for id, t := range book.orders {
			if t.done() {
				delete(book.orders, id)
			}
		}
		d.counters.Clients[client] = 0
	}
	clear(d.counters.Clients)
	d.dirty.counters = true
}
