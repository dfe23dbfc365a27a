package data

import (
	"context"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tidemark/tidemark/market"
)

// bookAt is a book whose numbers tell it from others: n levels a side.
func bookAt(at market.Time, price float64, n int) (d market.Depth) {
	d.Time = at
	for i := range n {
		d.Bids[i] = market.Level{Price: price - float64(i+1), Size: float64(10 + i)}
		d.Asks[i] = market.Level{Price: price + float64(i+1), Size: float64(20 + i)}
	}
	return d
}

func readDepth(t *testing.T, s market.DepthStream) (all []market.Depth) {
	t.Helper()
	var d market.Depth
	for {
		switch err := s.Next(&d); err {
		case nil:
			all = append(all, d)
		case io.EOF:
			return all
		default:
			t.Fatal(err)
		}
	}
}

// TestDepthInTheCatalog writes more books than one batch, two of them at one time, and reads them and a part of them.
func TestDepthInTheCatalog(t *testing.T) {
	c := newCatalog(t)
	var books []market.Depth
	start := utc("2024-03-04 15:00")
	for i := range 2500 {
		books = append(books, bookAt(start+market.Time(i/2)*1e9, 100, 1+i%market.MaxLevels))
	}
	written, err := c.WriteDepth(context.Background(), "SPY", FromDepth(books), Options{})
	if err != nil || written.Rows != 2500 {
		t.Fatal(written, err)
	}
	all, err := c.Depth("SPY", Beginning, market.Never)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(books, readDepth(t, all)); diff != "" {
		t.Error(diff)
	}
	tops, err := c.Depth("SPY", Beginning, market.Never)
	if err != nil {
		t.Fatal(err)
	}
	defer tops.Close()
	quotes, count := Tops(tops), 0
	var batch market.Quotes
	for quotes.Next(&batch) == nil {
		for i := range batch.Len() {
			if q := books[count].Quote(); batch.Bid[i] != q.Bid || batch.AskSize[i] != q.AskSize || batch.Time[i] != q.Time {
				t.Fatalf("top %d is %v at %s, want %+v", count, batch.Bid[i], batch.Time[i], q)
			}
			count++
		}
	}
	if count != len(books) {
		t.Errorf("%d tops of %d books", count, len(books))
	}
	part, err := c.Depth("SPY", start, start+10e9) // the seconds 1 to 10, two books each
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(books[2:22], readDepth(t, part)); diff != "" {
		t.Error(diff)
	}
	list, err := c.Series()
	if err != nil || len(list) != 1 || list[0].Series != DepthSeries("SPY") || list[0].Rows != 2500 {
		t.Errorf("the catalog lists %v, %v", list, err)
	}
	if err := all.Close(); err != nil {
		t.Error(err)
	}
	if err := part.Close(); err != nil {
		t.Error(err)
	}
}

// TestReplayOfDepth: a book comes before the quote, trade and bar of its instant, and is its own until the next event.
func TestReplayOfDepth(t *testing.T) {
	quotes, trades := &market.Quotes{}, &market.Trades{}
	for at := market.Time(10); at <= 30; at += 10 {
		quotes.Append(market.Quote{Time: at, Bid: 1, Ask: 2})
		trades.Append(market.Trade{Time: at, Price: 2})
	}
	r := NewReplay(Input{
		Instrument: 3, Quotes: FromQuotes(quotes), Trades: FromTrades(trades), Bars: barsOfPrices(5, 20),
		Depth: FromDepth([]market.Depth{bookAt(20, 50, 1), bookAt(20, 60, 2), bookAt(40, 70, 3)}),
	})
	var ev market.Event
	var got []string
	for r.Next(market.Never, &ev) == Delivered {
		text := ev.Kind.String()
		if ev.Kind == market.DepthEvent {
			if ev.Depth.Instrument != 3 || ev.Depth.Time != ev.Time || ev.Depth.Bids[0].Price != ev.Depth.Asks[0].Price-2 {
				t.Errorf("book %+v at %d", ev.Depth, ev.Time)
			}
			text = "book of " + map[float64]string{49: "50", 59: "60", 69: "70"}[ev.Depth.Bids[0].Price]
		}
		got = append(got, text)
	}
	want := []string{"quote", "trade", "book of 50", "book of 60", "quote", "trade", "bar", "quote", "trade", "book of 70"}
	if diff := cmp.Diff(want, got); diff != "" || r.Err() != nil {
		t.Error(diff, r.Err())
	}
}

// TestDepthOutOfOrder: a stream that goes back ends the replay.
func TestDepthOutOfOrder(t *testing.T) {
	r := NewReplay(Input{Depth: FromDepth([]market.Depth{bookAt(20, 50, 1), bookAt(10, 60, 2)})})
	var ev market.Event
	for r.Next(market.Never, &ev) == Delivered {
		continue
	}
	if r.Err() == nil {
		t.Error("the replay went on")
	}
}
