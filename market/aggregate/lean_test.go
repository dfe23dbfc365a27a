package aggregate

import (
	"math"
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
)

// SPY's minutes, extended hours and all, make the published daily bars of the regular session. On one
// day the published low is a cent above the lowest minute.
func TestSPYDaysFromMinutes(t *testing.T) {
	zone := cal(t, "XNYS").Zone()
	published := leanSeries(t, "equity/usa/daily/spy.zip", "", zone)
	b := builder(t, market.Daily(), market.Minutes(1), "XNYS", Options{})
	n := 0
	for _, day := range spyDays {
		for _, in := range spyMinutes(t, day, zone) {
			for _, bar := range b.Bar(&in) {
				n++
				want := published[market.At(bar.Session.Clock(0, 0, zone))]
				if bar.Session == 20131008 {
					want.Low -= 100
				}
				if !sameValues(bar, want) {
					t.Errorf("%s: built %+v, published %+v", bar.Session, bar, want)
				}
			}
		}
	}
	if n != len(spyDays) {
		t.Errorf("%d days built, want %d", n, len(spyDays))
	}
}

// The published hours of SPY are hours of the clock, so each is made of two half hours here. Their
// volumes are exact. Their prices were made from another cleaning of the trades: they differ by a
// few cents, and two hours leave out a price that the minutes have.
func TestSPYHoursFromMinutes(t *testing.T) {
	zone := cal(t, "XNYS").Zone()
	published := leanSeries(t, "equity/usa/hour/spy.zip", "", zone)
	built := map[market.Time]market.Bar{}
	b := builder(t, market.Minutes(30), market.Minutes(1), "XNYS", Options{})
	for _, day := range spyDays {
		for _, in := range spyMinutes(t, day, zone) {
			for _, bar := range b.Bar(&in) {
				hour := market.At(bar.Start.UTC().Truncate(time.Hour))
				if first, ok := built[hour]; ok {
					bar.Open, bar.High, bar.Low = first.Open, max(first.High, bar.High), min(first.Low, bar.Low)
					bar.Volume += first.Volume
				}
				built[hour] = bar
			}
		}
	}
	if len(built) != 7*len(spyDays) {
		t.Errorf("%d hours built, want 7 a day", len(built))
	}
	outliers := map[market.Time]bool{wall(t, "XNYS", "2013-10-08 15:00"): true, wall(t, "XNYS", "2013-10-11 15:00"): true}
	near := func(a, b float64) bool { return math.Abs(a-b) <= 300 } // three cents, in 1/10000 dollars
	for hour, bar := range built {
		want := published[hour]
		if bar.Volume != want.Volume {
			t.Errorf("%v: built volume %v, published %v", hour, bar.Volume, want.Volume)
		}
		same := near(bar.Open, want.Open) && near(bar.Close, want.Close)
		if !outliers[hour] {
			same = same && near(bar.High, want.High) && near(bar.Low, want.Low)
		}
		if !same {
			t.Errorf("%v: built %+v, published %+v", hour, bar, want)
		}
	}
}

// The hours of the E-mini S&P 500 are published as they are built here, except that the source leaves
// out the last quarter of an hour of each session (16:00 to 16:15 Chicago).
func TestESHoursFromMinutes(t *testing.T) {
	published := leanSeries(t, "future/cme/hour/es_trade.zip", "es_trade_201312.csv", time.UTC)
	b := builder(t, market.Hours(1), market.Minutes(1), "CME", Options{})
	exact := 0
	for _, day := range []market.Date{20131006, 20131007, 20131008, 20131009, 20131010, 20131011} {
		name := "future/cme/minute/es/" + leanDate(day) + "_trade.zip"
		for _, in := range leanDay(t, name, leanDate(day)+"_es_minute_trade_201312.csv", day, time.Minute, time.UTC) {
			for _, bar := range b.Bar(&in) {
				want, ok := published[bar.Start]
				switch {
				case ok && sameValues(bar, want):
					exact++
				case ok || bar.End.Sub(bar.Start) != 15*time.Minute:
					t.Errorf("%v: built %+v, published %+v", bar.Start, bar, want)
				}
			}
		}
	}
	if exact != 5*23 {
		t.Errorf("%d hours equal, want 23 in each of 5 sessions", exact)
	}
}

// The hours of FXCM's EUR/USD bids, over two weekends.
func TestEURUSDHoursFromMinutes(t *testing.T) {
	zone := time.FixedZone("UTC-5", -5*3600)
	published := leanSeries(t, "forex/fxcm/hour/eurusd.zip", "", zone)
	b := builder(t, market.Hours(1).Of(market.Bid), market.Minutes(1).Of(market.Bid), "FOREX", Options{})
	exact := 0
	for _, day := range []market.Date{20140501, 20140502, 20140504, 20140505, 20140506, 20140507, 20140508, 20140509, 20140511, 20140512} {
		for _, in := range leanDay(t, "forex/fxcm/minute/eurusd/"+leanDate(day)+"_quote.zip", "", day, time.Minute, zone) {
			for _, bar := range b.Bar(&in) {
				if want := published[bar.Start]; !sameValues(bar, want) {
					t.Errorf("%v: built %+v, published %+v", bar.Start, bar, want)
				}
				exact++
			}
		}
	}
	if exact < 190 {
		t.Errorf("%d hours compared", exact)
	}
}
