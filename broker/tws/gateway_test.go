package tws_test

import (
	"context"
	"math"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws"
	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
)

// opening is when the market of these tests begins: Monday, 4 March 2024, half an hour after New York's opening.
var opening = market.At(time.Date(2024, 3, 4, 15, 0, 0, 0, time.UTC))

const paper = "DU1234567"

// rising is a share with a quote a second, from a bid of 100.00 up by a cent each, asks two cents above, and 100 shares
// traded at each ask half a second later.
func rising(seconds int) floor.Recording {
	var r floor.Recording
	for i := range seconds {
		at := opening.Add(time.Duration(i) * time.Second)
		bid, ask := math.Round(10000+float64(i))/100, math.Round(10002+float64(i))/100
		r.Quotes.Append(market.Quote{Time: at, Bid: bid, Ask: ask, BidSize: 300, AskSize: 200})
		r.Trades.Append(market.Trade{Time: at.Add(500 * time.Millisecond), Price: ask, Size: 100})
	}
	return r
}

// notes is an inbox that keeps everything.
type notes struct {
	mu  sync.Mutex // guards all
	all []any
}

func (n *notes) put(v any) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.all = append(n.all, v)
}

func (n *notes) Market(ev *market.Event) {
	copied := *ev
	if ev.Kind == market.DepthEvent {
		book := *ev.Depth
		copied.Depth = &book
	}
	n.put(copied)
}
func (n *notes) Order(ev order.Event)    { n.put(ev) }
func (n *notes) Notice(ev broker.Notice) { n.put(ev) }

func told[E any](n *notes) []E {
	n.mu.Lock()
	defer n.mu.Unlock()
	var list []E
	for _, v := range n.all {
		if e, ok := v.(E); ok {
			list = append(list, e)
		}
	}
	return list
}

// A pit is a market of AAPL alone behind a gateway, and instruments of a run that trade there through live venues.
type pit struct {
	floor       *floor.Floor
	gateway     *gateway.Gateway
	instruments []*market.Instrument
	in          *notes
}

// newPit waits for the start of the market, whose clock is that of the test, and opens it; it closes when the test ends. AAPL
// has options when instruments beside it are given.
func newPit(t *testing.T, start market.Time, tape floor.Recording, books bool, more ...*market.Instrument) *pit {
	t.Helper()
	<-time.After(time.Until(start.UTC()))
	f, err := floor.New(floor.Options{
		Listings: []floor.Spec{{
			Symbol: "AAPL", Kind: market.Equity, Primary: "NASDAQ", ConID: 265598, Name: "APPLE INC", Options: len(more) > 0,
		}},
		Archive: floor.Memory{"AAPL": tape}, Start: start,
	})
	if err != nil {
		t.Fatal(err)
	}
	g, err := gateway.New(gateway.Options{Floor: f, Desk: &desk.Options{Books: books, Accounts: []desk.Account{{Name: paper}}}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- g.Run(ctx) }()
	t.Cleanup(func() { stop(); <-ended })
	aapl := market.NewEquity("AAPL")
	return &pit{floor: f, gateway: g, instruments: append([]*market.Instrument{&aapl}, more...), in: &notes{}}
}

// venue is a live venue at the gateway, not started yet, which tells the pit's notes.
func (p *pit) venue(t *testing.T) *tws.Venue {
	t.Helper()
	v, err := tws.New(p.instruments, func(in *market.Instrument) (*calendar.Calendar, error) { return calendar.Get(in.Calendar) },
		p.in, tws.Options{Client: client.Options{ClientID: 3, Dialer: p.gateway}, Account: paper})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestAgainstTheGateway: the venue and the simulated gateway, each written from the protocol alone, trade with one
// another.
func TestAgainstTheGateway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPit(t, opening, rising(1200), false)
		aapl, in, v := p.instruments[0], p.in, p.venue(t)
		if err := v.Want(tws.Want{Instrument: aapl, Bars: market.Minutes(1), Quotes: true, Trades: true}); err != nil {
			t.Fatal(err)
		}
		if err := v.Start(context.Background(), nil); err != nil {
			t.Fatal(err)
		}
		defer v.Close()
		wait := func(d time.Duration) { <-time.After(d); synctest.Wait() }
		wait(2*time.Minute + 5*time.Second)

		checkBars(t, in, 2)
		if q := told[market.Event](in); len(q) < 200 {
			t.Errorf("%d market events in two minutes of one quote and one trade a second", len(q))
		}
		orders := trade(t, v, aapl, wait)
		for id, want := range map[string]order.State{"market": order.Filled, "far": order.Cancelled, "entry": order.Filled, "stop": order.Accepted, "target": order.Accepted} {
			o := orders[id]
			for _, ev := range told[order.Event](in) {
				if ev.About().Order == o.ID {
					if _, err := o.Apply(ev); err != nil {
						t.Error(err)
					}
				}
			}
			if o.State != want {
				t.Errorf("%s is %s, want %s: %s", id, o.State, want, o.Reason.Error())
			}
		}
		n := v.Inquire()
		wait(time.Second)
		truths := told[broker.Truth](in)
		if len(truths) != 1 || truths[0].Inquiry != n {
			t.Fatalf("%d truths; failed: %+v", len(truths), told[broker.InquiryFailed](in))
		}
		truth := truths[0]
		if len(truth.Holdings) != 1 || !truth.Holdings[0].Quantity.Equal(decimal.NewFromInt(200)) || truth.Holdings[0].Instrument != aapl {
			t.Errorf("holdings %+v", truth.Holdings)
		}
		if len(truth.Open) != 2 || len(truth.Fills) != 2 || len(truth.Done) < 3 || len(truth.Cash) == 0 {
			t.Errorf("%d open, %d fills, %d done, %d currencies", len(truth.Open), len(truth.Fills), len(truth.Done), len(truth.Cash))
		}
		for _, a := range told[broker.Alarm](in) {
			t.Log(a.Text)
		}
	})
}

// TestBooksOfTheGateway: the books that the venue makes of the gateway's rows are those of its market, at each quote.
func TestBooksOfTheGateway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPit(t, opening, rising(60), true)
		aapl, in, v := p.instruments[0], p.in, p.venue(t)
		if err := v.Want(tws.Want{Instrument: aapl, Depth: true}); err != nil {
			t.Fatal(err)
		}
		if err := v.Start(context.Background(), nil); err != nil {
			t.Fatal(err)
		}
		defer v.Close()
		for range 30 {
			<-time.After(time.Second)
			synctest.Wait()
			want := market.Depth{}
			p.gateway.Do(func() { p.floor.Book(&want) })
			books := told[market.Event](in)
			if len(books) == 0 {
				t.Fatal("no books")
			}
			if got := books[len(books)-1].Depth; got.Bids != want.Bids || got.Asks != want.Asks || got.Bids[9].Size == 0 {
				t.Fatalf("book %+v, want %+v", got, want)
			}
		}
		// How many rows are there when the venue looks is the scheduler's to say, and the race detector's shuffles; a book a
		// row would be 600.
		if books := told[market.Event](in); len(books) > 450 {
			t.Errorf("%d books of 30 quotes of 20 rows: rows that come together are one book", len(books))
		}
		// 200 at the ask and 50 behind it are taken; the book that comes has what is left.
		before := *last(in)
		buy := &order.Order{Request: order.NewMarket("AAPL", order.Buy, decimal.NewFromInt(250)), ID: "a", Strategy: "alpha", Instrument: aapl}
		v.Submit(buy)
		<-time.After(100 * time.Millisecond)
		synctest.Wait()
		after := last(in)
		if before.Asks[0].Size != 200 || after.Asks[0] != (market.Level{Price: before.Asks[1].Price, Size: before.Asks[1].Size - 50}) || after.Bids != before.Bids {
			t.Errorf("before %+v, after %+v", before, after)
		}
	})
}

// last is the latest book.
func last(in *notes) *market.Depth {
	all := told[market.Event](in)
	return all[len(all)-1].Depth
}

// checkBars compares the minute bars with the trades of the tape.
func checkBars(t *testing.T, in *notes, want int) {
	var bars []market.Bar
	for _, ev := range told[market.Event](in) {
		if ev.Kind == market.BarEvent {
			bars = append(bars, ev.Bar)
		}
	}
	if len(bars) != want {
		t.Errorf("%d bars, want %d: %+v", len(bars), want, bars)
	}
	for k, b := range bars {
		open, last := math.Round(10002+float64(60*k))/100, math.Round(10002+float64(60*k+59))/100
		if b.Start != opening.Add(time.Duration(k)*time.Minute) || b.Open != open || b.Close != last || b.High != last || b.Low != open || b.Volume != 6000 {
			t.Errorf("bar %d: %+v, want from %v to %v", k, b, open, last)
		}
	}
}

// trade sends a market order, a limit order that is changed and cancelled, and a bracket.
func trade(t *testing.T, v *tws.Venue, in *market.Instrument, wait func(time.Duration)) map[string]*order.Order {
	t.Helper()
	hundred := decimal.NewFromInt(100)
	orders := map[string]*order.Order{}
	send := func(id string, r order.Request, children int) {
		o := &order.Order{Request: r, ID: order.ID(id), Strategy: "alpha", Instrument: in, Children: children}
		if _, err := o.Apply(order.WasSent{Header: order.Header{Order: o.ID}}); err != nil {
			t.Fatal(err)
		}
		orders[id] = o
		sent := *o
		v.Submit(&sent)
	}
	send("market", order.NewMarket("AAPL", order.Buy, hundred), 0)
	send("far", order.NewLimit("AAPL", order.Buy, hundred, decimal.NewFromInt(90)), 0)
	wait(2 * time.Second)
	limit := decimal.NewFromInt(91)
	if _, err := orders["far"].Apply(order.WasAccepted{Header: order.Header{Order: "far"}}); err != nil {
		t.Fatal(err)
	}
	v.Modify("far", order.Change{LimitPrice: &limit})
	wait(2 * time.Second)
	v.Cancel("far")
	wait(2 * time.Second)
	exit := func(r order.Request) order.Request {
		r.Parent, r.OCA = "entry", "entry"
		return r
	}
	send("entry", order.NewMarket("AAPL", order.Buy, hundred), 2)
	send("stop", exit(order.NewStop("AAPL", order.Sell, hundred, decimal.NewFromInt(80))), 0)
	send("target", exit(order.NewLimit("AAPL", order.Sell, hundred, decimal.NewFromInt(150))), 0)
	wait(2 * time.Second)
	return orders
}
