package engine_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

// at is an instant on New York's wall clock.
func at(t testing.TB, text string) market.Time {
	t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	wall, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return market.At(wall)
}

// every fills (from, to] with bars of a span, all at one price.
func every(span time.Duration, price float64, from, to market.Time) []market.Bar {
	var list []market.Bar
	for end := from.Add(span); end <= to; end = end.Add(span) {
		list = append(list, market.Bar{
			Start: end.Add(-span), End: end, Open: price, High: price, Low: price, Close: price, Volume: 1,
		})
	}
	return list
}

// put defines an instrument by its bars.
func (r *run) put(symbol string, bars ...market.Bar) {
	if r.bars == nil {
		r.bars = map[string][]market.Bar{}
	}
	r.bars[symbol] = append(r.bars[symbol], bars...)
	if !slices.Contains(r.symbols, symbol) {
		r.symbols = append(r.symbols, symbol)
	}
}

// note logs with New York's wall clock.
func (r *run) note(s *strategy.Session, format string, args ...any) {
	zone, _ := time.LoadLocation("America/New_York")
	r.log = append(r.log, s.Now().In(zone).Format("02 15:04 ")+fmt.Sprintf(format, args...))
}

func expectLog(t *testing.T, r *run, want ...string) {
	t.Helper()
	if !slices.Equal(r.log, want) {
		t.Errorf("saw  %q\nwant %q", r.log, want)
	}
}

// A slice is the whole instant, also when the clock completes a bar in it: B's minute that ends at 5 is
// missing, so its bar of five minutes comes by the clock, with A's of the same moment in one slice.
func TestOneSliceAnInstant(t *testing.T) {
	r := &run{}
	r.add("A", flat(6)...)
	r.add("B", flat(6)...)
	r.bars["B"] = slices.Delete(r.bars["B"], 4, 5)
	r.strategy("s", func(s *strategy.Session) error {
		s.Bars("A", market.Minutes(5), func(market.Bar) {})
		s.Bars("B", market.Minutes(5), func(market.Bar) {})
		s.Slices(func(x *strategy.Slice) { r.tell(s, "%d bars", len(x.Bars)) })
		return nil
	})
	r.play(t)
	expectLog(t, r, "5 2 bars")
}

// Currencies trade around the clock: at 17:00 in New York one session closes and the next opens, in this
// order and with the right dates, wherever the run begins.
func TestCurrencySessionsMeet(t *testing.T) {
	r := &run{start: at(t, "2024-03-05 00:00")}
	r.define = func(string) market.Instrument { return market.NewForex("EUR", "USD") }
	r.feed.Bars = market.Hours(1).Of(market.Mid)
	r.put("EURUSD", every(time.Hour, 1.1, at(t, "2024-03-04 00:00"), at(t, "2024-03-06 17:00"))...)
	r.strategy("s", func(s *strategy.Session) error {
		s.OnOpen("EURUSD", func(x calendar.Session) { r.note(s, "open %s", x.Date) })
		s.OnClose("EURUSD", func(x calendar.Session) { r.note(s, "close %s", x.Date) })
		s.Bars("EURUSD", market.Daily(), func(b market.Bar) { r.note(s, "day %s of %g hours", b.Session, b.Volume) })
		return nil
	})
	r.play(t)
	expectLog(t, r,
		"05 17:00 day 2024-03-05 of 24 hours", "05 17:00 close 2024-03-05", "05 17:00 open 2024-03-06",
		"06 17:00 day 2024-03-06 of 24 hours", "06 17:00 close 2024-03-06", "06 17:00 open 2024-03-07")
}

// A bar that the run begins in is built whole, from data before the start, and delivered once it ends.
func TestFirstBarIsWhole(t *testing.T) {
	r := &run{start: minute(2)}
	r.add("A", 1, 2, 3, 4, 5, 6)
	r.strategy("s", func(s *strategy.Session) error {
		s.Bars("A", market.Minutes(5), func(b market.Bar) { r.tell(s, "five from %g, volume %g", b.Open, b.Volume) })
		s.Bars("A", market.Minutes(1), func(b market.Bar) { r.tell(s, "one %g", b.Close) })
		return nil
	})
	e, _, _ := r.prepare(t)
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := e.Demands()[0].From; got != monday {
		t.Errorf("data wanted from %s, want the open", got)
	}
	r.play(t)
	expectLog(t, r, "3 one 3", "4 one 4", "5 one 5", "5 five from 1, volume 500", "6 one 6")
}

// Bars of several sessions are whole as well, and a warm-up has as many as were asked for.
func TestWarmupOfGroupedSessions(t *testing.T) {
	for day := 11; day <= 15; day++ { // whatever place the start has in its group
		start := at(t, fmt.Sprintf("2024-03-%d 00:00", day))
		r := &run{start: start}
		cal, _ := calendar.Get("XNYS")
		seen := 0
		r.strategy("s", func(s *strategy.Session) error {
			s.Bars("A", market.Sessions(3), func(b market.Bar) {
				if b.Volume != 3 {
					t.Errorf("start %d: bar of %s is made of %g days", day, b.Session, b.Volume)
				}
				if s.Warming() {
					seen++
				}
			}, strategy.Warmup(2))
			return nil
		})
		r.feed.Bars = market.Daily()
		r.symbols = []string{"A"}
		r.bars = map[string][]market.Bar{}
		probe, _, _ := r.prepare(t)
		if err := probe.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		from := probe.Demands()[0].From
		for x := range cal.Sessions(market.NewDate(2024, 2, 1), market.NewDate(2024, 3, 28)) {
			if x.Close > from { // as a source delivers: (from, to]
				r.put("A", market.Bar{Start: x.Open, End: x.Close, Open: 1, High: 1, Low: 1, Close: 1, Volume: 1})
			}
		}
		r.play(t)
		if seen != 2 {
			t.Errorf("start %d: %d bars of warm-up, want 2", day, seen)
		}
	}
}

// A bar that ends exactly at the start is warm-up; the next one is not. Five-minute bars count from the
// sessions before.
func TestWarmupEndsWithTheStart(t *testing.T) {
	r := &run{start: minute(5)}
	r.add("A", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
	r.strategy("s", func(s *strategy.Session) error {
		s.Bars("A", market.Minutes(5), func(b market.Bar) { r.tell(s, "five %g warming %v", b.Close, s.Warming()) }, strategy.WarmupSessions(1))
		s.Bars("A", market.Minutes(5), func(b market.Bar) { r.tell(s, "cold %g", b.Close) })
		return nil
	})
	r.play(t)
	expectLog(t, r, "5 five 5 warming true", "10 five 10 warming false", "10 cold 10")
}

// 3 July 2024 is a half day: it closes at 13:00, day orders end then, and a daily bar whose last minutes are
// missing is completed by the clock. 4 July has no session; the next is the 5th.
func TestHalfDay(t *testing.T) {
	r := &run{start: at(t, "2024-07-03 00:00")}
	r.put("A", every(time.Minute, 10, at(t, "2024-07-03 09:30"), at(t, "2024-07-03 12:50"))...)
	r.put("A", every(time.Minute, 10, at(t, "2024-07-05 09:30"), at(t, "2024-07-05 09:31"))...)
	r.strategy("s", func(s *strategy.Session) error {
		s.Bars("A", market.Daily(), func(b market.Bar) { r.note(s, "day %s of %g", b.Session, b.Volume) })
		s.Bars("A", market.Minutes(1), func(b market.Bar) {
			if s.Now() == at(t, "2024-07-03 12:50") {
				_, _ = s.Submit(order.NewLimit("A", order.Buy, hundred, decimal.NewFromInt(5)))
			}
		})
		s.Orders(func(u strategy.OrderUpdate) {
			if x, ok := u.Event.(order.HasExpired); ok {
				r.note(s, "expired %s", x.Reason.Code)
			}
		})
		s.At(calendar.BeforeClose(5*time.Minute), func() { r.note(s, "five before the close") })
		s.OnOpen("A", func(x calendar.Session) { r.note(s, "open %s", x.Date) })
		s.OnClose("A", func(x calendar.Session) { r.note(s, "close %s", x.Date) })
		return nil
	})
	r.play(t)
	expectLog(t, r, "03 09:30 open 2024-07-03", "03 12:55 five before the close", "03 13:00 expired session-ended",
		"03 13:00 day 2024-07-03 of 200", "03 13:00 close 2024-07-03", "05 09:30 open 2024-07-05")
}

// Clocks go forward on 10 March 2024. Sessions on both sides have 390 minutes, at other hours in UTC; sessions
// without data have their open and close, and no bar.
func TestClocksGoForward(t *testing.T) {
	r := &run{start: at(t, "2024-03-07 00:00")}
	for _, day := range []string{"07", "11", "12"} { // nothing on Friday the 8th
		r.put("A", every(time.Minute, 10, at(t, "2024-03-"+day+" 09:30"), at(t, "2024-03-"+day+" 16:00"))...)
	}
	r.strategy("s", func(s *strategy.Session) error {
		s.Bars("A", market.Hours(1), func(b market.Bar) {
			if b.Volume != 60 {
				r.note(s, "hour %s of %g", b.Session, b.Volume)
			}
		})
		s.OnClose("A", func(x calendar.Session) { r.note(s, "close %s", x.Date) })
		return nil
	})
	_, kept := r.play(t)
	expectLog(t, r, "07 16:00 hour 2024-03-07 of 30", "07 16:00 close 2024-03-07", "08 16:00 close 2024-03-08",
		"11 16:00 hour 2024-03-11 of 30", "11 16:00 close 2024-03-11", "12 16:00 hour 2024-03-12 of 30", "12 16:00 close 2024-03-12")
	if got := len(kept.samples); got != 6 { // the start, four closes, the end
		t.Errorf("%d samples, want 6", got)
	}
}

// What a time in force promises, through the engine: orders are sent with the bar that ends at minute 1.
func TestTimesInForce(t *testing.T) {
	limit := func(price int64) order.Request {
		return order.NewLimit("A", order.Buy, hundred, decimal.NewFromInt(price))
	}
	for _, c := range []struct {
		name    string
		request order.Request
		state   order.State
		code    order.Code
		at      int // minute of the last change; a fill at the open of the next bar is told at its end
	}{
		{"GTD ends at its time, between two bars too", limit(5).Until(minute(3).Add(30 * time.Second)), order.Expired, order.GoodTillReached, 3},
		{"GTD ends after the bar of its time", limit(10).Until(minute(2)), order.Filled, order.NoReason, 2},
		{"IOC that meets no price", limit(5).For(order.IOC), order.Cancelled, order.NotFilledAtOnce, 2},
		{"IOC that meets one", limit(11).For(order.IOC), order.Filled, order.NoReason, 2},
		{"FOK that meets one", limit(11).For(order.FOK), order.Filled, order.NoReason, 2},
		{"OPG waits for the next session", limit(11).For(order.OPG), order.Accepted, order.WaitingForOpen, 1},
		{"IOC stop", order.NewStop("A", order.Buy, hundred, decimal.NewFromInt(12)).For(order.IOC), order.Rejected, order.Unsupported, 1},
		{"OPG stop", order.NewStop("A", order.Buy, hundred, decimal.NewFromInt(12)).For(order.OPG), order.Denied, order.Unsupported, 1},
	} {
		r := &run{}
		r.add("A", flat(6)...)
		r.strategy("s", func(s *strategy.Session) error {
			once(s, "A", 1, func() { _, _ = s.Submit(c.request) })
			return nil
		})
		sum, kept := r.play(t)
		o := kept.orders[0]
		if o.State != c.state || o.Reason.Code != c.code || int(o.Updated.Sub(monday)/time.Minute) != c.at || sum.Impossible != 0 {
			t.Errorf("%s: %s for %s at %s, want %s for %s at minute %d", c.name, o.State, o.Reason.Code, o.Updated, c.state, c.code, c.at)
		}
	}
}
