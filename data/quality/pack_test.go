package quality_test

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/data/csvfile"
	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/data/lean"
	"github.com/tidemark/tidemark/data/quality"
	"github.com/tidemark/tidemark/data/yahoo"
	"github.com/tidemark/tidemark/internal/datapack"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

func calendarOf(t testing.TB, name string) *calendar.Calendar {
	t.Helper()
	c, err := calendar.Get(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// checkLean checks a selection of the pack's LEAN tree, bad rows kept.
func checkLean(t testing.TB, s lean.Selection, calendarName string) quality.Report {
	t.Helper()
	tree, err := lean.Open(datapack.Path(t, "lean"))
	if err != nil {
		t.Fatal(err)
	}
	s.BadRows = rows.Keep
	in, err := tree.Instrument(s)
	if err != nil {
		t.Fatal(err)
	}
	bars, err := tree.Bars(s)
	if err != nil {
		t.Fatal(err)
	}
	defer bars.Close()
	var c *calendar.Calendar
	if calendarName != "" {
		c = calendarOf(t, calendarName)
	}
	report, err := quality.Check(bars, in, c, s.Resolution.Spec(s.Price), quality.Options{Findings: 1000})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// on reports whether there is a finding of a kind on a date in New York.
func on(t testing.TB, r quality.Report, k quality.Kind, date market.Date) bool {
	t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings {
		if f.Kind == k && market.DateOf(f.Time.In(zone)) == date {
			return true
		}
	}
	return false
}

// The README: these have no missing session against the NYSE calendar.
func TestNoMissingSessions(t *testing.T) {
	for _, symbol := range []string{"AAPL", "AIG", "BAC", "GOOG", "GOOGL", "IBM", "IWM", "SPY", "WMI"} {
		r := checkLean(t, lean.Selection{Market: "usa", Symbol: symbol, AsNamed: true}, "XNYS")
		if r.Coverage.Missing != 0 || r.Coverage.Score != 1 || r.GapCount != 0 || r.Of(quality.Closed) != 0 {
			t.Errorf("%s: %+v, gaps %v, %d rows without a session", symbol, r.Coverage, r.Gaps, r.Of(quality.Closed))
		}
	}
	for _, name := range []string{"orcl-1995-2014", "orcl-2003-2005", "orcl-2014", "nvda-1999-2014", "nvda-2014", "yhoo-1996-2015", "yhoo-2003-2005", "yhoo-2014"} {
		bars, err := yahoo.Open(datapack.Path(t, "yahoo/"+name+".txt"), yahoo.Options{BadRows: rows.Keep})
		if err != nil {
			t.Fatal(err)
		}
		r, err := quality.Check(bars, market.NewEquity(name), calendarOf(t, "XNYS"), market.Daily(), quality.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if r.Coverage.Missing != 0 || r.Of(quality.BadRange) != 0 || r.Of(quality.ZeroVolume) != 0 {
			t.Errorf("%s: %+v, counts %v; the README has no hole, no bad range and no zero volume", name, r.Coverage, r.Counts)
		}
		if err := bars.Close(); err != nil {
			t.Error(err)
		}
	}
}

// The README: qqq has a hole from December 2004 to March 2011, when the ticker was QQQQ. NYSE had 1,588
// sessions from 2004-12-01 to 2011-03-22: 22 + 252 + 251 + 251 + 253 + 252 + 252 + 55.
func TestHole(t *testing.T) {
	r := checkLean(t, lean.Selection{Market: "usa", Symbol: "QQQ", AsNamed: true}, "XNYS")
	if r.GapCount != 1 || len(r.Gaps) != 1 {
		t.Fatalf("gaps %+v, want one", r.Gaps)
	}
	gap := r.Gaps[0]
	if from, to := gap.From.String(), gap.To.String(); from != "2004-12-01T14:30:00Z" || to != "2011-03-22T20:00:00Z" || gap.Sessions != 22+252+251+251+253+252+252+55 {
		t.Errorf("gap from %s to %s, %d sessions", from, to, gap.Sessions)
	}
	// With the map file the hole has QQQQ's files, which the pack does not hold.
	if r.Coverage.Missing != gap.Bars || r.Coverage.MissingSessions != gap.Sessions {
		t.Errorf("coverage %+v, gap %+v", r.Coverage, gap)
	}
}

// The README: recycled tickers jump; Apple split four times, and its prices are raw.
func TestLastingJumps(t *testing.T) {
	for _, test := range []struct {
		symbol string
		kind   quality.Kind
		dates  []market.Date
	}{
		{"USO", quality.Break, []market.Date{20060410}},
		{"WM", quality.Break, []market.Date{20090805}},
		{"AAPL", quality.Split, []market.Date{20000621, 20050228, 20140609, 20200831}},
		{"IBM", quality.Split, []market.Date{19990527}},
		{"IWM", quality.Split, []market.Date{20050609}},
		// The file before 2014-04-03 is another class of shares, at twice the price.
		{"GOOG", quality.Split, []market.Date{20140403}},
	} {
		r := checkLean(t, lean.Selection{Market: "usa", Symbol: test.symbol, AsNamed: true}, "XNYS")
		for _, date := range test.dates {
			if !on(t, r, test.kind, date) {
				t.Errorf("%s: no %s on %s; found %v", test.symbol, test.kind, date, r.Counts)
			}
		}
		if test.kind == quality.Split && r.Of(quality.Split) != int64(len(test.dates)) {
			t.Errorf("%s: %d splits, want %d", test.symbol, r.Of(quality.Split), len(test.dates))
		}
	}
	for _, symbol := range []string{"SPY", "GOOGL", "WMI"} {
		r := checkLean(t, lean.Selection{Market: "usa", Symbol: symbol, AsNamed: true}, "XNYS")
		if n := r.Of(quality.Split) + r.Of(quality.Break); n != 0 {
			t.Errorf("%s: %d lasting jumps, want none: %v", symbol, n, r.Findings)
		}
	}
}

// The README: GOOG jumps like a misprint on 2008-10-01. The close before, of 30 September, is the one that
// is off: 294.57 between 390.08 and 411.71.
func TestMisprint(t *testing.T) {
	r := checkLean(t, lean.Selection{Market: "usa", Symbol: "GOOG", AsNamed: true}, "XNYS")
	if !on(t, r, quality.Spike, 20080930) || r.Of(quality.Spike) != 1 {
		t.Errorf("spikes %d, findings %v", r.Of(quality.Spike), r.Findings)
	}
}

// The README and the manifest: 26 days of bno and 3 hours of gdvd without volume.
func TestZeroVolume(t *testing.T) {
	if r := checkLean(t, lean.Selection{Market: "usa", Symbol: "BNO", AsNamed: true}, "XNYS"); r.Of(quality.ZeroVolume) != 26 {
		t.Errorf("bno: %d days without volume, the manifest has 26", r.Of(quality.ZeroVolume))
	}
	if r := checkLean(t, lean.Selection{Market: "usa", Symbol: "GDVD", Resolution: lean.Hour, AsNamed: true}, "XNYS"); r.Of(quality.ZeroVolume) != 3 {
		t.Errorf("gdvd: %d hours without volume, the manifest has 3", r.Of(quality.ZeroVolume))
	}
}

// The README: each of the three days of FESX goes back once, with prices that are off the grid.
func TestTimeGoesBack(t *testing.T) {
	s := lean.Selection{Type: lean.Future, Market: "eurex", Symbol: "FESX", Contract: "202406", Resolution: lean.Minute}
	r := checkLean(t, s, "")
	if r.Of(quality.OutOfOrder) != 3 {
		t.Errorf("%d rows go back, want one a day, 3", r.Of(quality.OutOfOrder))
	}
	if r.Of(quality.OffGrid) == 0 {
		t.Error("no price off the grid of one point; the first row has 5064.94")
	}
	if r.Coverage != nil {
		t.Errorf("coverage %+v without a calendar", r.Coverage)
	}
}

// The README: 2,613 of 69,928 hours of FXCM's EURUSD are crossed at the close, none of OANDA's.
func TestCrossedHours(t *testing.T) {
	s := lean.Selection{Type: lean.Forex, Market: "fxcm", Symbol: "EURUSD", Resolution: lean.Hour, Price: market.Mid}
	if r := checkLean(t, s, "FOREX"); r.Rows != 69928 || r.Of(quality.Crossed) != 2613 {
		t.Errorf("fxcm: %d of %d hours crossed, the README has 2,613 of 69,928", r.Of(quality.Crossed), r.Rows)
	}
	s.Market = "oanda"
	if r := checkLean(t, s, "FOREX"); r.Of(quality.Crossed) != 0 {
		t.Errorf("oanda: %d hours crossed", r.Of(quality.Crossed))
	}
}

// The README: 347 and 683 crossed closes, and, for USDJPY, 35 missing minutes besides the gaps that touch a
// weekend: Friday 22:00 to Sunday 22:00 UTC in winter. For GBPUSD it has 111, but counted from the file's
// timestamps alone there are 107 such gaps: 96 of one minute, 10 of two and one of four, 120 minutes.
func TestForexMinutes(t *testing.T) {
	for _, test := range []struct {
		pair, year       string
		in               market.Instrument
		crossed, missing int64
	}{
		{"gbpusd", "2012", market.NewForex("GBP", "USD"), 347, 96 + 10*2 + 4},
		{"usdjpy", "2013", market.NewForex("USD", "JPY"), 683, 35},
	} {
		var sides [2]*csvfile.BarStream
		for i, side := range []string{"bid", "ask"} {
			path := datapack.Path(t, "ticks/nautilus/"+test.pair+"-m1-"+side+"-"+test.year+".csv")
			m, err := csvfile.Mapping{BarTime: csvfile.AtStart}.CompleteFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if sides[i], err = csvfile.OpenBars(path, m, csvfile.Options{Instrument: market.Forex}); err != nil {
				t.Fatal(err)
			}
		}
		pair := csvfile.Pair(sides[0], sides[1])
		r, err := quality.Check(pair, test.in, calendarOf(t, "FOREX"), market.Minutes(1).Of(market.Mid), quality.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if r.Of(quality.Crossed) != test.crossed {
			t.Errorf("%s: %d crossed closes, the README has %d", test.pair, r.Of(quality.Crossed), test.crossed)
		}
		missing := int64(0)
		for _, gap := range r.Gaps {
			from, to := gap.From.UTC(), gap.To.UTC()
			weekend := to.Sub(from) > 24*time.Hour || from.Weekday() == time.Sunday && from.Hour() == 22 && from.Minute() == 0 ||
				to.Weekday() == time.Friday && to.Hour() == 22 && to.Minute() == 0
			if !weekend {
				missing += gap.Bars
			}
		}
		if missing != test.missing {
			t.Errorf("%s: %d minutes missing besides weekends, want %d", test.pair, missing, test.missing)
		}
	}
}

// The README: the bitcoin perpetual has no gap.
func TestNoGaps(t *testing.T) {
	path := datapack.Path(t, "ticks/nautilus/btc-perp-20211231-20220201_1m.csv")
	m, err := csvfile.Mapping{Zone: "UTC", BarTime: csvfile.AtEnd}.CompleteFile(path)
	if err != nil {
		t.Fatal(err)
	}
	bars, err := csvfile.OpenBars(path, m, csvfile.Options{Instrument: market.Crypto})
	if err != nil {
		t.Fatal(err)
	}
	defer bars.Close()
	in := market.NewEquity("BTC")
	in.Kind = market.Crypto
	r, err := quality.Check(bars, in, calendarOf(t, "24/7"), market.Minutes(1), quality.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Rows != 45031 || r.Coverage.Expected != 45031 || r.Coverage.Missing != 0 {
		t.Errorf("%d rows, %+v, want all of 45,031", r.Rows, r.Coverage)
	}
}
