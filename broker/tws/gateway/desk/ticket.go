package desk

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Ticket is one order as IB keeps it. Its exported fields are what a [Book] saves.
type Ticket struct {
	PermID int64
	// Client owns the order; 0 also owns what was entered in TWS. OrderID is the client's number for it, 0 as long
	// as a manual order is not bound.
	Client, OrderID int
	Manual          bool
	// Symbol names the instrument on the floor.
	Symbol   string
	Contract wire.Contract
	// Order is as the client sent it last, completed as IB completes it.
	Order   wire.Order
	Request order.Request
	Account string

	Status    wire.Status
	WhyHeld   string
	Triggered bool
	// Shut is an order that had no open market when the venue last spoke of it.
	Shut bool
	// Filled is what was done and Cost the sum of price × quantity.
	Filled, Cost decimal.Decimal
	// TakenBack is what revisions have left of what was done: the exchange works no order again for it.
	TakenBack decimal.Decimal
	// AvgPrice and LastPrice are of fills, before commission.
	AvgPrice, LastPrice decimal.Decimal
	Commission          decimal.Decimal
	Warning             string
	Parent              int64 // permId, 0 for none
	// Placed is when the order began to work as it is: its time in force counts from then.
	Placed market.Time
	// Ended and Ending tell when and how the order was completed.
	Ended  market.Time
	Ending string

	listing  *floor.Listing
	account  *account
	parent   *Ticket
	children []*Ticket
	// held is an order that is not transmitted: it is in no list, and lost on restart.
	held bool
	// venueID is the order's name at the venue, which changes with every lap: changes that the venue does
	// not know are made by a new order. Before is what was filled in earlier laps.
	venueID order.ID
	lap     int
	before  decimal.Decimal
	noted   order.Code
	// rename counts up when the order's group gets a new name at the venue.
	rename int
	// settling is an order on its way through a submission or a change: its status is told at the end of that.
	settling bool
	// legFills are those of a combo's legs that the venue has told, until it tells that of the whole.
	legFills []*order.Fill
	// refusal is why the venue has refused the last change.
	refusal *order.Reason
	// exercise is what an order that exercises an option does.
	exercise wire.Opt[int]
	// liquidation is an order of IB's own, of which only the executions are told.
	liquidation bool
}

// done reports that nothing more will happen to the order.
func (t *Ticket) done() bool {
	switch t.Status {
	case wire.Filled, wire.Cancelled, wire.APICancelled, wire.Inactive:
		return true
	}
	return false
}

// working reports that the order is at the venue.
func (t *Ticket) working() bool { return !t.held && !t.done() }

// remaining is what was asked for and is not filled, never below zero.
func (t *Ticket) remaining() decimal.Decimal {
	return decimal.Max(decimal.Zero, t.Order.TotalQuantity.Sub(t.Filled))
}

// worked is what the venue has done of the order, also what was taken back since.
func (t *Ticket) worked() decimal.Decimal { return t.Filled.Add(t.TakenBack) }

// open is what the venue still has to fill, never below zero.
func (t *Ticket) open() decimal.Decimal {
	return decimal.Max(decimal.Zero, t.Order.TotalQuantity.Sub(t.worked()))
}

// name is the order in the venue's words.
func (t *Ticket) name() order.ID {
	id := strconv.FormatInt(t.PermID, 10)
	if t.lap > 0 {
		id += "." + strconv.Itoa(t.lap)
	}
	return order.ID(id)
}

// words is the order in the words of TWS's messages: "BUY 100 AAPL NASDAQ".
func (t *Ticket) words() string {
	exchange := t.Contract.PrimaryExchange
	if exchange == "" {
		exchange = t.Contract.Exchange
	}
	return t.Order.Action.String() + " " + t.Order.TotalQuantity.String() + " " + t.Contract.Symbol + " " + exchange
}

// clientBook is what the desk remembers of a client: its orders by its own ids, and the highest id it has used.
type clientBook struct {
	orders map[int]*Ticket
}

func (d *Desk) client(id int) *clientBook {
	c := d.clients[id]
	if c == nil {
		c = &clientBook{orders: map[int]*Ticket{}}
		d.clients[id] = c
	}
	return c
}

// file makes a ticket known under its permId and its client's order id.
func (d *Desk) file(t *Ticket) {
	d.tickets = append(d.tickets, t)
	if t.OrderID != 0 {
		d.client(t.Client).orders[t.OrderID] = t
		d.use(t.Client, t.OrderID)
	}
	d.touch(t)
}

// use counts an order id as used for ever.
func (d *Desk) use(client, orderID int) {
	if orderID > d.counters.Clients[client] {
		d.counters.Clients[client] = orderID
		d.dirty.counters = true
	}
}

// unfile forgets a ticket.
func (d *Desk) unfile(t *Ticket) {
	for i, x := range d.tickets {
		if x == t {
			d.tickets = append(d.tickets[:i], d.tickets[i+1:]...)
			break
		}
	}
	if book := d.client(t.Client); book.orders[t.OrderID] == t {
		delete(book.orders, t.OrderID)
	}
	delete(d.dirty.tickets, t.PermID)
}

// nextPermID is a permId that was never used.
func (d *Desk) nextPermID() int64 {
	d.counters.PermID++
	d.dirty.counters = true
	return d.counters.PermID
}
