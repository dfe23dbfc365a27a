package data

import (
	"context"
	"errors"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tidemark/tidemark/market"
)

var minute = market.Minutes(1)

func newCatalog(t testing.TB) *Catalog {
	t.Helper()
	c, err := Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// utc is an instant given as "2006-01-02 15:04".
func utc(text string) market.Time {
	t, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		panic(err)
	}
	return market.At(t)
}

// barsAt makes one-minute bars that end at the given instants. Their prices tell them apart.
func barsAt(price float64, ends ...string) *market.Bars {
	var bars market.Bars
	for _, end := range ends {
		t := utc(end)
		bars.Append(market.Bar{Start: t.Add(-time.Minute), End: t, Open: price, High: price + 2, Low: price - 1, Close: price + 1, Volume: 10})
		price++
	}
	return &bars
}

func mustWrite(t testing.TB, c *Catalog, symbol string, bars *market.Bars, o Options) Written {
	t.Helper()
	w, err := c.WriteBars(context.Background(), symbol, minute, FromBars(bars), o)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// tester is what testing.T and rapid.T have in common here.
type tester interface {
	Helper()
	Fatal(...any)
}

// drain reads a stream to its end and closes it.
func drain(t tester, stream market.BarStream) *market.Bars {
	t.Helper()
	var all, batch market.Bars
	for {
		err := stream.Next(&batch)
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		for i := range batch.Len() {
			var b market.Bar
			batch.Row(i, &b)
			all.Append(b)
		}
	}
	if err := stream.Close(); err != nil {
		t.Fatal(err)
	}
	return &all
}

func mustRead(t testing.TB, c *Catalog, symbol string, from, to market.Time) *market.Bars {
	t.Helper()
	stream, err := c.Bars(symbol, minute, from, to)
	if err != nil {
		t.Fatal(err)
	}
	return drain(t, stream)
}

func wantBars(t testing.TB, got, want *market.Bars) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("bars (-want +got):\n%s", diff)
	}
}

// sameBars is wantBars for more rows than a difference can show.
func sameBars(a, b *market.Bars) bool {
	return slices.Equal(a.Start, b.Start) && slices.Equal(a.End, b.End) && slices.Equal(a.Open, b.Open) &&
		slices.Equal(a.High, b.High) && slices.Equal(a.Low, b.Low) && slices.Equal(a.Close, b.Close) &&
		slices.Equal(a.Volume, b.Volume) && slices.Equal(a.Spread, b.Spread)
}

func TestOpenMissing(t *testing.T) {
	root := t.TempDir() + "/none"
	_, err := Open(root)
	var missing *NoCatalogError
	if !errors.As(err, &missing) || missing.Root != root {
		t.Fatalf("Open of a missing folder: %v, want a NoCatalogError of %s", err, root)
	}
}

func TestBarsKeepEveryValue(t *testing.T) {
	c := newCatalog(t)
	want := randomWalk(3 * rowGroup / 2)
	w := mustWrite(t, c, "SPY", want, Options{})
	if w.Rows != int64(want.Len()) || w.First != want.End[0] || w.Last != want.End[want.Len()-1] {
		t.Errorf("Written is %+v", w)
	}
	if got := mustRead(t, c, "SPY", Beginning, market.Never); !sameBars(got, want) {
		t.Error("the bars read are not those written")
	}
}

// A period is (from, to] by the end of the bar.
func TestBarsPeriod(t *testing.T) {
	c := newCatalog(t)
	all := barsAt(1, "2023-12-31 23:59", "2024-01-01 00:00", "2024-01-01 00:01", "2024-12-31 23:59")
	mustWrite(t, c, "X", all, Options{})
	for _, test := range []struct {
		name       string
		from, to   market.Time
		first, end int
	}{
		{"all", Beginning, market.Never, 0, 4},
		{"from is excluded", all.End[0], market.Never, 1, 4},
		{"to is included", Beginning, all.End[2], 0, 3},
		{"just before", Beginning, all.End[2] - 1, 0, 2},
		{"the year's first instant alone", all.End[1] - 1, all.End[1], 1, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := all.Slice(test.first, test.end)
			wantBars(t, mustRead(t, c, "X", test.from, test.to), &want)
		})
	}
}

// Every period over several row groups, whose statistics decide what is read, against plain comparison.
func TestBarsPeriodAcrossRowGroups(t *testing.T) {
	c := newCatalog(t)
	all := randomWalk(2*rowGroup + 100)
	mustWrite(t, c, "X", all, Options{})
	for _, edges := range [][2]int{{0, 1}, {rowGroup - 1, rowGroup + 1}, {rowGroup, 2 * rowGroup}, {2*rowGroup + 99, 2*rowGroup + 100}, {5, 2*rowGroup + 50}} {
		want := all.Slice(edges[0], edges[1])
		got := mustRead(t, c, "X", all.End[edges[0]]-1, all.End[edges[1]-1])
		if got.Len() != want.Len() || got.End[0] != want.End[0] || got.Close[got.Len()-1] != want.Close[want.Len()-1] {
			t.Errorf("rows %v: got %d from %s, want %d from %s", edges, got.Len(), got.End[0], want.Len(), want.End[0])
		}
	}
}

func TestBarsNotFound(t *testing.T) {
	c := newCatalog(t)
	mustWrite(t, c, "SPY", barsAt(1, "2024-01-02 15:00"), Options{})
	mustWrite(t, c, "QQQ", barsAt(1, "2024-01-02 15:00"), Options{})
	var missing *NotFoundError
	if _, err := c.Bars("SPY", market.Daily(), Beginning, market.Never); !errors.As(err, &missing) {
		t.Fatalf("another specification: %v", err)
	}
	if diff := cmp.Diff([]Series{BarSeries("SPY", minute)}, missing.Available); diff != "" {
		t.Errorf("available of the same symbol: %s", diff)
	}
	if _, err := c.Quotes("IBM", Beginning, market.Never); !errors.As(err, &missing) || len(missing.Available) != 2 {
		t.Errorf("another symbol: %v", err)
	}
}

func TestBarsEmptyPeriod(t *testing.T) {
	c := newCatalog(t)
	bars := barsAt(1, "2023-06-01 12:00", "2024-06-01 12:00")
	mustWrite(t, c, "X", bars, Options{})
	for _, period := range [][2]market.Time{
		{utc("2025-01-01 00:00"), utc("2026-01-01 00:00")},
		{utc("2023-06-01 12:00"), utc("2024-06-01 11:59")}, // inside, where no row is
		{market.Never, Beginning},
	} {
		_, err := c.Bars("X", minute, period[0], period[1])
		var empty *EmptyPeriodError
		if !errors.As(err, &empty) || empty.First != bars.End[0] || empty.Last != bars.End[1] {
			t.Errorf("period %v: %v", period, err)
		}
	}
}

func TestQuotesAndTrades(t *testing.T) {
	c := newCatalog(t)
	at := utc("2024-05-01 10:00")
	var quotes market.Quotes
	var trades market.Trades
	for i := range 5 {
		// Several observations may share an instant.
		when := at.Add(time.Duration(i/2) * time.Millisecond)
		quotes.Append(market.Quote{Time: when, Bid: 1 + float64(i), Ask: 2, BidSize: 3, AskSize: 4})
		trades.Append(market.Trade{Time: when, Price: float64(i), Size: 7})
	}
	ctx := context.Background()
	if _, err := c.WriteQuotes(ctx, "EUR/USD", FromQuotes(&quotes), Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.WriteTrades(ctx, "EUR/USD", FromTrades(&trades), Options{}); err != nil {
		t.Fatal(err)
	}
	q, err := c.Quotes("EUR/USD", at, market.Never)
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	var gotQuotes market.Quotes
	if err := q.Next(&gotQuotes); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(quotes.Slice(2, 5), gotQuotes); diff != "" {
		t.Error(diff)
	}
	if err := q.Next(&gotQuotes); err != io.EOF || gotQuotes.Len() != 0 {
		t.Errorf("at the end: %v with %d rows", err, gotQuotes.Len())
	}
	r, err := c.Trades("EUR/USD", Beginning, at)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var gotTrades market.Trades
	if err := r.Next(&gotTrades); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(trades.Slice(0, 2), gotTrades); diff != "" {
		t.Error(diff)
	}
}
