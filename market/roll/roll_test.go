package roll_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/market/roll"
)

func cme(t testing.TB) *calendar.Calendar {
	t.Helper()
	cal, err := calendar.Get("CME")
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

func date(t testing.TB, text string) market.Date {
	t.Helper()
	d, err := market.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// december is the E-mini S&P 500 of December 2013 and March 2014: closes and volumes of the daily bars of the exchange's
// trades; a session is known at its close.
func december(t testing.TB) []roll.Contract {
	cal := cme(t)
	z := roll.Contract{Symbol: "ESZ3", Expiry: date(t, "2013-12-20")}
	h := roll.Contract{Symbol: "ESH4", Expiry: date(t, "2014-03-21")}
	for _, d := range []struct {
		date                      string
		zClose, zVolume           float64
		hClose, hVolume, zOI, hOI float64
	}{
		{"2013-12-11", 1780.75, 1514064, 1774.75, 64855, 0, 0},
		{"2013-12-12", 1773.75, 1113344, 1767.50, 354874, 0, 0},
		{"2013-12-13", 1775.00, 347764, 1768.75, 868208, 0, 0},
		{"2013-12-16", 1785.25, 200215, 1779.00, 1013308, 1701691, 1445598},
		{"2013-12-17", 1778.25, 155199, 1772.00, 1099174, 1500000, 1700000}, // open interest of this day is made up
		{"2013-12-18", 1810.00, 258842, 1803.75, 2107664, 0, 0},
		{"2013-12-19", 1808.00, 106656, 1801.75, 1028379, 0, 0},
	} {
		day := date(t, d.date)
		s, ok := cal.Session(day)
		if !ok {
			t.Fatal("no session on ", day)
		}
		z.Days = append(z.Days, roll.Day{Date: day, End: s.Close, Close: d.zClose, Volume: d.zVolume, OpenInterest: d.zOI})
		h.Days = append(h.Days, roll.Day{Date: day, End: s.Close, Close: d.hClose, Volume: d.hVolume, OpenInterest: d.hOI})
	}
	return []roll.Contract{z, h}
}

// Each rule's roll, by hand. March is traded more than December for the first time on Friday the 13th, so the roll is at
// the open of Monday's session, on Sunday at 17:00 in Chicago (23:00 UTC). The last day is Friday the 20th.
func TestRulesOnDecember2013(t *testing.T) {
	for _, c := range []struct {
		name          string
		rule          roll.Rule
		firstNotice   string
		at            string
		decided       string
		before, after float64
		times, add    float64
	}{
		{"volume", roll.Rule{By: roll.Volume, Days: 1}, "", "2013-12-15T23:00:00Z", "2013-12-13", 1775, 1768.75, 1, -6.25},
		{"open interest", roll.Rule{By: roll.OpenInterest, Days: 1}, "", "2013-12-17T23:00:00Z", "2013-12-17", 1778.25, 1772, 1, -6.25},
		{"the last day", roll.Rule{By: roll.Expiry}, "", "2013-12-19T23:00:00Z", "2013-12-19", 1808, 1801.75, 1, -6.25},
		{"one session before", roll.Rule{By: roll.Expiry, Days: 1}, "", "2013-12-18T23:00:00Z", "2013-12-18", 1810, 1803.75, 1, -6.25},
		{"six sessions before, over a weekend", roll.Rule{By: roll.Expiry, Days: 6}, "", "2013-12-11T23:00:00Z", "2013-12-11", 1780.75, 1774.75, 1, -6},
		{"volume, but too late", roll.Rule{By: roll.Volume, Days: 6}, "", "2013-12-11T23:00:00Z", "2013-12-11", 1780.75, 1774.75, 1, -6},
		{"first notice", roll.Rule{By: roll.Expiry, Days: 1}, "2013-12-16", "2013-12-12T23:00:00Z", "2013-12-12", 1773.75, 1767.5, 1, -6.25},
		{"by ratio", roll.Rule{By: roll.Volume, Adjust: roll.Ratio}, "", "2013-12-15T23:00:00Z", "2013-12-13", 1775, 1768.75, 1768.75 / 1775, 0},
		{"not adjusted", roll.Rule{By: roll.Volume, Adjust: roll.None}, "", "2013-12-15T23:00:00Z", "2013-12-13", 1775, 1768.75, 1, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			contracts := december(t)
			if c.firstNotice != "" {
				contracts[0].FirstNotice = date(t, c.firstNotice)
			}
			chain, err := roll.Plan("ES", contracts, c.rule, cme(t))
			if err != nil {
				t.Fatal(err)
			}
			old, link := &chain.Links[0], &chain.Links[1]
			if got := link.From.String(); got != c.at {
				t.Errorf("rolls at %s, want %s", got, c.at)
			}
			if link.Before != c.before || link.After != c.after || link.Decided != date(t, c.decided) {
				t.Errorf("fitted at %v and %v on %s, want %v and %v on %s", link.Before, link.After, link.Decided, c.before, c.after, c.decided)
			}
			if old.Times != c.times || old.Add != c.add || link.Times != 1 || link.Add != 0 {
				t.Errorf("the old contract x %v + %v, want x %v + %v; the new one x %v + %v", old.Times, old.Add, c.times, c.add, link.Times, link.Add)
			}
			if chain.At(link.From-1) != old || chain.At(link.From) != link {
				t.Error("the turn does not change at the roll")
			}
		})
	}
}

// A stop 10 points below the old contract's close of 1775 is 10 points below the new one's, or as many percent by ratio.
func TestCarry(t *testing.T) {
	for _, c := range []struct {
		adjust roll.Adjust
		want   float64
	}{{roll.Difference, 1758.75}, {roll.None, 1758.75}, {roll.Ratio, 1765 * 1768.75 / 1775}} {
		chain, err := roll.Plan("ES", december(t), roll.Rule{By: roll.Volume, Adjust: c.adjust}, cme(t))
		if err != nil {
			t.Fatal(err)
		}
		if got := chain.Links[1].Carry(1765); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", c.adjust, got, c.want)
		}
	}
}

func TestCutForgetsTheFuture(t *testing.T) {
	chain, err := roll.Plan("ES", december(t), roll.Rule{By: roll.Volume}, cme(t))
	if err != nil {
		t.Fatal(err)
	}
	chain.Cut(chain.Links[1].From - 1)
	if len(chain.Links) != 1 || chain.Links[0].Add != 0 {
		t.Errorf("%+v", chain.Links)
	}
}

func TestImpossibleChains(t *testing.T) {
	cal := cme(t)
	contracts := december(t)
	if _, err := roll.Plan("ES", contracts[:1], roll.Rule{}, cal); err == nil {
		t.Error("a chain of one")
	}
	if _, err := roll.Plan("ES", []roll.Contract{contracts[1], contracts[0]}, roll.Rule{}, cal); err == nil {
		t.Error("a chain backwards")
	}
	apart := december(t)
	apart[1].Days = apart[1].Days[6:] // March is first traded after the roll
	var gap *roll.GapError
	if _, err := roll.Plan("ES", apart, roll.Rule{By: roll.Expiry, Days: 2}, cal); !errors.As(err, &gap) {
		t.Errorf("contracts that never met: %v", err)
	}
	if _, err := roll.Plan("ES", apart, roll.Rule{By: roll.Expiry, Days: 2, Adjust: roll.None}, cal); err != nil {
		t.Errorf("without adjustment: %v", err)
	}
	oil := december(t)
	for i := range oil[0].Days {
		oil[0].Days[i].Close = -37.63
	}
	if _, err := roll.Plan("CL", oil, roll.Rule{Adjust: roll.Ratio}, cal); !errors.As(err, &gap) {
		t.Errorf("a ratio of a negative price: %v", err)
	}
}

// Whatever the contracts' sessions: turns begin in order, each decision was known when it took effect, the last contract
// has its own prices, and across each roll the series has no jump at the closes it was fitted at.
func TestPlansAreCausalAndFit(t *testing.T) {
	cal := cme(t)
	var sessions []calendar.Session
	for s := range cal.Sessions(date(t, "2023-12-01"), date(t, "2024-12-31")) {
		sessions = append(sessions, s)
	}
	expiries := []string{"2024-03-15", "2024-06-21", "2024-09-20", "2024-12-20"}
	rapid.Check(t, func(t *rapid.T) {
		var contracts []roll.Contract
		for _, e := range expiries {
			d, err := market.ParseDate(e)
			if err != nil {
				t.Fatal(err)
			}
			c := roll.Contract{Symbol: e, Expiry: d}
			price := rapid.Float64Range(50, 150).Draw(t, "price")
			for _, s := range sessions {
				if s.Date > d {
					break
				}
				c.Days = append(c.Days, roll.Day{
					Date: s.Date, End: s.Close, Close: price + float64(s.Close.Sub(sessions[0].Close)/time.Hour)/1000,
					Volume: float64(rapid.IntRange(0, 3).Draw(t, "volume")), OpenInterest: float64(rapid.IntRange(0, 3).Draw(t, "open")),
				})
			}
			contracts = append(contracts, c)
		}
		rule := roll.Rule{
			By:     rapid.SampledFrom([]roll.By{roll.Volume, roll.OpenInterest, roll.Expiry}).Draw(t, "by"),
			Adjust: rapid.SampledFrom([]roll.Adjust{roll.Difference, roll.Ratio}).Draw(t, "adjust"),
			Days:   rapid.IntRange(0, 20).Draw(t, "days"),
		}
		chain, err := roll.Plan("X", contracts, rule, cal)
		if err != nil {
			t.Fatal(err)
		}
		for i := 1; i < len(chain.Links); i++ {
			old, link := &chain.Links[i-1], &chain.Links[i]
			if link.From <= old.From || link.From > market.At(contracts[i-1].Expiry.Clock(0, 0, cal.Zone())) {
				t.Fatalf("link %d begins at %s, the one before at %s", i, link.From, old.From)
			}
			if s, _ := cal.Session(link.Decided); s.Close > link.From {
				t.Fatalf("decided on %s, in force at %s", link.Decided, link.From)
			}
			if a, b := old.Series(link.Before), link.Series(link.After); math.Abs(a-b) > 1e-9*math.Abs(b) {
				t.Fatalf("roll %d: %v becomes %v", i, a, b)
			}
			if back := old.Contract(old.Series(100)); math.Abs(back-100) > 1e-9 {
				t.Fatalf("100 came back as %v", back)
			}
		}
		if last := chain.Links[len(chain.Links)-1]; last.Times != 1 || last.Add != 0 {
			t.Fatalf("the last contract is adjusted: %+v", last)
		}
	})
}

func TestWords(t *testing.T) {
	for _, b := range []roll.By{roll.Volume, roll.OpenInterest, roll.Expiry} {
		var back roll.By
		if err := back.UnmarshalText([]byte(b.String())); err != nil || back != b {
			t.Errorf("%s: %v %v", b, back, err)
		}
	}
	for _, a := range []roll.Adjust{roll.Difference, roll.Ratio, roll.None} {
		var back roll.Adjust
		if err := back.UnmarshalText([]byte(a.String())); err != nil || back != a {
			t.Errorf("%s: %v %v", a, back, err)
		}
	}
	if err := new(roll.By).UnmarshalText([]byte("moon")); err == nil {
		t.Error("a rule of the moon")
	}
}
