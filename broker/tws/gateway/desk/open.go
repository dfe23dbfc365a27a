package desk

import "github.com/tidemark/tidemark/broker/tws/wire"

// OpenOrders answers a client's question for its working orders. Client 0 hears of the orders made in TWS too, and
// binds them by asking: each gets an id of client 0.
func (d *Desk) OpenOrders(client int) []wire.Message {
	if d.opts.ReadOnly {
		return []wire.Message{d.problem(None, readOnly().Code, readOnly().Text)}
	}
	var list []wire.Message
	if client == 0 && d.err == nil {
		for _, t := range d.tickets {
			if t.working() && t.Manual && t.OrderID == 0 {
				list = append(list, d.bind(t))
			}
		}
		d.finish()
	}
	for _, t := range d.tickets {
		if t.working() && t.Client == client {
			list = append(list, t.openReport(), t.statusReport())
		}
	}
	return append(list, &wire.OpenOrdersEnd{})
}

// AllOpenOrders lists the working orders of all clients and of TWS, and binds none.
func (d *Desk) AllOpenOrders() []wire.Message {
	if d.opts.ReadOnly {
		return []wire.Message{d.problem(None, readOnly().Code, readOnly().Text)}
	}
	var list []wire.Message
	for _, t := range d.tickets {
		if t.working() {
			list = append(list, t.openReport(), t.statusReport())
		}
	}
	return append(list, &wire.OpenOrdersEnd{})
}

// AutoOpenOrders binds the orders that will be made in TWS to client 0, or no longer. The answer is error 327 for any
// other client, else nothing.
func (d *Desk) AutoOpenOrders(client int, bind bool) []wire.Message {
	if client != 0 {
		return []wire.Message{d.problem(None, 327,
			"Only API connections with clientId set to 0 can set the auto bind TWS orders property.")}
	}
	d.autoBind = bind
	return nil
}

// bind gives a manual order an id of client 0.
func (d *Desk) bind(t *Ticket) *wire.OrderBound {
	t.OrderID = d.NextOrderID(0)
	d.use(0, t.OrderID)
	d.client(0).orders[t.OrderID] = t
	d.touch(t)
	return &wire.OrderBound{PermID: t.PermID, ClientID: 0, OrderID: t.OrderID}
}

// CompletedOrders lists the orders that were filled, cancelled or rejected today.
func (d *Desk) CompletedOrders(apiOnly bool) []wire.Message {
	if d.opts.ReadOnly {
		return []wire.Message{d.problem(None, readOnly().Code, readOnly().Text)}
	}
	var list []wire.Message
	for _, t := range d.tickets {
		if t.done() && !(apiOnly && t.Manual) {
			list = append(list, d.completedReport(t))
		}
	}
	return append(list, &wire.CompletedOrdersEnd{})
}
