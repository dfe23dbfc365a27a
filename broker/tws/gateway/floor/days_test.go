package floor_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// daily is a share with given closes on the sessions up to 2025-06-02, its price 1 either side of them and
// 100 shares a day, at 08:00 on 2025-06-03.
func daily(t testing.TB, spec floor.Spec, closes ...float64) (*floor.Floor, *floor.Listing) {
	t.Helper()
	end := on(t, "08:00:00")
	probe := resolve(t, open(t, floor.Options{Listings: []floor.Spec{spec}, Archive: floor.Memory{}, Start: end}), wire.Contract{Symbol: spec.Symbol})
	var days market.Bars
	at := end
	var list []market.Bar
	for _, price := range slices.Backward(closes) {
		s, ok := probe.Calendar.Previous(at)
		if !ok {
			t.Fatal("no session before")
		}
		list = append(list, market.Bar{Start: s.Open, End: s.Close, Open: price, High: price + 1, Low: price - 1, Close: price, Volume: 100})
		at = s.Open
	}
	for _, b := range slices.Backward(list) {
		days.Append(b)
	}
	f := open(t, floor.Options{
		Listings: []floor.Spec{spec}, Start: end, Archive: floor.Memory{probe.Instrument.Symbol: {Bars: days, Spec: market.Daily()}},
	})
	return f, resolve(t, f, wire.Contract{Symbol: spec.Symbol})
}

// The closes are of 21, 22, 23, 27 (Monday the 26th was a holiday), 28, 29, 30 May and 2 June 2025.
func TestDaysWeeksAndMonths(t *testing.T) {
	f, l := daily(t, floor.Spec{Symbol: "AAPL"}, 10, 20, 30, 40, 50, 60, 70, 80)
	type span struct {
		session                        market.Date
		open, high, low, close, volume float64
	}
	for _, c := range []struct {
		size     floor.BarSize
		duration string
		want     []span
	}{
		{"1 day", "2 D", []span{{20250530, 70, 71, 69, 70, 100}, {20250602, 80, 81, 79, 80, 100}}},
		{"1 week", "2 M", []span{{20250523, 10, 31, 9, 30, 300}, {20250530, 40, 71, 39, 70, 400}, {20250602, 80, 81, 79, 80, 100}}},
		{"1 month", "1 Y", []span{{20250530, 10, 71, 9, 70, 700}, {20250602, 80, 81, 79, 80, 100}}},
	} {
		// Asked twice: the days are remembered.
		for range 2 {
			var got []span
			for _, b := range bars(t, f, floor.BarQuery{Listing: l, What: floor.Trades, Size: c.size, Duration: c.duration, RTH: true}) {
				got = append(got, span{b.Session, b.Open, b.High, b.Low, b.Close, b.Volume})
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s of %s:\n got %v\nwant %v", c.duration, c.size, got, c.want)
			}
		}
	}
}

// Returns of ln 1.1 = 0.0953102 and ln 0.9 = −0.1053605 have a standard deviation of 0.1418957; a year of 252
// days makes it 2.252527.
func TestHistoricalVolatility(t *testing.T) {
	f, l := daily(t, floor.Spec{Symbol: "AAPL"}, 100, 110, 99)
	if v, err := f.HistoricalVolatility(l); err != nil || math.Abs(v-2.252527) > 1e-5 {
		t.Errorf("volatility %v, %v", v, err)
	}
	if top := f.Top(l.ID()); top.Last != 99 || top.Close != 110 {
		t.Errorf("last %v, close before %v, want 99 and 110", top.Last, top.Close)
	}
	f, l = daily(t, floor.Spec{Symbol: "AAPL"}, 100, 110, 99, 99)
	got := bars(t, f, floor.BarQuery{Listing: l, What: floor.HistoricalVol, Size: "1 day", Duration: "1 D", RTH: true})
	if len(got) != 1 || math.Abs(got[0].Close-2.252527) > 1e-5 || got[0].Volume != -1 {
		t.Errorf("volatility bars %v", rows(got))
	}
}

// σ = 0.4·√(250/P): with P at 90, 0.666667; at the day's high of 91, 0.662994; at its low of 89, 0.670402.
func TestImpliedVolatilityFollowsThePrice(t *testing.T) {
	f, l := daily(t, floor.Spec{Symbol: "AAPL", Price: 250, Volatility: 0.4}, 100, 90)
	got := bars(t, f, floor.BarQuery{Listing: l, What: floor.ImpliedVol, Size: "1 day", Duration: "1 D", RTH: true})
	if len(got) != 1 {
		t.Fatalf("bars %v", rows(got))
	}
	for i, pair := range [][2]float64{{got[0].Close, 0.666667}, {got[0].Low, 0.662994}, {got[0].High, 0.670402}} {
		if math.Abs(pair[0]-pair[1]) > 1e-6 {
			t.Errorf("%d: %v, want %v", i, pair[0], pair[1])
		}
	}
}

// At its face a bond yields its coupon, above it less and below it more.
func TestYieldsOfABond(t *testing.T) {
	f, l := daily(t, floor.Spec{Symbol: "T4", Kind: market.Bond, Coupon: 4, Maturity: 20350602}, 100)
	got := bars(t, f, floor.BarQuery{Listing: l, What: floor.YieldLast, Size: "1 day", Duration: "1 D", RTH: true})
	if len(got) != 1 || math.Abs(got[0].Close-4) > 0.001 || got[0].High <= got[0].Close || got[0].Low >= got[0].Close {
		t.Errorf("yields %v", rows(got))
	}
	if l.Yield(0, f.Now()) != 0 || l.Yield(100, market.At(market.Date(20400101).Clock(0, 0, time.UTC))) != 0 {
		t.Error("a yield of nothing")
	}
}

// What is asked in parts and in any order is what is asked at once.
func TestDaysDoNotDependOnWhatWasAskedBefore(t *testing.T) {
	for _, c := range []struct {
		spec floor.Spec
		what floor.What
	}{
		{floor.Spec{Symbol: "AAPL"}, floor.Trades}, {floor.Spec{Symbol: "EUR", Kind: market.Forex}, floor.BidAsk},
		{floor.Spec{Symbol: "GC", Kind: market.Future, Months: "GJMQVZ", Expiries: 1, Last: floor.Metal, Rule: 69, Price: 2000}, floor.Midpoint},
	} {
		once, parts := synthetic(t, "12:00:00", c.spec), synthetic(t, "12:00:00", c.spec)
		ask := func(f *floor.Floor, duration string, end market.Time) []floor.Bar {
			l := f.Listings()[0]
			return bars(t, f, floor.BarQuery{Listing: l, What: c.what, Size: "1 day", Duration: duration, RTH: true, End: end})
		}
		want := ask(once, "7 D", 0)
		ask(parts, "2 D", on(t, "12:00:00").Add(-4*24*time.Hour))
		ask(parts, "2 D", 0)
		if got := ask(parts, "7 D", 0); !slices.Equal(got, want) {
			t.Errorf("%s: in parts\n%v\nat once\n%v", c.spec.Symbol, rows(got), rows(want))
		}
	}
}

func BenchmarkYearOfDays(b *testing.B) {
	for _, c := range []struct {
		spec floor.Spec
		what floor.What
	}{{floor.Spec{Symbol: "AAPL"}, floor.Trades}, {floor.Spec{Symbol: "EUR", Kind: market.Forex}, floor.Midpoint}} {
		b.Run(c.spec.Symbol, func(b *testing.B) {
			for b.Loop() {
				a, err := floor.NewSynthetic(1, 20240501, 20250613)
				if err != nil {
					b.Fatal(err)
				}
				f := open(b, floor.Options{Listings: []floor.Spec{c.spec}, Archive: a, Start: on(b, "12:00:00")})
				if _, err := f.Bars(floor.BarQuery{Listing: f.Listings()[0], What: c.what, Size: "1 day", Duration: "1 Y", RTH: true}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
