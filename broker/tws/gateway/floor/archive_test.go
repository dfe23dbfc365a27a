package floor_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// drain reads what is left of a market.
func drain(t testing.TB, f *floor.Floor) []market.Event {
	t.Helper()
	var all []market.Event
	var ev market.Event
	for f.Next(market.Never, &ev) {
		all = append(all, ev)
	}
	if err := f.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// minute is a bar of 2025-06-03 that begins at a time of New York.
func minute(t testing.TB, clock string, open, high, low, last, volume float64) market.Bar {
	start := on(t, clock)
	return market.Bar{Start: start, End: start.Add(time.Minute), Open: open, High: high, Low: low, Close: last, Volume: volume}
}

// A bar becomes trades at its open, its nearer extreme, its farther extreme and its close: here the low is
// 1 away from the open and the high 2. The close has what quarters of 402 shares leave over: 402 − 3 × 100.
func TestBarsAreToldAsTicks(t *testing.T) {
	var bars market.Bars
	bars.Append(minute(t, "09:30:00", 100, 102, 99, 101, 402))
	f := open(t, floor.Options{
		Listings: []floor.Spec{{Symbol: "AAPL"}}, Start: on(t, "09:00:00"),
		Archive: floor.Memory{"AAPL": {Bars: bars, Spec: market.Minutes(1)}},
	})
	type tick struct {
		clock                 string
		bid, ask, price, size float64
	}
	var got []tick
	var quote market.Quote
	for _, ev := range drain(t, f) {
		if ev.Kind == market.QuoteEvent {
			quote = ev.Quote
			continue
		}
		clock := ev.Time.In(time.FixedZone("EDT", -4*3600)).Format("15:04:05.0")
		got = append(got, tick{clock, quote.Bid, quote.Ask, ev.Trade.Price, ev.Trade.Size})
	}
	want := []tick{
		{"09:30:01.0", 100, 100.01, 100, 100},
		{"09:30:22.5", 99, 99.01, 99, 100},
		{"09:30:37.5", 101.99, 102, 102, 100},
		{"09:31:00.0", 101, 101.01, 101, 102},
	}
	if !slices.Equal(got, want) {
		t.Errorf("ticks\n got %v\nwant %v", got, want)
	}
}

// A day's bar is told within the session: from its open, 09:30, to its close, whatever start it was given.
func TestDailyBarsAreToldInTheSession(t *testing.T) {
	var bars market.Bars
	bars.Append(market.Bar{Start: on(t, "00:00:00"), End: on(t, "16:00:00"), Open: 10, High: 12, Low: 9, Close: 11, Volume: 4000})
	f := open(t, floor.Options{
		Listings: []floor.Spec{{Symbol: "AAPL"}}, Start: on(t, "09:00:00"),
		Archive: floor.Memory{"AAPL": {Bars: bars, Spec: market.Daily()}},
	})
	all := drain(t, f)
	if len(all) != 8 || all[0].Time != on(t, "09:30:01") || all[7].Time != on(t, "16:00:00") {
		t.Errorf("%d events from %v to %v", len(all), all[0].Time, all[len(all)-1].Time)
	}
}

func TestQuotesAreMadeAroundTrades(t *testing.T) {
	var trades market.Trades
	for i, price := range []float64{167.44, 167.46, 167.45} {
		trades.Append(market.Trade{Time: on(t, "09:31:00").Add(time.Duration(i) * time.Second), Price: price, Size: 5})
	}
	f := open(t, floor.Options{
		Listings: []floor.Spec{{Symbol: "AAPL"}}, Start: on(t, "09:00:00"), Archive: floor.Memory{"AAPL": {Trades: trades}},
	})
	var asks []float64
	for _, ev := range drain(t, f) {
		if ev.Kind == market.QuoteEvent {
			asks = append(asks, ev.Quote.Ask)
		}
	}
	// Bought, bought on the rise, sold on the fall: the ask is the price, the price, a cent above it, which as a sum
	// of float64s would be 167.45999999999998.
	if !slices.Equal(asks, []float64{167.44, 167.46, 167.46}) {
		t.Errorf("asks %v", asks)
	}
}

func TestCatalogGivesTheFinestItHas(t *testing.T) {
	c, err := data.Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var minutes, days market.Bars
	minutes.Append(minute(t, "09:30:00", 100, 102, 99, 101, 400))
	days.Append(market.Bar{Start: on(t, "09:30:00"), End: on(t, "16:00:00"), Open: 1, High: 2, Low: 1, Close: 2, Volume: 4})
	var quotes market.Quotes
	quotes.Append(market.Quote{Time: on(t, "10:00:00"), Bid: 1.1, Ask: 1.2, BidSize: 1, AskSize: 1})
	ctx := t.Context()
	for _, write := range []func() (data.Written, error){
		func() (data.Written, error) {
			return c.WriteBars(ctx, "AAPL", market.Minutes(1), data.FromBars(&minutes), data.Options{})
		},
		func() (data.Written, error) {
			return c.WriteBars(ctx, "AAPL", market.Daily(), data.FromBars(&days), data.Options{})
		},
		func() (data.Written, error) {
			return c.WriteQuotes(ctx, "EURUSD", data.FromQuotes(&quotes), data.Options{})
		},
	} {
		if _, err := write(); err != nil {
			t.Fatal(err)
		}
	}
	a, err := floor.NewCatalog(c)
	if err != nil {
		t.Fatal(err)
	}
	f := open(t, floor.Options{
		Archive: a, Start: on(t, "09:00:00"),
		Listings: []floor.Spec{{Symbol: "APPLE", Data: "AAPL"}, {Symbol: "EUR", Kind: market.Forex}, {Symbol: "NONE"}},
	})
	apple, euro := resolve(t, f, wire.Contract{Symbol: "APPLE"}), resolve(t, f, wire.Contract{Symbol: "EUR"})
	count := map[market.ID]int{}
	for _, ev := range drain(t, f) {
		count[ev.Instrument]++
	}
	if count[apple.ID()] != 8 || count[euro.ID()] != 1 || len(count) != 2 {
		t.Errorf("events %v, want the minute's 4 trades with 4 quotes, and 1 quote", count)
	}
	if first, ok := a.First(apple); !ok || first != on(t, "09:31:00") {
		t.Errorf("first of AAPL %v %v", first, ok)
	}
	if first, ok := a.First(resolve(t, f, wire.Contract{Symbol: "NONE"})); ok {
		t.Errorf("first of nothing: %v", first)
	}
}

func TestDamagedCatalogIsAnError(t *testing.T) {
	root := t.TempDir()
	c, err := data.Create(root)
	if err != nil {
		t.Fatal(err)
	}
	var trades market.Trades
	trades.Append(market.Trade{Time: on(t, "09:31:00"), Price: 1, Size: 1})
	if _, err := c.WriteTrades(t.Context(), "AAPL", data.FromTrades(&trades), data.Options{}); err != nil {
		t.Fatal(err)
	}
	a, err := floor.NewCatalog(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "trades", "AAPL", "2025.parquet"), []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = floor.New(floor.Options{Listings: []floor.Spec{{Symbol: "AAPL"}}, Archive: a, Start: on(t, "09:00:00")})
	var failure *floor.ArchiveError
	if !errors.As(err, &failure) || failure.Symbol != "AAPL" {
		t.Errorf("error %v, want an *ArchiveError of AAPL", err)
	}
	if _, err := floor.NewCatalog(c); err == nil {
		t.Error("a damaged catalog was opened without an error")
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for name, o := range map[string]floor.Options{
		"no archive":             {},
		"end before start":       {Archive: floor.Memory{}, Start: 2, End: 1},
		"symbol twice":           {Archive: floor.Memory{}, Listings: []floor.Spec{{Symbol: "A", ConID: 1}, {Symbol: "A", ConID: 1}}},
		"no symbol":              {Archive: floor.Memory{}, Listings: []floor.Spec{{}}},
		"unknown calendar":       {Archive: floor.Memory{}, Listings: []floor.Spec{{Symbol: "A", Calendar: "X"}}},
		"underlying not listed":  {Archive: floor.Memory{}, Listings: []floor.Spec{{Symbol: "A", Kind: market.CFD, Underlying: "B"}}},
		"future without months":  {Archive: floor.Memory{}, Listings: []floor.Spec{{Symbol: "A", Kind: market.Future}}},
		"options on a currency":  {Archive: floor.Memory{}, Listings: []floor.Spec{{Symbol: "EUR", Kind: market.Forex, Options: true}}},
		"options without price":  {Archive: floor.Memory{}, Listings: []floor.Spec{{Symbol: "A", Options: true}}},
		"negative price":         {Archive: floor.Memory{}, Listings: []floor.Spec{{Symbol: "A", Price: -1}}},
		"conid of made-up range": {Archive: floor.Memory{}, Listings: []floor.Spec{{Symbol: "A", ConID: 1_700_000_000}}},
	} {
		if f, err := floor.New(o); err == nil {
			f.Close()
			t.Errorf("%s: no error", name)
		}
	}
}

// Above 10,000 the crypto rule's increment is 0.25: that is the width of a quote that a bar does not tell, and the
// distance of the levels of the book.
func TestQuotesAndBooksKeepToTheGridOfTheirPrice(t *testing.T) {
	var bars market.Bars
	bars.Append(minute(t, "09:30:00", 62000, 62000, 62000, 62000, 4))
	f := open(t, floor.Options{
		Listings: []floor.Spec{{Symbol: "BTC", Kind: market.Crypto}}, Start: on(t, "09:00:00"),
		Archive: floor.Memory{"BTCUSD": {Bars: bars, Spec: market.Minutes(1)}},
	})
	drain(t, f)
	bids, asks := f.Depth(0, 3)
	for i, want := range []float64{62000, 61999.75, 61999.5} {
		if bids[i].Price != want {
			t.Errorf("bid %d: %v, want %v", i, bids[i].Price, want)
		}
	}
	if asks[0].Price != 62000.25 {
		t.Errorf("best ask %v, want 62000.25", asks[0].Price)
	}
}

// Halves of sums of floats have no digits that a price cannot have: (180.95 + 180.97) / 2 is 180.96.
func TestMidHasNoNoise(t *testing.T) {
	if got := floor.Mid(180.95, 180.97); got != 180.96 {
		t.Errorf("mid %v, want 180.96", got)
	}
}

// TestCatalogOfSeveralGrains: a day of ticks does not hide the minutes of other days, nor these the days before them;
// a year without a series does not either.
func TestCatalogOfSeveralGrains(t *testing.T) {
	c, err := data.Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	at := func(d market.Date, hour, minute int) market.Time { return market.At(d.Clock(hour, minute, zone)) }
	day := func(d market.Date, price float64) market.Bar {
		return market.Bar{Start: at(d, 9, 30), End: at(d, 16, 0), Open: price, High: price + 2, Low: price - 1, Close: price + 1, Volume: 1000}
	}
	var days, minutes market.Bars
	for i, d := range []market.Date{20241230, 20241231, 20250102, 20250103, 20250106, 20250107} {
		days.Append(day(d, float64(100+10*i)))
	}
	for _, d := range []market.Date{20230103, 20250103, 20250106} {
		minutes.Append(market.Bar{Start: at(d, 10, 0), End: at(d, 10, 1), Open: 50, High: 52, Low: 49, Close: 51, Volume: 400})
	}
	var trades market.Trades
	trades.Append(market.Trade{Time: at(20250106, 10, 0), Price: 7, Size: 3})
	ctx := t.Context()
	for _, write := range []func() (data.Written, error){
		func() (data.Written, error) {
			return c.WriteBars(ctx, "AAPL", market.Daily(), data.FromBars(&days), data.Options{})
		},
		func() (data.Written, error) {
			return c.WriteBars(ctx, "AAPL", market.Minutes(1), data.FromBars(&minutes), data.Options{})
		},
		func() (data.Written, error) {
			return c.WriteTrades(ctx, "AAPL", data.FromTrades(&trades), data.Options{})
		},
	} {
		if _, err := write(); err != nil {
			t.Fatal(err)
		}
	}
	a, err := floor.NewCatalog(c)
	if err != nil {
		t.Fatal(err)
	}
	f := open(t, floor.Options{Archive: a, Start: at(20250107, 20, 0), Listings: []floor.Spec{{Symbol: "AAPL"}}})
	l := resolve(t, f, wire.Contract{Symbol: "AAPL"})
	var got []string
	for _, b := range bars(t, f, floor.BarQuery{Listing: l, What: floor.Trades, Size: "1 day", Duration: "6 D", RTH: true}) {
		got = append(got, fmt.Sprint(b.Session, b.Open, b.High, b.Low, b.Close, b.Volume))
	}
	want := "[2024-12-30 100 102 99 101 1000 2024-12-31 110 112 109 111 1000 2025-01-02 120 122 119 121 1000 " +
		"2025-01-03 50 52 49 51 400 2025-01-06 50 52 49 51 400 2025-01-07 150 152 149 151 1000]"
	if fmt.Sprint(got) != want {
		t.Errorf("days\n%v, want\n%v", got, want)
	}
	for _, c := range []struct {
		from, to market.Date
		trades   int
	}{{20241230, 20241231, 8}, {20250103, 20250103, 4}, {20250106, 20250106, 1}, {20230101, 20251231, 4 + 3*4 + 4 + 1 + 4}} {
		stream, err := a.Trades(l, at(c.from, 0, 0), at(c.to, 24, 0))
		if err != nil {
			t.Fatal(err)
		}
		n, last := 0, market.Time(0)
		var batch market.Trades
		for stream.Next(&batch) == nil {
			for _, t := range batch.Time {
				n++
				if t < last {
					n = -1000
				}
				last = t
			}
		}
		if err := stream.Close(); err != nil || n != c.trades {
			t.Errorf("%v to %v: %d trades, %v; want %d in order", c.from, c.to, n, err, c.trades)
		}
	}
}

// TestCatalogListsWhatItDefines: a share that the built-in contracts do not have, and a currency, once each; and a
// month of a future that was imported as a share is the future's.
func TestCatalogListsWhatItDefines(t *testing.T) {
	c, err := data.Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var quotes market.Quotes
	quotes.Append(market.Quote{Time: on(t, "10:00:00"), Bid: 1.1, Ask: 1.2, BidSize: 1, AskSize: 1})
	one := decimal.NewFromInt(1)
	for _, in := range []market.Instrument{
		{Symbol: "AIG", Kind: market.Equity, Exchange: "SMART", Currency: "USD", Calendar: "XNYS"},
		{Symbol: "IBM", Kind: market.Equity, Exchange: "SMART", Currency: "USD", Calendar: "XNYS"},
		{Symbol: "ESH4", Kind: market.Equity, Exchange: "SMART", Currency: "USD", Calendar: "XNYS"},
		{Symbol: "EURUSD", Kind: market.Forex, Exchange: "IDEALPRO", Currency: "USD", Base: "EUR", Calendar: "FOREX"},
		{Symbol: "NZDUSD", Kind: market.Forex, Exchange: "IDEALPRO", Currency: "USD", Base: "NZD", Calendar: "FOREX"},
	} {
		in.Multiplier, in.MinSize, in.SizeIncrement = one, one, one
		in.Grid = market.PriceGrid{{Increment: decimal.New(1, -2)}}
		if err := c.PutInstrument(in); err != nil {
			t.Fatal(err)
		}
		if _, err := c.WriteQuotes(t.Context(), in.Symbol, data.FromQuotes(&quotes), data.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	a, err := floor.NewCatalog(c)
	if err != nil {
		t.Fatal(err)
	}
	listings, err := a.Listings()
	if err != nil {
		t.Fatal(err)
	}
	f := open(t, floor.Options{Archive: a, Listings: listings, Start: on(t, "10:30:00")})
	for _, k := range []wire.Contract{
		{Symbol: "AIG", SecType: wire.Stock, Currency: "USD"}, {Symbol: "IBM", SecType: wire.Stock, Currency: "USD"},
		{Symbol: "EUR", SecType: wire.Cash, Currency: "USD"}, {Symbol: "NZD", SecType: wire.Cash, Currency: "USD"},
	} {
		if top := f.Top(resolve(t, f, k).ID()); top.Bid != 1.1 {
			t.Errorf("%s: bid %v, want 1.1", k.Symbol, top.Bid)
		}
	}
	for _, s := range listings {
		if s.Symbol == "ESH4" {
			t.Errorf("ESH4 is listed as %s", s.Kind)
		}
	}
}
