package desk

import (
	"errors"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

// Place takes a new order of a client, a change of one that works, or the question what one would cost.
func (d *Desk) Place(client int, m *wire.PlaceOrder) {
	if d.err != nil {
		return
	}
	defer d.step()()
	if refusal := d.place(client, m); refusal != nil {
		d.answer(client, m.OrderID, refusal.Code, refusal.Text)
	}
}

func (d *Desk) place(client int, m *wire.PlaceOrder) *floor.Refusal {
	switch known := d.client(client).orders[m.OrderID]; {
	case d.opts.ReadOnly:
		return readOnly()
	case m.Order.WhatIf:
		return d.preview(client, m)
	case known != nil:
		return d.again(known, m)
	case m.OrderID <= d.counters.Clients[client]:
		return duplicate()
	}
	t, refusal := d.draft(client, m)
	if refusal != nil {
		return refusal
	}
	t.OrderID = m.OrderID
	d.admit(t)
	if m.Order.Transmit {
		d.transmit(t)
	}
	return nil
}

// draft is a new order that has passed everything that TWS checks itself. It is nowhere yet.
func (d *Desk) draft(client int, m *wire.PlaceOrder) (*Ticket, *floor.Refusal) {
	listing, refusal := d.market.Resolve(&m.Contract)
	if refusal != nil {
		return nil, refusal
	}
	if refusal := attached(&m.Attached); refusal != nil {
		return nil, refusal
	}
	account, ok := d.account(m.Order.Account)
	switch {
	case !ok && m.Order.Account == "":
		return nil, refuse(435, "You must specify an account.")
	case !ok:
		return nil, refuse(321, validating+"Invalid account code '"+m.Order.Account+"'")
	}
	t := &Ticket{
		Client: client, OrderID: m.OrderID, Symbol: listing.Instrument.Symbol, Contract: contract(listing, &m.Contract),
		Order: m.Order, Account: account.name, listing: listing, account: account, held: true,
	}
	if err := errors.Join(d.watchAll(t), d.list(listing)); err != nil {
		return nil, refuse(322, processing+err.Error())
	}
	if parent := m.Order.ParentID; parent != 0 {
		t.parent = d.client(client).orders[parent]
		if t.parent == nil || t.parent.done() && t.parent.Filled.IsZero() {
			return nil, refuse(10006, "Missing parent order.")
		}
		t.Parent = t.parent.PermID
	}
	if t.Request, refusal = request(t.Symbol, &t.Order, d.zone); refusal != nil {
		return nil, refusal
	}
	return t, d.check(t)
}

// attached refuses the orders that TWS would attach from its presets: there are no presets here.
func attached(a *wire.AttachedOrders) *floor.Refusal {
	for _, x := range []struct {
		id   wire.Opt[int]
		kind string
	}{{a.StopLossID, a.StopLossOrderType}, {a.ProfitID, a.ProfitTakerOrderType}} {
		switch {
		case x.kind == "PRESET":
			return refuse(10355, "Order preset for the attached order is not defined.")
		case x.id.Valid || x.kind != "":
			return refuse(320, "Error reading request.-'bN' : cause - Invalid attached order type '"+x.kind+"'")
		}
	}
	return nil
}

// admit gives an order its identity and its place in its family. It is held until it is transmitted.
func (d *Desk) admit(t *Ticket) {
	t.PermID = d.nextPermID()
	t.Status = wire.PendingSubmit
	if t.parent != nil {
		t.parent.children = append(t.parent.children, t)
	}
	if t.Request.Type == order.Market && t.Request.OutsideRTH {
		t.Request.OutsideRTH = false
	}
	d.complete(t)
	d.file(t)
}
