package sim_test

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
)

// bench is a venue with the part of an engine that tests need: it keeps the orders, folds every event
// into them and fails at an event that cannot happen.
type bench struct {
	t      tester
	venue  *sim.Venue
	market []*market.Instrument
	orders map[order.ID]*order.Order
	events []order.Event
	now    market.Time
}

// tester is what tests and property tests share.
type tester interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

func newBench(t tester, opts sim.Options, instruments ...market.Instrument) *bench {
	t.Helper()
	if len(instruments) == 0 {
		instruments = []market.Instrument{market.NewEquity("SPY")}
	}
	b := &bench{t: t, orders: map[order.ID]*order.Order{}}
	for i := range instruments {
		instruments[i].ID = market.ID(i)
		b.market = append(b.market, &instruments[i])
	}
	venue, err := sim.New(b.market, calendarOf, opts)
	if err != nil {
		t.Fatal(err)
	}
	b.venue = venue
	if err := venue.Start(context.Background(), b.take); err != nil {
		t.Fatal(err)
	}
	return b
}

func calendarOf(in *market.Instrument) (*calendar.Calendar, error) { return calendar.Get(in.Calendar) }

// take folds an event, as the engine does.
func (b *bench) take(ev order.Event) {
	b.t.Helper()
	b.events = append(b.events, ev)
	o := b.orders[ev.About().Order]
	if o == nil {
		return // refusals of unknown orders
	}
	before := o.State
	verdict, err := o.Apply(ev)
	if verdict == order.Repeated && refusal(ev) {
		return
	}
	if verdict != order.Applied {
		b.t.Fatalf("%T for order %s, %s, is %s: %v", ev, o.ID, before, verdict, err)
	}
	if ev.About().Time != b.now {
		b.t.Fatalf("%T has time %s, the venue's is %s", ev, ev.About().Time, b.now)
	}
}

// refusal reports the answers that an order can get when it has ended, or rests again after another answer.
func refusal(ev order.Event) bool {
	switch ev.(type) {
	case order.CancelRefused, order.ModifyRefused:
		return true
	}
	return false
}

func (b *bench) submit(id string, req order.Request) *order.Order {
	b.t.Helper()
	in := b.market[0]
	for _, other := range b.market {
		if other.Symbol == req.Symbol {
			in = other
		}
	}
	o := &order.Order{Request: req, ID: order.ID(id), Strategy: "test", Instrument: in, Created: b.now}
	if _, known := b.orders[o.ID]; !known {
		b.orders[o.ID] = o
		b.fold(o, order.WasSent{Header: b.head(o)})
	}
	b.venue.Submit(o)
	return o
}

func (b *bench) cancel(id string) {
	if o := b.orders[order.ID(id)]; o != nil && o.State.Working() {
		b.fold(o, order.CancelRequested{Header: b.head(o)})
	}
	b.venue.Cancel(order.ID(id))
}

func (b *bench) modify(id string, change order.Change) {
	if o := b.orders[order.ID(id)]; o != nil && o.State.Working() {
		if _, verdict := o.State.On(order.RequestModify, !o.Filled.IsZero()); verdict != order.Applied {
			return // as the engine does, to an order that is being cancelled
		}
		b.fold(o, order.ModifyRequested{Header: b.head(o)})
	}
	b.venue.Modify(order.ID(id), change)
}

func (b *bench) head(o *order.Order) order.Header { return order.Header{Order: o.ID, Time: b.now} }

func (b *bench) fold(o *order.Order, ev order.Event) {
	b.t.Helper()
	if _, err := o.Apply(ev); err != nil {
		b.t.Fatal(err)
	}
}

// show moves the clock to an event, as the engine does: first up to what is due before it.
func (b *bench) show(ev market.Event) {
	for due := b.venue.Due(); due < ev.Time; due = b.venue.Due() {
		b.advance(due)
	}
	b.now = max(b.now, ev.Time)
	b.venue.Observe(&ev)
}

func (b *bench) advance(t market.Time) {
	b.now = max(b.now, t)
	b.venue.Advance(t)
}

func (b *bench) bar(bar market.Bar) {
	b.show(market.Event{Kind: market.BarEvent, Instrument: bar.Instrument, Time: bar.End, Bar: bar})
}

// minute shows a minute bar of the first instrument that ends at hh:mm of the test day.
func (b *bench) minute(end string, open, high, low, close float64) {
	at := clock(end)
	b.bar(market.Bar{Start: at.Add(-time.Minute), End: at, Open: open, High: high, Low: low, Close: close, Volume: 100})
}

func (b *bench) fills() []order.Fill {
	var fills []order.Fill
	for _, ev := range b.events {
		if filled, ok := ev.(order.WasFilled); ok {
			fills = append(fills, *filled.Fill)
		}
	}
	return fills
}

// testDay is a Monday without daylight saving: New York is UTC-5.
var testDay = market.NewDate(2024, time.March, 4)

var newYork = func() *time.Location {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		panic(err)
	}
	return zone
}()

// clock is a wall-clock time of the test day in New York.
func clock(text string) market.Time { return clockOn(testDay, text) }

// clockOn is a wall-clock time of a day in New York; 34:00 is 10:00 of the next day.
func clockOn(day market.Date, text string) market.Time {
	fields := append(strings.Split(text, ":"), "0")
	var n [3]int
	for i := range n {
		x, err := strconv.Atoi(fields[i])
		if err != nil {
			panic(err)
		}
		n[i] = x
	}
	return market.At(day.AddDays(n[0]/24).Clock(n[0]%24, n[1], newYork).Add(time.Duration(n[2]) * time.Second))
}

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }
