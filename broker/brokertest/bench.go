package brokertest

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Bench is a venue under test, not started yet, with a market that the test moves.
type Bench struct {
	Venue broker.Venue
	// Instrument is a share with a price grid of cents. Its market is open, and stays open during a case.
	Instrument *market.Instrument
	// Quote makes the market show a bid and an offer, each of ample size, until the next call.
	Quote func(bid, ask float64)
	// Settle returns when the venue has told all that follows from what was done so far.
	Settle func()
	// EndSession moves the clock to the end of the trading day; nil if the test cannot.
	EndSession func()
}

// Run runs every case on a venue of its own.
func Run(t *testing.T, open func(t *testing.T) *Bench) {
	for i, c := range cases {
		t.Run(fmt.Sprintf("%02d %s", i+1, c.name), func(t *testing.T) {
			d := &desk{t: t, Bench: open(t), orders: map[order.ID]*order.Order{}}
			if err := d.Venue.Start(context.Background(), d.take); err != nil {
				t.Fatalf("start: %v", err)
			}
			d.Quote(99.99, 100.01)
			d.Settle()
			c.run(d)
			d.close()
		})
	}
}

// desk keeps the orders of a case, as an engine does, and fails at an event that cannot happen.
type desk struct {
	*Bench
	t      *testing.T
	mu     sync.Mutex // venues with goroutines call the sink from them
	orders map[order.ID]*order.Order
	events []order.Event
	closed bool
}

func (d *desk) take(ev order.Event) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		d.t.Errorf("%T for order %s after Close", ev, ev.About().Order)
		return
	}
	d.events = append(d.events, ev)
	o := d.orders[ev.About().Order]
	if o == nil {
		return
	}
	if _, err := o.Apply(ev); err != nil {
		d.t.Errorf("impossible event: %v", err)
	}
}

// send submits an order and waits for what becomes of it.
func (d *desk) send(id string, req order.Request) {
	o := &order.Order{Request: req, ID: order.ID(id), Strategy: "brokertest", Instrument: d.Instrument}
	d.mu.Lock()
	d.orders[o.ID] = o
	d.fold(o, order.WasSent{Header: order.Header{Order: o.ID}})
	sent := *o
	d.mu.Unlock()
	d.Venue.Submit(&sent)
	d.Settle()
}

// resend submits an order once more.
func (d *desk) resend(id order.ID) {
	o := d.order(id)
	d.Venue.Submit(&o)
	d.Settle()
}

// order is a copy of an order as it stands.
func (d *desk) order(id order.ID) order.Order {
	d.mu.Lock()
	defer d.mu.Unlock()
	return *d.orders[id]
}

func (d *desk) cancel(id order.ID) {
	d.mu.Lock()
	if o := d.orders[id]; o != nil && o.State.Working() {
		d.fold(o, order.CancelRequested{Header: order.Header{Order: id}})
	}
	d.mu.Unlock()
	d.Venue.Cancel(id)
	d.Settle()
}

func (d *desk) modify(id order.ID, change order.Change) {
	d.mu.Lock()
	if o := d.orders[id]; o != nil && o.State.Working() {
		d.fold(o, order.ModifyRequested{Header: order.Header{Order: id}})
	}
	d.mu.Unlock()
	d.Venue.Modify(id, change)
	d.Settle()
}

func (d *desk) fold(o *order.Order, ev order.Event) {
	if _, err := o.Apply(ev); err != nil {
		d.t.Errorf("the case itself is wrong: %v", err)
	}
}

func (d *desk) quote(bid, ask float64) {
	d.Quote(bid, ask)
	d.Settle()
}

func (d *desk) close() {
	if err := d.Venue.Close(); err != nil {
		d.t.Errorf("close: %v", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
}

// state fails unless the order is in the state.
func (d *desk) state(id order.ID, want order.State) {
	d.t.Helper()
	if o := d.order(id); o.State != want {
		d.t.Fatalf("order %s is %s, want %s (%s)", id, o.State, want, o.Reason.Error())
	}
}

// fills are the executions of an order.
func (d *desk) fills(id order.ID) []order.Fill {
	d.mu.Lock()
	defer d.mu.Unlock()
	var fills []order.Fill
	for _, ev := range d.events {
		if filled, ok := ev.(order.WasFilled); ok && ev.About().Order == id {
			fills = append(fills, *filled.Fill)
		}
	}
	return fills
}

// saw reports whether an order got an event of a type.
func saw[E order.Event](d *desk, id order.ID) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, ev := range d.events {
		if _, ok := ev.(E); ok && ev.About().Order == id {
			return true
		}
	}
	return false
}

func (d *desk) limit(side order.Side, quantity int64, price string) order.Request {
	return order.NewLimit(d.Instrument.Symbol, side, units(quantity), decimal.RequireFromString(price))
}

func (d *desk) stop(side order.Side, quantity int64, price string) order.Request {
	return order.NewStop(d.Instrument.Symbol, side, units(quantity), decimal.RequireFromString(price))
}

func (d *desk) market(side order.Side, quantity int64) order.Request {
	return order.NewMarket(d.Instrument.Symbol, side, units(quantity))
}

func units(n int64) decimal.Decimal { return decimal.NewFromInt(n) }
