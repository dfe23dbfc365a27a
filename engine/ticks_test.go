package engine_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

// ticks plays quotes and trades of one share, without recorded bars.
func ticks(t *testing.T, quotes *market.Quotes, trades *market.Trades, start script) *records {
	t.Helper()
	universe, err := market.NewUniverse(market.NewEquity("A"))
	if err != nil {
		t.Fatal(err)
	}
	venue, err := sim.New(universe.All(), func(in *market.Instrument) (*calendar.Calendar, error) {
		return calendar.Get(in.Calendar)
	}, sim.Options{})
	if err != nil {
		t.Fatal(err)
	}
	kept := &records{}
	input := data.Input{}
	feed := engine.Feed{}
	if quotes != nil {
		input.Quotes, feed.Quotes = data.FromQuotes(quotes), true
	}
	if trades != nil {
		input.Trades, feed.Trades = data.FromTrades(trades), true
	}
	e, err := engine.New(engine.Options{
		Universe: universe, Feeds: []engine.Feed{feed}, Start: monday, Venue: venue, Gate: openGate(t), Base: market.USD,
		Recorder: kept, Log: zerolog.Nop(),
		Strategies: []engine.Member{{Name: "s", Strategy: start, Cash: decimal.NewFromInt(100_000)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Run(t.Context(), data.NewReplay(input)); err != nil {
		t.Fatal(err)
	}
	kept.account = e.Account()
	return kept
}

func second(n int) market.Time { return monday.Add(time.Duration(n) * time.Second) }

// Bars are built from trades and come when the clock says that they are over; an order sent on a trade fills
// at the next one.
func TestTradesMakeBarsAndFills(t *testing.T) {
	trades := &market.Trades{}
	for i, price := range []float64{10, 12, 11, 13} {
		trades.Append(market.Trade{Time: second(20 * (i + 1)), Price: price, Size: 5})
	}
	r := &run{}
	kept := ticks(t, nil, trades, func(s *strategy.Session) error {
		s.Trades("A", func(x market.Trade) {
			r.log = append(r.log, "trade")
			if x.Price == 12 {
				if _, err := s.Buy("A", hundred); err != nil {
					t.Error(err)
				}
			}
		})
		s.Bars("A", market.Minutes(1), func(b market.Bar) {
			if b.Open != 10 || b.High != 12 || b.Low != 10 || b.Close != 11 || b.Volume != 15 || b.End != second(60) {
				t.Errorf("bar %+v, want 10 12 10 11 of volume 15 at the minute's end", b)
			}
			r.log = append(r.log, "bar")
		})
		return nil
	})
	if want := []string{"trade", "trade", "trade", "bar", "trade"}; !slices.Equal(r.log, want) {
		t.Errorf("got %q, want %q", r.log, want)
	}
	if len(kept.fills) != 1 || kept.fills[0].Price.String() != "11" {
		t.Errorf("fills %+v, want one at 11, the trade after the order", kept.fills)
	}
}

// With quotes alone, buys fill at the ask of the next quote, and bars of the last price are bars of the mid.
func TestQuotesMakeBarsOfTheMidAndFillsAtTheSides(t *testing.T) {
	quotes := &market.Quotes{}
	for i, bid := range []float64{10, 11, 12, 13} {
		quotes.Append(market.Quote{Time: second(20 * (i + 1)), Bid: bid, Ask: bid + 0.5, BidSize: 100, AskSize: 100})
	}
	bars := 0
	kept := ticks(t, quotes, nil, func(s *strategy.Session) error {
		s.Quotes("A", func(q market.Quote) {
			if last, ok := s.LastQuote("A"); !ok || last.Bid != q.Bid {
				t.Errorf("LastQuote %+v, %v", last, ok)
			}
			if q.Bid == 10 {
				if _, err := s.Buy("A", hundred); err != nil {
					t.Error(err)
				}
			}
		})
		s.Bars("A", market.Minutes(1), func(b market.Bar) {
			bars++
			if b.Open != 10.25 || b.Close != 12.25 {
				t.Errorf("bar %+v, want mids 10.25 to 12.25", b)
			}
			if price, ok := s.Price("A"); !ok || price != 12.25 {
				t.Errorf("Price = %g, %v; want the mid 12.25", price, ok)
			}
		})
		return nil
	})
	if bars != 1 {
		t.Errorf("%d bars, want 1", bars)
	}
	if len(kept.fills) != 1 || kept.fills[0].Price.String() != "11.5" {
		t.Errorf("fills %+v, want one at 11.5, the ask of the next quote", kept.fills)
	}
}

func TestHistoryQuitAndModify(t *testing.T) {
	r := &run{}
	r.add("A", 10, 11, 12, 13, 14, 15)
	r.strategy("s", func(s *strategy.Session) error {
		var resting order.ID
		s.Orders(func(u strategy.OrderUpdate) {
			switch e := u.Event.(type) {
			case order.WasModified:
				r.tell(s, "limit now %s", u.Order.LimitPrice)
			case order.WasCancelled:
				r.tell(s, "cancelled %s", e.Reason.Code)
			}
		})
		s.Bars("A", market.Minutes(1), func(b market.Bar) {
			bars, err := s.History("A", market.Minutes(1))
			if err != nil {
				t.Error(err)
			}
			r.tell(s, "%g of %d", bars[0].Close, len(bars))
			switch b.Close {
			case 10:
				resting, err = s.Submit(order.NewLimit("A", order.Buy, hundred, decimal.NewFromInt(5)).For(order.GTC))
			case 11:
				limit := decimal.NewFromInt(6)
				err = s.Modify(resting, order.Change{LimitPrice: &limit})
			case 12:
				if open := s.OpenOrders(""); len(open) != 1 || open[0].LimitPrice.String() != "6" {
					t.Errorf("open orders %+v", open)
				}
				if _, err := s.History("A", market.Minutes(5)); err == nil || !strings.Contains(err.Error(), "strategy.Keep") {
					t.Errorf("History of what is not kept: %v", err)
				}
				s.Quit("enough")
			}
			if err != nil {
				t.Error(err)
			}
		}, strategy.Keep(2))
		return nil
	})
	_, kept := r.play(t)
	want := []string{"1 10 of 1", "2 10 of 2", "2 limit now 6", "3 11 of 2"}
	if !slices.Equal(r.log, want) {
		t.Errorf("got  %q\nwant %q", r.log, want)
	}
	if state := kept.orders[0].State; state != order.Cancelled {
		t.Errorf("the order of a strategy that quit is %s, want cancelled", state)
	}
}

// Order books fill at their levels, mark what is held, and are shown to who asked for them.
func TestBooks(t *testing.T) {
	universe, err := market.NewUniverse(market.NewEquity("A"))
	if err != nil {
		t.Fatal(err)
	}
	venue, err := sim.New(universe.All(), func(in *market.Instrument) (*calendar.Calendar, error) {
		return calendar.Get(in.Calendar)
	}, sim.Options{})
	if err != nil {
		t.Fatal(err)
	}
	book := func(n int, bid, ask, behind float64) market.Depth {
		d := market.Depth{Time: second(n)}
		d.Bids[0] = market.Level{Price: bid, Size: 100}
		d.Asks[0], d.Asks[1] = market.Level{Price: ask, Size: 60}, market.Level{Price: behind, Size: 100}
		return d
	}
	kept, shown := &records{}, 0
	e, err := engine.New(engine.Options{
		Universe: universe, Feeds: []engine.Feed{{Depth: true}}, Start: monday, Venue: venue, Gate: openGate(t), Base: market.USD,
		Recorder: kept, Log: zerolog.Nop(),
		Strategies: []engine.Member{{Name: "s", Cash: decimal.NewFromInt(100_000), Strategy: script(func(s *strategy.Session) error {
			s.Depth("A", func(d *market.Depth) {
				if shown++; shown == 1 {
					if _, err := s.Buy("A", hundred); err != nil {
						t.Error(err)
					}
				}
			})
			return nil
		})}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	// The last one is empty: it says nothing of the price.
	books := []market.Depth{book(1, 9.99, 10.01, 10.02), book(2, 9.99, 10.03, 10.04), {Time: second(3)}}
	summary, err := e.Run(t.Context(), data.NewReplay(data.Input{Depth: data.FromDepth(books)}))
	if err != nil || summary.Books != 3 || shown != 3 || summary.Fills != 2 {
		t.Fatalf("%+v, %d shown, %v", summary, shown, err)
	}
	// 60 at 10.03 and 40 at 10.04 cost 1003.40; the middle of 9.99 and 10.03 is 10.01: 100000 - 1003.40 + 1001.
	if equity, err := e.Account().Equity(); err != nil || !equity.Equal(decimal.RequireFromString("99997.6")) {
		t.Errorf("equity %s, %v", equity, err)
	}
}
