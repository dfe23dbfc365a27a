package custody_test

import (
	"context"
	"fmt"

	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/sim/custody"
	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// bench is a venue, books and an account in custody, as the engine joins them.
type bench struct {
	t       fataler
	list    []*market.Instrument
	venue   *sim.Venue
	books   *portfolio.Account
	custody *custody.Account
	now     market.Time
	pending []order.Event
	orders  map[order.ID]*order.Order
	closing []*order.Order
	// said are the events of the account, reasons why orders were refused or ended, fills in words.
	said    []custody.Event
	reasons map[order.ID]order.Reason
	fills   []order.Fill
}

type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

type settings struct {
	cash  bool
	rules *margin.Rules
	keep  bool
	day   bool
	money string
	// start is a time on the clock of New York.
	start string
	fees  fee.Schedule
}

func newBench(t fataler, s settings, list ...market.Instrument) *bench {
	t.Helper()
	b := &bench{t: t, orders: map[order.ID]*order.Order{}, reasons: map[order.ID]order.Reason{}}
	for i := range list {
		list[i].ID = market.ID(i)
		b.list = append(b.list, &list[i])
	}
	if s.rules == nil {
		s.rules = margin.RegT()
	}
	calendars := func(in *market.Instrument) (*calendar.Calendar, error) { return calendar.Get(in.Calendar) }
	cal, err := calendar.Get("XNYS")
	if err != nil {
		t.Fatalf("%v", err)
	}
	var day *custody.DayTrading
	if s.day {
		day = &custody.DayTrading{Minimum: dec("25000"), Calendar: cal}
	}
	b.custody, err = custody.New(custody.Options{
		Cash: s.cash, Rules: s.rules, Keep: s.keep, DayTrading: day, Fees: func() fee.Schedule { return s.fees }, Calendars: calendars,
		Find: func(symbol string) *market.Instrument {
			for _, in := range b.list {
				if in.Symbol == symbol {
					return in
				}
			}
			return nil
		},
		Tell: func(e custody.Event) { b.said = append(b.said, e) },
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
	b.books = portfolio.NewAccount("USD", b.list)
	if s.money == "" {
		s.money = "10000"
	}
	b.books.Open("a", dec(s.money), "USD")
	b.books.Open("b", decimal.Zero, "USD")
	b.custody.Open(b.books)
	if b.venue, err = sim.New(b.list, calendars, sim.Options{Funds: b.custody, Fees: s.fees}); err != nil {
		t.Fatalf("%v", err)
	}
	if err := b.venue.Start(context.Background(), func(ev order.Event) { b.pending = append(b.pending, ev) }); err != nil {
		t.Fatalf("%v", err)
	}
	if s.start == "" {
		s.start = "2024-07-01 10:00"
	}
	b.at(s.start)
	return b
}

// at moves the clock of New York.
func (b *bench) at(clock string) {
	b.t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		b.t.Fatalf("%v", err)
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", clock, zone)
	if err != nil {
		b.t.Fatalf("%v", err)
	}
	b.now = market.At(t)
	b.venue.Advance(b.now)
	b.settle()
}

// trade shows a price that others traded at, a second later, and lets the account be looked at.
func (b *bench) trade(symbol string, price float64) {
	in := b.find(symbol)
	b.now = b.now.Add(time.Second)
	b.venue.Observe(&market.Event{
		Time: b.now, Instrument: in.ID, Kind: market.TradeEvent, Trade: market.Trade{Instrument: in.ID, Time: b.now, Price: price, Size: 100},
	})
	b.settle()
	b.books.Mark(in.ID, price)
	b.inspect()
}

func (b *bench) inspect() {
	working := b.closing[:0]
	for _, o := range b.closing {
		if !o.State.Done() {
			working = append(working, o)
		}
	}
	b.closing = working
	for _, o := range b.custody.Inspect(b.now, b.closing) {
		o.ID = order.ID(fmt.Sprintf("liquidation %d", len(b.orders)))
		b.closing = append(b.closing, &o)
		b.submit(&o)
	}
}

func (b *bench) find(symbol string) *market.Instrument {
	for _, in := range b.list {
		if in.Symbol == symbol {
			return in
		}
	}
	b.t.Fatalf("no instrument %s", symbol)
	return nil
}

// send sends an order of strategy a: "buy 100 A" or "sell 5 A 99.50", and returns its id.
func (b *bench) send(words string, change ...func(*order.Request)) order.ID {
	b.t.Helper()
	var side, symbol, quantity, limit string
	n, _ := fmt.Sscan(words, &side, &quantity, &symbol, &limit)
	r := order.Request{Symbol: symbol, Side: order.Buy, Quantity: dec(quantity), Type: order.Market, TimeInForce: order.GTC}
	if side == "sell" {
		r.Side = order.Sell
	}
	if n == 4 {
		r.Type, r.LimitPrice = order.Limit, dec(limit)
	}
	for _, fn := range change {
		fn(&r)
	}
	o := &order.Order{ID: order.ID(fmt.Sprint(len(b.orders) + 1)), Strategy: "a", Request: r, Instrument: b.find(symbol)}
	b.submit(o)
	return o.ID
}

func (b *bench) submit(o *order.Order) {
	b.orders[o.ID] = o
	o.Apply(order.WasSent{Header: order.Header{Order: o.ID, Time: b.now}})
	b.venue.Submit(o)
	b.settle()
}

// settle books what the venue has told.
func (b *bench) settle() {
	for len(b.pending) > 0 {
		ev := b.pending[0]
		b.pending = b.pending[1:]
		o := b.orders[ev.About().Order]
		if _, err := o.Apply(ev); err != nil {
			b.t.Fatalf("%v", err)
		}
		switch ev := ev.(type) {
		case order.WasFilled:
			if !ev.Fill.Moves() {
				continue
			}
			if _, err := b.books.Apply(ev.Fill); err != nil {
				b.t.Fatalf("%v", err)
			}
			b.custody.Booked(ev.Fill)
			b.fills = append(b.fills, *ev.Fill)
		case order.WasRejected:
			b.reasons[o.ID] = ev.Reason
		case order.WasCancelled:
			b.reasons[o.ID] = ev.Reason
		case order.ModifyRefused:
			b.reasons[o.ID] = ev.Reason
		}
	}
}

// refused asks for the reason and the numbers of a refusal, such as "10000 10001"; "" wants none.
func (b *bench) refused(id order.ID, code order.Code, numbers string) {
	b.t.Helper()
	r, ok := b.reasons[id]
	got := ""
	if ok {
		got = r.Limit.String() + " " + r.Value.String()
	}
	if got != numbers || ok && r.Code != code {
		b.t.Fatalf("order %s: refused with %q, want %v %q", id, r.Error(), code, numbers)
	}
}

func (b *bench) accepted(id order.ID) {
	b.t.Helper()
	b.refused(id, order.NoReason, "")
}

func (b *bench) holds(symbol, quantity string) {
	b.t.Helper()
	if got := b.books.Quantity(b.find(symbol).ID); !got.Equal(dec(quantity)) {
		b.t.Fatalf("%s of %s are held, want %s", got, symbol, quantity)
	}
}

func (b *bench) settled(c market.Currency, amount string) {
	b.t.Helper()
	b.custody.Inspect(b.now, b.closing)
	if got := b.custody.Settled(c); !got.Equal(dec(amount)) {
		b.t.Fatalf("settled cash in %s is %s, want %s", c, got, amount)
	}
}
