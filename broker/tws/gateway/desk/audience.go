package desk

import "github.com/tidemark/tidemark/broker/tws/wire"

// None is no client.
const None = -1

// Audience is who hears a message.
type Audience struct {
	// Client placed the order that the message is about; client 0 hears of orders entered in TWS. A client is
	// the only one to hear errors, because an order id means something to its own client only.
	Client int
	// Master hears of the orders of all clients, when one is set and the message is such news; else None.
	Master int
}

// Hears reports whether a client is in the audience.
func (a Audience) Hears(client int) bool {
	return client >= 0 && (client == a.Client || client == a.Master)
}

// letter is a message that waits for the end of its step.
type letter struct {
	to Audience
	m  wire.Message
}

// tell sends news of an order.
func (d *Desk) tell(t *Ticket, m wire.Message) {
	if t.liquidation && !ofExecution(m) {
		return
	}
	to := Audience{Client: t.Client, Master: None}
	if master, ok := d.opts.Master.Get(); ok {
		to.Master = master
	}
	d.letters = append(d.letters, letter{to, m})
}

func ofExecution(m wire.Message) bool {
	switch m.(type) {
	case *wire.Executed, *wire.CommissionReport:
		return true
	}
	return false
}

// answer sends an error about an order to its client. Orders without an id of their own have nobody to tell.
func (d *Desk) answer(client, orderID, code int, text string) {
	if client >= 0 && orderID != 0 {
		d.letters = append(d.letters, letter{Audience{client, None}, d.problem(orderID, code, text)})
	}
}

func (d *Desk) problem(id, code int, text string) *wire.Error {
	return &wire.Error{RequestID: id, Code: code, Message: text, Time: int64(d.now) / 1e6}
}
