package engine_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// world is a broker's truth: what survives every restart of ours. Its methods are a person's or the market's doing.
type world struct {
	orders   map[order.ID]*broker.Report
	ids      []order.ID
	foreign  []broker.Report
	fills    []broker.ForeignFill
	holdings map[market.ID]decimal.Decimal
	cash     decimal.Decimal
	perm     int
}

func newWorld() *world {
	return &world{orders: map[order.ID]*broker.Report{}, holdings: map[market.ID]decimal.Decimal{}, cash: decimal.NewFromInt(200_000)}
}

// fakeBroker answers as the world says, unless it is told to be silent.
type fakeBroker struct {
	desk *desk
	// deaf loses what is sent, mute takes it and says nothing, silent does not answer inquiries.
	deaf, mute, silent bool
	log                []string
	sent               map[order.ID]int
	inquiry            uint64
	ready              bool
	resumed            []order.ID
	answer             func(*broker.Truth)
}

func (b *fakeBroker) Start(context.Context, func(order.Event)) error { return nil }
func (b *fakeBroker) Observe(*market.Event)                          {}
func (b *fakeBroker) Advance(market.Time)                            {}
func (b *fakeBroker) Due() market.Time                               { return market.Never }
func (b *fakeBroker) Close() error                                   { return nil }
func (b *fakeBroker) Ready(ready bool) {
	b.desk.turn.Lock()
	defer b.desk.turn.Unlock()
	b.ready = ready
}
func (b *fakeBroker) Resume(o *order.Order) { b.resumed = append(b.resumed, o.ID) }

func (b *fakeBroker) now() market.Time { return market.At(time.Now()) }

func (b *fakeBroker) head(id order.ID) order.Header { return order.Header{Order: id, Time: b.now()} }

func (b *fakeBroker) note(format string, args ...any) {
	b.log = append(b.log, fmt.Sprintf(format, args...))
}

func (b *fakeBroker) Submit(o *order.Order) {
	b.desk.turn.Lock()
	defer b.desk.turn.Unlock()

	b.note("submit %s %s %s", o.ID, o.Side, o.Quantity)
	b.sent[o.ID]++
	if !b.ready {
		b.desk.t.Errorf("order %s was sent while not ready (invariant N5)", o.ID)
	}
	if b.deaf {
		return
	}
	w := b.desk.world
	w.perm++
	r := &broker.Report{ID: o.ID, BrokerID: fmt.Sprint("p", w.perm), Instrument: o.Instrument, Symbol: o.Symbol, Request: o.Request, State: order.Accepted}
	w.orders[o.ID] = r
	w.ids = append(w.ids, o.ID)
	if !b.mute {
		b.desk.box.Order(order.WasAccepted{Header: b.head(o.ID), BrokerID: r.BrokerID})
	}
}

func (b *fakeBroker) Modify(id order.ID, c order.Change) {
	b.desk.turn.Lock()
	defer b.desk.turn.Unlock()

	b.note("modify %s", id)
	if b.deaf {
		return
	}
	r := b.desk.world.orders[id]
	if r == nil || r.State.Done() {
		if !b.mute {
			b.desk.box.Order(order.ModifyRefused{Header: b.head(id), Reason: order.Reason{Code: order.OrderEnded}})
		}
		return
	}
	r.Request = c.Apply(r.Request)
	if r.Filled.GreaterThanOrEqual(r.Request.Quantity) {
		r.State = order.Filled
	}
	if !b.mute {
		b.desk.box.Order(order.WasModified{Header: b.head(id), Change: c})
	}
}

func (b *fakeBroker) Cancel(id order.ID) {
	b.desk.turn.Lock()
	defer b.desk.turn.Unlock()

	b.note("cancel %s", id)
	r := b.desk.world.orders[id]
	if b.deaf || r == nil || r.State.Done() {
		return
	}
	r.State = order.Cancelled
	if !b.mute {
		b.desk.box.Order(order.WasCancelled{Header: b.head(id)})
	}
}

func (b *fakeBroker) CancelForeign(id string) {
	b.desk.turn.Lock()
	defer b.desk.turn.Unlock()
	b.note("cancel foreign %s", id)
}

func (b *fakeBroker) Inquire() uint64 {
	b.desk.turn.Lock()
	defer b.desk.turn.Unlock()

	b.inquiry++
	b.note("inquire")
	if !b.silent {
		b.desk.box.Notice(b.truth())
	}
	return b.inquiry
}

func (b *fakeBroker) truth() broker.Truth {
	w := b.desk.world
	t := broker.Truth{Moment: broker.Moment{Time: b.now()}, Inquiry: b.inquiry, Account: "DU1", Fills: slices.Clone(w.fills), Open: slices.Clone(w.foreign),
		Cash: []broker.Balance{{Currency: market.USD, Amount: w.cash}}}
	for _, id := range w.ids {
		if r := w.orders[id]; r.State.Done() {
			t.Done = append(t.Done, *r)
		} else {
			t.Open = append(t.Open, *r)
		}
	}
	for id, q := range w.holdings {
		if !q.IsZero() {
			in := b.desk.universe.At(id)
			t.Holdings = append(t.Holdings, broker.Holding{Instrument: in, Symbol: in.Symbol, Quantity: q, Cost: decimal.NewFromInt(10)})
		}
	}
	for _, list := range [][]broker.Report{t.Open, t.Done} {
		for i := range list {
			list[i].Instrument, _ = b.desk.universe.Find(list[i].Symbol)
		}
	}
	for i := range t.Fills {
		t.Fills[i].Fill.Instrument, _ = b.desk.universe.Find(t.Fills[i].Symbol)
	}
	if b.answer != nil {
		b.answer(&t)
	}
	return t
}

// fill trades at the broker; told pushes the execution to us.
func (d *desk) fill(id order.ID, exec string, quantity int64, price string, told bool) order.Fill {
	r := d.world.orders[id]
	f := order.Fill{ExecID: exec, Order: id, Side: r.Request.Side, Quantity: decimal.NewFromInt(quantity), Price: decimal.RequireFromString(price), Time: d.venue.now()}
	d.trade(r.Symbol, f, false)
	r.Filled = r.Filled.Add(f.Quantity)
	r.State = order.PartiallyFilled
	if r.Filled.GreaterThanOrEqual(r.Request.Quantity) {
		r.State = order.Filled
	}
	if told {
		d.box.Order(order.WasFilled{Header: d.venue.head(id), Fill: &f})
		d.wait()
	}
	return f
}

// trade moves the account by an execution of whoever's.
func (d *desk) trade(symbol string, f order.Fill, liquidation bool) broker.ForeignFill {
	in, err := d.universe.Find(symbol)
	if err != nil {
		d.t.Fatal(err)
	}
	f.Instrument = in
	w := d.world
	w.holdings[in.ID] = w.holdings[in.ID].Add(f.Signed())
	w.cash = w.cash.Sub(in.Notional(f.Price, f.Signed()))
	foreign := broker.ForeignFill{Moment: broker.Moment{Time: f.Time}, Fill: f, Symbol: symbol, Liquidation: liquidation}
	w.fills = append(w.fills, foreign)
	return foreign
}
