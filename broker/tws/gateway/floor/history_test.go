package floor_test

import (
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// plain is one share with a few trades and quotes on 2025-06-03, and a clock at 10:03.
func plain(t testing.TB) (*floor.Floor, *floor.Listing) {
	t.Helper()
	var r floor.Recording
	for _, row := range []struct {
		clock       string
		price, size float64
	}{
		{"08:00:00", 90, 1},                                                 // before the open
		{"09:30:10", 100, 10}, {"09:30:20", 102, 20}, {"09:31:00", 101, 10}, // 09:31:00 belongs to the minute it ends
		{"09:33:30", 103, 5},
		{"10:00:00", 104, 5}, {"10:00:01", 105, 6},
		{"10:30:00", 999, 1}, // the future
	} {
		r.Trades.Append(market.Trade{Time: on(t, row.clock), Price: row.price, Size: row.size})
	}
	for _, row := range []struct {
		clock    string
		bid, ask float64
	}{
		{"09:30:00.5", 99, 100}, {"09:30:30.5", 100, 102}, {"10:29:00", 1, 2},
	} {
		r.Quotes.Append(market.Quote{Time: on(t, row.clock), Bid: row.bid, Ask: row.ask, BidSize: 1, AskSize: 1})
	}
	f := open(t, floor.Options{
		Listings: []floor.Spec{{Symbol: "AAPL"}}, Start: on(t, "10:03:00"), Archive: floor.Memory{"AAPL": r},
	})
	return f, resolve(t, f, wire.Contract{Symbol: "AAPL"})
}

// row is a bar in a form that is easy to write down: its start on the clock of New York.
type row struct {
	start                  string
	open, high, low, close float64
	volume, wap            float64
	count                  int
}

func rows(bars []floor.Bar) []row {
	list := make([]row, len(bars))
	zone := time.FixedZone("EDT", -4*3600)
	for i, b := range bars {
		list[i] = row{b.Start.In(zone).Format("02 15:04:05"), b.Open, b.High, b.Low, b.Close, b.Volume, b.WAP, b.Count}
	}
	return list
}

func bars(t *testing.T, f *floor.Floor, q floor.BarQuery) []floor.Bar {
	t.Helper()
	h, err := f.Bars(q)
	if err != nil {
		t.Fatalf("%s of %s: %v", q.Size, q.What, err)
	}
	return h.Bars
}

// By hand. The mean price of 09:30 is (100·10 + 102·20 + 101·10) / 40 = 101.25. The minutes without a trade
// repeat the price. The bid averages over 09:30:00.5 to 09:31 as (99·30 + 100·29.5) / 59.5.
func TestBars(t *testing.T) {
	f, l := plain(t)
	meanBid, meanAsk := (99*30+100*29.5)/59.5, (100*30+102*29.5)/59.5
	for _, c := range []struct {
		name string
		q    floor.BarQuery
		want []row
	}{
		{"minutes", floor.BarQuery{What: floor.Trades, Size: "1 min", Duration: "1 D", RTH: true, End: on(t, "09:35:00")}, []row{
			{"03 09:30:00", 100, 102, 100, 101, 40, 101.25, 3},
			{"03 09:31:00", 101, 101, 101, 101, 0, 101, 0},
			{"03 09:32:00", 101, 101, 101, 101, 0, 101, 0},
			{"03 09:33:00", 103, 103, 103, 103, 5, 103, 1},
			{"03 09:34:00", 103, 103, 103, 103, 0, 103, 0},
		}},
		{"hours begin at the open, then on the hour", floor.BarQuery{What: floor.Trades, Size: "1 hour", Duration: "1 D", RTH: true}, []row{
			{"03 09:30:00", 100, 104, 100, 104, 50, (4050 + 103*5 + 104*5) / 50.0, 5},
			{"03 10:00:00", 105, 105, 105, 105, 6, 105, 1},
		}},
		{"hours with the extended ones", floor.BarQuery{What: floor.Trades, Size: "8 hours", Duration: "1 D"}, []row{
			{"03 04:00:00", 90, 90, 90, 90, 1, 90, 1},
			{"03 08:00:00", 100, 105, 100, 105, 56, (4050 + 103*5 + 104*5 + 105*6) / 56.0, 6},
		}},
		{"seconds of trading", floor.BarQuery{What: floor.Trades, Size: "30 secs", Duration: "30 S", RTH: true, End: on(t, "09:30:30")}, []row{
			{"03 09:30:00", 100, 102, 100, 102, 30, (1000 + 2040) / 30.0, 2},
		}},
		{"a day that is not over", floor.BarQuery{What: floor.Trades, Size: "1 day", Duration: "1 D", RTH: true}, []row{
			{"03 09:30:00", 100, 105, 100, 105, 56, (4050 + 103*5 + 104*5 + 105*6) / 56.0, -1},
		}},
		{"middle", floor.BarQuery{What: floor.Midpoint, Size: "1 min", Duration: "60 S", RTH: true, End: on(t, "09:31:00")}, []row{
			{"03 09:30:00", 99.5, 101, 99.5, 101, -1, -1, -1},
		}},
		{"bid", floor.BarQuery{What: floor.Bid, Size: "1 min", Duration: "60 S", RTH: true, End: on(t, "09:31:00")}, []row{
			{"03 09:30:00", 99, 100, 99, 100, -1, -1, -1},
		}},
		{"ask", floor.BarQuery{What: floor.Ask, Size: "1 min", Duration: "60 S", RTH: true, End: on(t, "09:31:00")}, []row{
			{"03 09:30:00", 100, 102, 100, 102, -1, -1, -1},
		}},
		{"bid and ask", floor.BarQuery{What: floor.BidAsk, Size: "1 min", Duration: "60 S", RTH: true, End: on(t, "09:31:00")}, []row{
			{"03 09:30:00", meanBid, 102, 99, meanAsk, -1, -1, -1},
		}},
		{"what borrowing costs", floor.BarQuery{What: floor.FeeRate, Size: "1 day", Duration: "1 D", RTH: true}, []row{
			{"03 09:30:00", 0.25, 0.25, 0.25, 0.25, -1, -1, -1},
		}},
	} {
		c.q.Listing = l
		got := rows(bars(t, f, c.q))
		same := slices.EqualFunc(got, c.want, func(a, b row) bool {
			near := func(x, y float64) bool { return math.Abs(x-y) < 1e-9 }
			return a.start == b.start && near(a.open, b.open) && near(a.high, b.high) && near(a.low, b.low) &&
				near(a.close, b.close) && near(a.volume, b.volume) && near(a.wap, b.wap) && (a.count == b.count || b.count == -1)
		})
		if !same {
			t.Errorf("%s:\n got %v\nwant %v", c.name, got, c.want)
		}
	}
}

// Nothing later than now is in an answer, whatever end is asked for.
func TestHistoryKnowsNoFuture(t *testing.T) {
	f, l := plain(t)
	h, err := f.Bars(floor.BarQuery{Listing: l, What: floor.Trades, Size: "1 day", Duration: "1 W", End: on(t, "23:00:00")})
	if err != nil || h.End != f.Now() {
		t.Fatalf("until %v, %v", h.End, err)
	}
	if last := h.Bars[len(h.Bars)-1]; last.High > 105 {
		t.Errorf("the bar knows a price of 10:30 at 10:03: %+v", last)
	}
	trades, err := f.Trades(floor.TickQuery{Listing: l, Start: on(t, "10:00:00"), Count: 100})
	if err != nil || len(trades) != 2 {
		t.Errorf("trades %v, %v", trades, err)
	}
	if quotes, err := f.Quotes(floor.TickQuery{Listing: l, End: on(t, "23:00:00"), Count: 100}); err != nil || len(quotes) != 2 {
		t.Errorf("quotes %v, %v", quotes, err)
	}
}

// An answer starts where IB's does. 2025-06-03 is a Tuesday; 26 May was a holiday.
func TestDurations(t *testing.T) {
	f, l := plain(t)
	for _, c := range []struct {
		duration, size string
		rth            bool
		want           string
	}{
		{"60 S", "1 min", true, "2025-06-03 10:02:00"},
		{"1980 S", "1 min", true, "2025-06-03 09:30:00"}, // 33 minutes of trading
		{"2040 S", "1 min", true, "2025-06-02 15:59:00"}, // and one of yesterday's
		{"1 D", "1 min", true, "2025-06-03 09:30:00"},
		{"1 D", "1 min", false, "2025-06-03 04:00:00"},
		{"2 D", "1 min", true, "2025-06-02 09:30:00"},
		{"3 D", "5 mins", true, "2025-05-30 09:30:00"},
		{"1 W", "5 mins", true, "2025-05-28 09:30:00"},
		{"2 W", "5 mins", true, "2025-05-21 09:30:00"},
		{"1 M", "1 day", true, "2025-05-05 09:30:00"}, // the session after 3 May
		{"1 Y", "1 day", true, "2024-06-04 09:30:00"},
	} {
		h, err := f.Bars(floor.BarQuery{Listing: l, What: floor.Trades, Size: floor.BarSize(c.size), Duration: c.duration, RTH: c.rth})
		var refusal *floor.Refusal
		if err != nil && !errors.As(err, &refusal) {
			t.Fatal(err)
		}
		if got := h.Start.In(l.Calendar.Zone()).Format(time.DateTime); got != c.want {
			t.Errorf("%s of %s, regular %v: from %s, want %s", c.duration, c.size, c.rth, got, c.want)
		}
	}
}

func TestHistoryIsRefusedAsByIB(t *testing.T) {
	f := listed(t)
	share, euro := wire.Contract{ConID: 265598}, wire.Contract{ConID: 12087792}
	coin, index := wire.Contract{ConID: 479624278}, wire.Contract{ConID: 416904}
	option := wire.Contract{LocalSymbol: "AAPL  250919C00250000"}
	for _, c := range []struct {
		name  string
		asked wire.Contract
		q     floor.BarQuery
		code  int
		text  string
	}{
		{"no data", share, floor.BarQuery{What: floor.Trades, Size: "1 min", Duration: "1 D"}, 162,
			"Historical Market Data Service error message:HMDS query returned no data: AAPL@SMART Trades"},
		{"unknown size", share, floor.BarQuery{What: floor.Trades, Size: "7 mins", Duration: "1 D"}, 321, ""},
		{"unknown series", share, floor.BarQuery{What: "NONE", Size: "1 min", Duration: "1 D"}, 321, ""},
		{"unknown duration", share, floor.BarQuery{What: floor.Trades, Size: "1 min", Duration: "1 X"}, 321, ""},
		{"negative duration", share, floor.BarQuery{What: floor.Trades, Size: "1 min", Duration: "-1 D"}, 321, ""},
		{"too many seconds", share, floor.BarQuery{What: floor.Trades, Size: "1 min", Duration: "86401 S"}, 321, ""},
		{"too many days", share, floor.BarQuery{What: floor.Trades, Size: "1 day", Duration: "366 D"}, 321, ""},
		{"too long for the size", share, floor.BarQuery{What: floor.Trades, Size: "1 secs", Duration: "1 D"}, 162, "Historical Market Data Service error message:Time length exceed max."},
		{"trades of a currency", euro, floor.BarQuery{What: floor.Trades, Size: "1 min", Duration: "1 D"}, 162, ""},
		{"trades of crypto", coin, floor.BarQuery{What: floor.Trades, Size: "1 min", Duration: "1 D"}, 10299,
			"Expected what to show is AGGTRADES, please use that instead of TRADES."},
		{"quotes of an index", index, floor.BarQuery{What: floor.Bid, Size: "1 min", Duration: "1 D"}, 162, ""},
		{"days of an option", option, floor.BarQuery{What: floor.Trades, Size: "1 day", Duration: "1 M"}, 162, ""},
		{"adjusted until a date", share, floor.BarQuery{What: floor.AdjustedLast, Size: "1 day", Duration: "1 M", End: on(t, "00:00:00")}, 321, ""},
		{"kept up to date until a date", share, floor.BarQuery{What: floor.Trades, Size: "1 min", Duration: "1 D", End: 1, Update: true}, 321, ""},
		{"kept up to date by the second", share, floor.BarQuery{What: floor.Trades, Size: "1 secs", Duration: "60 S", Update: true}, 321, ""},
		{"continuous future until a date", wire.Contract{Symbol: "ES", SecType: wire.ContinuousFuture}, floor.BarQuery{What: floor.Trades, Size: "1 day", Duration: "1 M", End: 1}, 10339, ""},
		{"fine bars of last year", share, floor.BarQuery{What: floor.Trades, Size: "30 secs", Duration: "3600 S", End: on(t, "10:00:00").Add(-365 * 24 * time.Hour)}, 162, ""},
	} {
		c.q.Listing = resolve(t, f, c.asked)
		_, err := f.Bars(c.q)
		var refusal *floor.Refusal
		if !errors.As(err, &refusal) || refusal.Code != c.code || c.text != "" && refusal.Text != c.text {
			t.Errorf("%s: %v, want error %d %s", c.name, err, c.code, c.text)
		}
	}
}

func TestTicksOfThePast(t *testing.T) {
	f, l := plain(t)
	times := func(trades []market.Trade) []string {
		var list []string
		for _, r := range trades {
			list = append(list, r.Time.In(l.Calendar.Zone()).Format("15:04:05"))
		}
		return list
	}
	for _, c := range []struct {
		name string
		q    floor.TickQuery
		want []string
	}{
		{"the first two", floor.TickQuery{Start: on(t, "09:30:20"), Count: 2}, []string{"09:30:20", "09:31:00"}},
		{"the last two", floor.TickQuery{End: on(t, "09:33:30"), Count: 2}, []string{"09:31:00", "09:33:30"}},
		{"until now", floor.TickQuery{Count: 1}, []string{"10:00:01"}},
		{"all", floor.TickQuery{Start: on(t, "00:00:00"), Count: 1000}, []string{"08:00:00", "09:30:10", "09:30:20", "09:31:00", "09:33:30", "10:00:00", "10:00:01"}},
		{"in regular hours", floor.TickQuery{Start: on(t, "00:00:00"), Count: 1, RTH: true}, []string{"09:30:10"}},
		{"before anything", floor.TickQuery{End: on(t, "01:00:00"), Count: 5}, nil},
		{"from the beginning of time", floor.TickQuery{Start: 1, Count: 1}, []string{"08:00:00"}},
	} {
		c.q.Listing = l
		got, err := f.Trades(c.q)
		if err != nil || !slices.Equal(times(got), c.want) {
			t.Errorf("%s: %v (%v), want %v", c.name, times(got), err, c.want)
		}
	}
	if mids, err := f.Midpoints(floor.TickQuery{Listing: l, Count: 10}); err != nil || len(mids) != 2 || mids[1].Price != 101 || mids[1].Size != 0 {
		t.Errorf("midpoints %v, %v", mids, err)
	}
	for name, q := range map[string]floor.TickQuery{
		"none": {Listing: l}, "too many": {Listing: l, Count: 1001}, "from and until": {Listing: l, Start: 1, End: 2, Count: 1},
	} {
		var refusal *floor.Refusal
		if _, err := f.Trades(q); !errors.As(err, &refusal) || refusal.Code != 10187 {
			t.Errorf("%s: %v, want error 10187", name, err)
		}
	}
}

// Ten ticks in each of three seconds: whoever asks for fifteen gets the second second whole.
func TestTicksFinishTheirSecond(t *testing.T) {
	var trades market.Trades
	for i := range 30 {
		trades.Append(market.Trade{Time: on(t, "09:31:00").Add(time.Duration(i) * 100 * time.Millisecond), Price: 10, Size: 1})
	}
	f := open(t, floor.Options{
		Listings: []floor.Spec{{Symbol: "AAPL"}}, Start: on(t, "10:00:00"), Archive: floor.Memory{"AAPL": {Trades: trades}},
	})
	l := resolve(t, f, wire.Contract{Symbol: "AAPL"})
	for name, q := range map[string]floor.TickQuery{
		"forward": {Listing: l, Start: on(t, "09:31:00"), Count: 15}, "backward": {Listing: l, End: on(t, "09:31:02.9"), Count: 15},
	} {
		if got, err := f.Trades(q); err != nil || len(got) != 20 {
			t.Errorf("%s: %d ticks (%v), want 20", name, len(got), err)
		}
	}
}

func TestHeadScheduleHistogram(t *testing.T) {
	f, l := plain(t)
	if head, err := f.Head(l, floor.Trades, false); err != nil || head != on(t, "08:00:00") {
		t.Errorf("head %v, %v", head, err)
	}
	sessions, err := f.Schedule(l, "3 D", 0, true)
	if err != nil || len(sessions) != 3 || sessions[0].Date != 20250530 || sessions[2].Start != on(t, "09:30:00") || sessions[2].End != on(t, "16:00:00") {
		t.Errorf("schedule %v, %v", sessions, err)
	}
	if long, err := f.Schedule(l, "1 W", 0, false); err != nil || len(long) != 5 || long[4].Start != on(t, "04:00:00") || long[4].End != on(t, "20:00:00") {
		t.Errorf("schedule with extended hours %v, %v", long, err)
	}
	levels, err := f.Histogram(l, "1 day", true)
	want := []floor.Level{
		{Price: 100, Size: 10}, {Price: 101, Size: 10}, {Price: 102, Size: 20}, {Price: 103, Size: 5}, {Price: 104, Size: 5}, {Price: 105, Size: 6},
	}
	if err != nil || !slices.Equal(levels, want) {
		t.Errorf("histogram %v, %v, want %v", levels, err, want)
	}
	var refusal *floor.Refusal
	if _, err := f.Histogram(l, "soon", true); !errors.As(err, &refusal) || refusal.Code != 321 {
		t.Errorf("histogram of no period: %v", err)
	}
}

// What a past session's bars are does not depend on how far beyond it a question reaches: the hours after the last
// trade are there in both cases.
func TestEndedSessionsKeepTheirBars(t *testing.T) {
	const day = 24 * time.Hour
	var r floor.Recording
	for _, at := range []market.Time{on(t, "09:30:10"), on(t, "15:10:00"), on(t, "09:40:00").Add(day)} {
		r.Trades.Append(market.Trade{Time: at, Price: 100, Size: 1})
	}
	f := open(t, floor.Options{
		Listings: []floor.Spec{{Symbol: "AAPL"}}, Start: on(t, "12:00:00").Add(day), Archive: floor.Memory{"AAPL": r},
	})
	q := floor.BarQuery{Listing: resolve(t, f, wire.Contract{Symbol: "AAPL"}), What: floor.Trades, Size: "1 hour", Duration: "2 D"}
	q.End = on(t, "20:00:00")
	alone := rows(bars(t, f, q))
	q.End = 0
	both := rows(bars(t, f, q))
	// From 9:00 to 20:00 on the first day, as long as shares trade, and from 9:00 until noon on the second.
	if len(alone) != 11 || len(both) != 11+3 || !slices.Equal(both[:11], alone) || both[10].start != "03 19:00:00" || both[11].start != "04 09:00:00" {
		t.Errorf("%+v\nand then %+v", alone, both)
	}
}

// A period may begin with bars in which nothing happens: they repeat the price from before it, as those between others
// do. Before the session's first trade there is no price.
func TestHistoryBeginsWithTheBarsOfItsPeriod(t *testing.T) {
	f, l := plain(t)
	for _, c := range []struct {
		end  string
		want []row
	}{
		{"09:33:00", []row{{"03 09:31:00", 101, 101, 101, 101, 0, 101, 0}, {"03 09:32:00", 101, 101, 101, 101, 0, 101, 0}}},
		{"09:34:00", []row{{"03 09:32:00", 101, 101, 101, 101, 0, 101, 0}, {"03 09:33:00", 103, 103, 103, 103, 5, 103, 1}}},
		{"09:31:00", []row{{"03 09:30:00", 100, 102, 100, 101, 40, 101.25, 3}}},
	} {
		h, err := f.Bars(floor.BarQuery{Listing: l, What: floor.Trades, Size: "1 min", Duration: "120 S", End: on(t, c.end), RTH: true})
		if got := rows(h.Bars); err != nil || !slices.Equal(got[max(0, len(got)-len(c.want)):], c.want) || len(got) < len(c.want) {
			t.Errorf("until %s: %v (%v), want %v", c.end, got, err, c.want)
		}
	}
}
