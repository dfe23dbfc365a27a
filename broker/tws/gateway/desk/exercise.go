package desk

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Exercise exercises a long option position or lets it lapse. It is answered like an order: the option leaves the
// account at a price of 0, and its underlying comes or goes at the strike, at once. An option on an index is settled
// in cash: it leaves at what it is worth.
func (d *Desk) Exercise(client int, m *wire.ExerciseOptions) {
	if d.err != nil {
		return
	}
	defer d.step()()
	if refusal := d.exercise(client, m); refusal != nil {
		d.answer(client, m.OrderID, refusal.Code, refusal.Text)
	}
}

func (d *Desk) exercise(client int, m *wire.ExerciseOptions) *floor.Refusal {
	listing, refusal := d.market.Resolve(&m.Contract)
	a, ok := d.account(m.Account)
	switch {
	case d.opts.ReadOnly:
		return readOnly()
	case m.OrderID <= d.counters.Clients[client]:
		return duplicate()
	case refusal != nil:
		return refusal
	case !ok:
		return refuse(321, validating+"Invalid account code '"+m.Account+"'")
	case m.Action != wire.Exercise && m.Action != wire.Lapse:
		return refuse(321, validating+"Invalid exercise action")
	}
	quantity := decimal.NewFromInt(int64(m.Quantity))
	in, held := listing.Instrument, decimal.Zero
	if in.Kind == market.Option {
		held = a.ledger.Position(in.ID).Quantity
	}
	if listing.Underlying == nil || m.Quantity <= 0 || held.LessThan(quantity) {
		return refuse(322, processing+"No unlapsed position exists in this option in account "+a.name+".")
	}
	spot, known := d.price(listing.Underlying)
	value := decimal.Zero // of what has no price yet: a put is not worth its whole strike
	if known {
		value = in.Intrinsic(spot)
	}
	if m.Action == wire.Exercise && !value.IsPositive() && !m.Override {
		return refuse(322, processing+"Exercise ignored because option is not in-the-money.")
	}
	t := d.exerciseTicket(client, m.OrderID, listing, a, quantity)
	d.admit(t)
	t.held, t.Placed = false, d.now
	d.become(t, wire.PreSubmitted, "")
	d.settle(t, m.Action, value)
	return nil
}

// exerciseTicket is an exercise as TWS shows it: a buy order at 0.
func (d *Desk) exerciseTicket(client, id int, l *floor.Listing, a *account, quantity decimal.Decimal) *Ticket {
	r := order.Request{Symbol: l.Instrument.Symbol, Type: order.Limit, Quantity: quantity}
	return &Ticket{
		Client: client, OrderID: id, Symbol: r.Symbol, Contract: l.Contract, Order: words(&r, d.zone), Request: r,
		Account: a.name, listing: l, account: a, held: true,
	}
}

// settle executes an exercise.
func (d *Desk) settle(t *Ticket, action wire.ExerciseAction, value decimal.Decimal) {
	in, under := t.listing.Instrument, t.listing.Underlying
	price, cash := decimal.Zero, !under.Instrument.Kind.Tradable()
	if cash && action == wire.Exercise {
		price = value
	}
	t.exercise = wire.Some(int(action))
	d.fill(t, &order.Fill{
		Instrument: in, Side: order.Sell, Quantity: t.Request.Quantity, Price: price, Time: d.now,
		FeeCurrency: in.Currency,
	})
	if d.err != nil || cash || action == wire.Lapse {
		return
	}
	side, units := order.Buy, in.Delivers(under.Instrument, t.Request.Quantity)
	if units.IsNegative() {
		side = order.Sell
	}
	d.deliver(t, under, &order.Fill{
		Instrument: under.Instrument, Side: side, Price: in.Strike,
		Quantity: units.Abs(), Time: d.now, FeeCurrency: in.Currency,
	})
}

// deliver books the underlying of an exercised option. The order is the option's and is complete already.
func (d *Desk) deliver(t *Ticket, under *floor.Listing, f *order.Fill) {
	delivery := &Ticket{
		PermID: t.PermID, Client: t.Client, OrderID: t.OrderID, Contract: under.Contract, Account: t.Account,
		Request: order.Request{Side: f.Side}, listing: under, account: t.account,
		exercise: t.exercise,
	}
	done := d.execute(delivery, f)
	delete(d.dirty.tickets, t.PermID)
	d.touch(t)
	if d.err != nil {
		d.err = fmt.Errorf("exercise of %s: %w", t.Symbol, d.err)
		return
	}
	d.tellCommissions(t, done)
}
