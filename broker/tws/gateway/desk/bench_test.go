package desk_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }

var newYork = must(time.LoadLocation("America/New_York"))

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// clock is a New York time on Monday, 2024-03-04, "10:00:00", or of another day, "2024-03-05 10:00:00".
func clock(text string) market.Time {
	if !strings.Contains(text, " ") {
		text = "2024-03-04 " + text
	}
	return market.At(must(time.ParseInLocation(time.DateTime, text, newYork)))
}

// pit is a market that does what a test says.
type pit struct {
	now      market.Time
	listings []*floor.Listing
	combos   []*floor.Listing
	tops     []floor.Top
	watched  map[market.ID]int
	books    map[market.ID]market.Depth
}

func (p *pit) Now() market.Time            { return p.now }
func (p *pit) Listings() []*floor.Listing  { return p.listings }
func (p *pit) Combos() []*floor.Listing    { return p.combos }
func (p *pit) Top(id market.ID) *floor.Top { return &p.tops[id] }
func (p *pit) Book(b *market.Depth) {
	known := p.books[b.Instrument]
	b.Bids, b.Asks = known.Bids, known.Asks
}
func (p *pit) Watch(id market.ID) error {
	p.watched[id]++
	return nil
}
func (p *pit) Unwatch(id market.ID) { p.watched[id]-- }
func (p *pit) find(symbol string) *floor.Listing {
	for _, l := range p.listings {
		if l.Instrument.Symbol == symbol {
			return l
		}
	}
	panic("no " + symbol + " in the pit")
}

func (p *pit) Resolve(k *wire.Contract) (*floor.Listing, *floor.Refusal) {
	if k.SecType == wire.Combo {
		return p.combine(k)
	}
	if l := p.contract(k.ConID); l != nil {
		return l, nil
	}
	return nil, &floor.Refusal{Code: 200, Text: "No security definition has been found for the request"}
}

func (p *pit) contract(conID int) *floor.Listing {
	for _, l := range p.listings {
		if conID == l.Contract.ConID {
			return l
		}
	}
	return nil
}

func (p *pit) combine(k *wire.Contract) (*floor.Listing, *floor.Refusal) {
	l, refusal := floor.Combine(k, p.contract)
	if refusal != nil {
		return nil, refusal
	}
	for _, known := range p.combos {
		if known.Instrument.Symbol == l.Instrument.Symbol {
			return known, nil
		}
	}
	l.Instrument.ID = market.ID(len(p.listings) + len(p.combos))
	p.combos = append(p.combos, l)
	return l, nil
}

// The contracts of the pit, by conId.
const (
	aaplID, esID, eurID, spxID, callID, msftID, spxCallID, laterID = 265598, 1001, 12087792, 416904, 2001, 272093, 2002, 1002
	call175ID, spxPutID                                            = 2003, 2004
)

func newPit(at string) *pit {
	p := &pit{now: clock(at), watched: map[market.ID]int{}, books: map[market.ID]market.Depth{}}
	add := func(in market.Instrument, conID int, kind wire.SecType, exchange, primary string) *floor.Listing {
		in.ID = market.ID(len(p.listings))
		l := &floor.Listing{
			Instrument: &in, Calendar: must(calendar.Get(in.Calendar)),
			Contract: wire.Contract{
				ConID: conID, Symbol: in.Symbol, SecType: kind, Exchange: exchange, PrimaryExchange: primary,
				Currency: string(in.Currency), LocalSymbol: in.Symbol, Multiplier: wire.Some(in.Multiplier),
			},
		}
		p.listings = append(p.listings, l)
		p.tops = append(p.tops, floor.Top{})
		return l
	}
	aapl := add(market.NewEquity("AAPL"), aaplID, wire.Stock, "SMART", "NASDAQ")
	add(market.NewEquity("MSFT"), msftID, wire.Stock, "SMART", "NASDAQ")
	add(market.NewFuture("ESM4", "ES", market.NewDate(2024, time.June, 21), dec("50"), dec("0.25")), esID, wire.Future, "CME", "")
	add(market.NewForex("EUR", "USD"), eurID, wire.Cash, "IDEALPRO", "")
	index := market.NewEquity("SPX")
	index.Kind, index.Exchange = market.Index, "CBOE"
	spx := add(index, spxID, wire.Index, "CBOE", "")
	option := market.NewEquity("AAPL C170")
	option.Kind, option.Multiplier, option.Underlying = market.Option, dec("100"), "AAPL"
	option.Expiry, option.Strike, option.Right = market.NewDate(2024, time.March, 15), dec("170"), market.Call
	add(option, callID, wire.Option, "SMART", "").Underlying = aapl
	higher := option
	higher.Symbol, higher.Strike = "AAPL C175", dec("175")
	option.Symbol, option.Underlying, option.Strike = "SPX C5000", "SPX", dec("5000")
	add(option, spxCallID, wire.Option, "SMART", "").Underlying = spx
	add(market.NewFuture("ESU4", "ES", market.NewDate(2024, time.September, 20), dec("50"), dec("0.25")), laterID, wire.Future, "CME", "")
	add(higher, call175ID, wire.Option, "SMART", "").Underlying = aapl
	option.Symbol, option.Right = "SPX P5000", market.Put
	add(option, spxPutID, wire.Option, "SMART", "").Underlying = spx
	return p
}

// judge is a test, or one run of a property.
type judge interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
}

// bench is a desk in a pit, and what it has told.
type bench struct {
	t    judge
	pit  *pit
	desk *desk.Desk
	told []string
	all  []wire.Message
}

func newBench(t testing.TB, at string, o desk.Options) *bench {
	t.Helper()
	b := &bench{t: t, pit: newPit(at)}
	b.open(o)
	return b
}

// open starts a desk, also a second one over the same book.
func (b *bench) open(o desk.Options) {
	b.t.Helper()
	if o.Accounts == nil {
		o.Accounts = []desk.Account{{Name: "DU1"}}
	}
	o.Tell = func(to desk.Audience, m wire.Message) {
		b.all = append(b.all, m)
		for client := range 20 {
			if to.Hears(client) {
				b.told = append(b.told, fmt.Sprintf("%d %s", client, line(m)))
			}
		}
	}
	d, err := desk.New(b.pit, o)
	if err != nil {
		b.t.Fatal(err)
	}
	b.desk = d
}

// line is a message in short.
func line(m wire.Message) string {
	switch m := m.(type) {
	case *wire.OpenOrder:
		return fmt.Sprintf("open %d %s", m.OrderID, m.State.Status)
	case *wire.OrderStatus:
		text := fmt.Sprintf("status %d %s %s/%s", m.OrderID, m.Status, m.Filled, m.Remaining)
		if m.WhyHeld != "" {
			text += " " + m.WhyHeld
		}
		return text
	case *wire.Executed:
		e := &m.Execution
		return fmt.Sprintf("exec %d %s %s %s @ %s", e.OrderID, e.Side, e.Shares, m.Contract.Symbol, e.Price)
	case *wire.CommissionReport:
		text := "commission " + m.Commission.Value.String()
		if pnl, ok := m.RealizedPNL.Get(); ok {
			text += " realised " + pnl.String()
		}
		return text
	case *wire.Error:
		return fmt.Sprintf("error %d %d", m.RequestID, m.Code)
	case *wire.OrderBound:
		return fmt.Sprintf("bound %d", m.OrderID)
	case *wire.CompletedOrder:
		return fmt.Sprintf("completed %s %s %q", m.State.Status, m.Order.TotalQuantity, m.State.CompletedStatus)
	}
	return fmt.Sprintf("%T", m)
}

// expect compares what was told since the last time with lines of text.
func (b *bench) expect(what string, want ...string) {
	b.t.Helper()
	if got := strings.Join(b.told, "\n"); got != strings.Join(want, "\n") {
		b.t.Errorf("%s: told\n  %s\nwant\n  %s", what, strings.ReplaceAll(got, "\n", "\n  "), strings.Join(want, "\n  "))
	}
	b.told = nil
}

// has looks for one line among what was told since the last time.
func (b *bench) has(what, want string) {
	b.t.Helper()
	for _, got := range b.told {
		if got == want {
			b.told = nil
			return
		}
	}
	b.t.Errorf("%s: %q is not among what was told:\n  %s", what, want, strings.Join(b.told, "\n  "))
	b.told = nil
}

// lastError is the text of the error told last.
func (b *bench) lastError() string {
	for i := len(b.all) - 1; i >= 0; i-- {
		if e, ok := b.all[i].(*wire.Error); ok {
			return e.Message
		}
	}
	return ""
}

func lines(list []wire.Message) string {
	var text []string
	for _, m := range list {
		text = append(text, line(m))
	}
	return strings.Join(text, "\n")
}

// wait lets the market's clock run.
func (b *bench) wait(until string) {
	b.pit.now = clock(until)
	b.desk.Advance(b.pit.now)
}

// quote is a quote now.
func (b *bench) quote(symbol string, bid, ask float64) {
	l := b.pit.find(symbol)
	top := &b.pit.tops[l.ID()]
	top.Bid, top.Ask, top.BidSize, top.AskSize, top.QuoteTime = bid, ask, 100, 100, b.pit.now
	b.desk.Observe(&market.Event{
		Kind: market.QuoteEvent, Instrument: l.ID(), Time: b.pit.now,
		Quote: market.Quote{Instrument: l.ID(), Time: b.pit.now, Bid: bid, Ask: ask, BidSize: 100, AskSize: 100},
	})
}

// trade is a trade of others now.
func (b *bench) trade(symbol string, price float64) {
	l := b.pit.find(symbol)
	b.pit.tops[l.ID()].Last = price
	b.desk.Observe(&market.Event{
		Kind: market.TradeEvent, Instrument: l.ID(), Time: b.pit.now,
		Trade: market.Trade{Instrument: l.ID(), Time: b.pit.now, Price: price, Size: 100},
	})
}

// shown is the order of a client as openOrder has it now.
func (b *bench) shown(client, id int) wire.Order {
	b.t.Helper()
	for _, m := range b.desk.OpenOrders(client) {
		if o, ok := m.(*wire.OpenOrder); ok && o.OrderID == id {
			return o.Order
		}
	}
	b.t.Errorf("order %d of client %d is not open", id, client)
	return wire.Order{}
}

func contract(conID int) wire.Contract {
	return wire.Contract{ConID: conID, Exchange: exchangeOf[conID]}
}

var exchangeOf = map[int]string{
	aaplID: "SMART", msftID: "SMART", esID: "CME", eurID: "IDEALPRO", spxID: "CBOE", callID: "SMART", spxCallID: "SMART", call175ID: "SMART", spxPutID: "SMART",
}

// orders

func newOrder(action wire.Action, kind wire.OrderType, quantity string) wire.Order {
	return wire.Order{
		Action: action, OrderType: kind, TotalQuantity: dec(quantity), TimeInForce: wire.Day, Transmit: true,
		Short: wire.ShortSale{ExemptCode: -1},
	}
}

func limit(action wire.Action, quantity, price string) wire.Order {
	o := newOrder(action, wire.Limit, quantity)
	o.LimitPrice = wire.Some(dec(price))
	return o
}

func stop(action wire.Action, quantity, price string) wire.Order {
	o := newOrder(action, wire.Stop, quantity)
	o.AuxPrice = wire.Some(dec(price))
	return o
}

func at(action wire.Action, quantity string) wire.Order {
	return newOrder(action, wire.Market, quantity)
}

func (b *bench) place(client, id, conID int, o wire.Order) {
	b.desk.Place(client, &wire.PlaceOrder{OrderID: id, Contract: contract(conID), Order: o})
}

func (b *bench) cancel(client, id int) {
	b.desk.Cancel(client, 200, &wire.CancelOrder{OrderID: id})
}
