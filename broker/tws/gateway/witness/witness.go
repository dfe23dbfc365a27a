// Package witness is a client that trades and remembers what it was told, to hold a simulated gateway to it after the
// gateway was killed and started again. Tests use it, in one process and in two. It never decides when a gateway dies.
package witness

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// Judge is told what is wrong; a *testing.T is one.
type Judge interface {
	Helper()
	Errorf(format string, args ...any)
}

// Witness is what a client has sent and was told, over all its connections. It trades shares of AAPL.
type Witness struct {
	t      Judge
	random *rand.Rand
	sent   map[int]decimal.Decimal // quantities of orders, by id
	known  map[int]int64           // permIds of orders that were told of
	ended  map[int]wire.Status     // orders that were told to be filled or cancelled
	fills  map[string]wire.Execution
	open   []int // resting orders, the oldest first
}

// New is a witness that has seen nothing. The seed says what it will send.
func New(t Judge, seed uint64) *Witness {
	return &Witness{
		t: t, random: rand.New(rand.NewPCG(seed, 17)), sent: map[int]decimal.Decimal{}, known: map[int]int64{},
		ended: map[int]wire.Status{}, fills: map[string]wire.Execution{},
	}
}

// Fills is how many executions were told.
func (w *Witness) Fills() int { return len(w.fills) }

func (w *Witness) String() string {
	return fmt.Sprintf("%d orders sent, %d told of, %d executions told", len(w.sent), len(w.known), len(w.fills))
}

// Trade sends orders and cancels until the connection breaks, and hears everything that arrives.
func (w *Witness) Trade(ctx context.Context, c *client.Conn) {
	heard := make(chan struct{})
	go func() {
		defer close(heard)
		for {
			m, err := c.Orders().Next(ctx)
			if err != nil {
				return
			}
			w.hear(m)
		}
	}()
	for {
		id, err := c.NextOrderID()
		if err == nil {
			err = w.act(ctx, c, id)
		}
		if err != nil {
			break
		}
	}
	<-heard
}

// act places an order, at the market or far from it, or cancels an old one.
func (w *Witness) act(ctx context.Context, c *client.Conn, id int) error {
	if len(w.open) > 8 {
		oldest := w.open[0]
		w.open = w.open[1:]
		return c.CancelOrder(ctx, oldest)
	}
	quantity := decimal.NewFromInt(1 + w.random.Int64N(9))
	o := wire.Order{
		Action: []wire.Action{wire.Buy, wire.Sell}[w.random.IntN(2)], TotalQuantity: quantity, OrderType: wire.Market,
		TimeInForce: wire.GoodTillCancelled, Transmit: true,
	}
	o.Short.ExemptCode = -1
	if w.random.IntN(3) == 0 {
		o.OrderType, o.Action, o.LimitPrice = wire.Limit, wire.Buy, wire.Some(decimal.NewFromInt(100+w.random.Int64N(50)))
		w.open = append(w.open, id)
	}
	w.sent[id] = quantity
	return c.PlaceOrder(ctx, &wire.PlaceOrder{OrderID: id, Contract: apple, Order: o})
}

var apple = wire.Contract{Symbol: "AAPL", SecType: wire.Stock, Exchange: "SMART", Currency: "USD"}

func (w *Witness) hear(m wire.Message) {
	switch m := m.(type) {
	case *wire.OpenOrder:
		w.known[m.OrderID] = m.Order.PermID
	case *wire.OrderStatus:
		w.known[m.OrderID] = m.PermID
		if m.Status == wire.Filled || m.Status == wire.Cancelled {
			w.ended[m.OrderID] = m.Status
		}
	case *wire.Executed:
		w.fills[m.Execution.ExecID] = m.Execution
	case *wire.Error:
		if m.Code != 202 && m.Code != 399 && m.Code < 2000 {
			w.t.Errorf("error %d of order %d: %s", m.Code, m.RequestID, m.Message)
		}
	}
}

// Check holds what the restarted gateway says against all that was told before.
func (w *Witness) Check(ctx context.Context, c *client.Conn) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	fills, err1 := c.Executions(ctx, wire.RequestExecutions{})
	open, err2 := c.OpenOrders(ctx)
	completed, err3 := c.CompletedOrders(ctx, false)
	positions, err4 := c.Positions(ctx)
	next, err5 := c.NextOrderID()
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		w.t.Errorf("the gateway does not tell what there is: %v", err)
		return
	}
	held, ofOrder := w.executions(fills)
	position := decimal.Zero
	for _, p := range positions {
		position = position.Add(p.Position)
	}
	if !position.Equal(held) {
		w.t.Errorf("position %s, the executions add up to %s", position, held)
	}
	w.open = w.open[:0]
	working, places := map[int]bool{}, map[int64]int{}
	for _, o := range open {
		if working[o.OpenOrder.OrderID] {
			w.t.Errorf("order %d is open twice", o.OpenOrder.OrderID)
		}
		working[o.OpenOrder.OrderID] = true
		w.open = append(w.open, o.OpenOrder.OrderID)
		places[o.OpenOrder.Order.PermID]++
	}
	for _, o := range completed {
		places[o.Order.PermID]++
	}
	for id, permID := range w.known {
		if places[permID] != 1 {
			w.t.Errorf("order %d, permId %d, is in %d lists of open and completed orders", id, permID, places[permID])
		}
		if next <= id {
			w.t.Errorf("the next order id is %d, order %d was told of", next, id)
		}
	}
	for id, status := range w.ended {
		if working[id] || status == wire.Filled && !ofOrder[id].Equal(w.sent[id]) {
			w.t.Errorf("order %d of %s was told %s; open %v, executions of %s", id, w.sent[id], status, working[id], ofOrder[id])
		}
	}
	for id := range working {
		if _, sent := w.sent[id]; !sent || next <= id {
			w.t.Errorf("order %d is open; sent %v, the next id is %d", id, sent, next)
		}
	}
}

// executions adds up what there is, and finds in it everything that was told.
func (w *Witness) executions(fills []client.Fill) (held decimal.Decimal, ofOrder map[int]decimal.Decimal) {
	seen := map[string]wire.Execution{}
	ofOrder = map[int]decimal.Decimal{}
	for _, f := range fills {
		e := f.Execution
		if _, twice := seen[e.ExecID]; twice {
			w.t.Errorf("execution %s is there twice", e.ExecID)
		}
		seen[e.ExecID] = e
		ofOrder[e.OrderID] = ofOrder[e.OrderID].Add(e.Shares)
		if ofOrder[e.OrderID].GreaterThan(w.sent[e.OrderID]) {
			w.t.Errorf("order %d of %s has executions of %s", e.OrderID, w.sent[e.OrderID], ofOrder[e.OrderID])
		}
		if e.Side == wire.Bought {
			held = held.Add(e.Shares)
		} else {
			held = held.Sub(e.Shares)
		}
	}
	for id, told := range w.fills {
		if is := seen[id]; !is.Shares.Equal(told.Shares) || !is.Price.Equal(told.Price) || is.OrderID != told.OrderID {
			w.t.Errorf("execution %s was told as %s at %s of order %d, is %s at %s of order %d",
				id, told.Shares, told.Price, told.OrderID, is.Shares, is.Price, is.OrderID)
		}
	}
	return held, ofOrder
}
