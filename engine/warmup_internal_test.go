package engine

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/strategy"
)

// A live run asks for twice the bars that are wanted and no whole sessions: at five seconds, a session of a market that
// never closes has 17,280 bars. New York trades from 9:30 to 16:00; 1 March 2024 was a Friday.
func TestF1LiveWarmUpIsNoLongerThanItMustBe(t *testing.T) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	at := func(text string) market.Time {
		parsed, err := time.ParseInLocation("2006-01-02 15:04:05", text, zone)
		if err != nil {
			t.Fatal(err)
		}
		return market.At(parsed)
	}
	for _, c := range []struct {
		name, calendar string
		extended       bool
		start          string
		sub            strategy.BarSubscription
		want           string
	}{
		{"within the session", "XNYS", false, "2024-03-04 11:00:00", strategy.BarSubscription{Spec: market.Minutes(5), Warmup: 6}, "2024-03-04 10:00:00"},
		{"in the middle of a bar", "XNYS", false, "2024-03-04 11:02:00", strategy.BarSubscription{Spec: market.Minutes(5), Warmup: 6}, "2024-03-04 10:05:00"},
		{"over a weekend", "XNYS", false, "2024-03-04 10:00:00", strategy.BarSubscription{Spec: market.Minutes(5), Warmup: 6}, "2024-03-01 15:30:00"},
		{"before the open", "XNYS", false, "2024-03-04 08:00:00", strategy.BarSubscription{Spec: market.Minutes(5), Warmup: 6}, "2024-03-01 15:00:00"},
		{"on a Sunday", "XNYS", false, "2024-03-03 12:00:00", strategy.BarSubscription{Spec: market.Minutes(5), Warmup: 6}, "2024-03-01 15:00:00"},
		{"after the close", "XNYS", false, "2024-03-04 18:00:00", strategy.BarSubscription{Spec: market.Minutes(5), Warmup: 6}, "2024-03-04 15:00:00"},
		{"extended", "XNYS", true, "2024-03-04 10:00:00", strategy.BarSubscription{Spec: market.Minutes(5), Warmup: 6}, "2024-03-04 09:00:00"},
		{"several sessions", "XNYS", false, "2024-03-04 09:30:00", strategy.BarSubscription{Spec: market.Minutes(30), Warmup: 13}, "2024-02-29 09:30:00"},
		{"never closed", "24/7", false, "2024-03-04 11:00:00", strategy.BarSubscription{Spec: market.Seconds(5), Warmup: 5}, "2024-03-04 10:59:10"},
		{"sessions are whole", "XNYS", false, "2024-03-04 11:00:00", strategy.BarSubscription{Spec: market.Minutes(5), Warmup: 6, WarmupSessions: 1}, "2024-03-01 09:30:00"},
		{"none", "XNYS", false, "2024-03-04 11:00:00", strategy.BarSubscription{Spec: market.Minutes(5)}, "2024-03-04 11:00:00"},
	} {
		cal, err := calendar.Get(c.calendar)
		if err != nil {
			t.Fatal(err)
		}
		in := market.NewEquity("A")
		r := newRoute(&in, Feed{Bars: market.Seconds(5), ExtendedHours: c.extended}, cal, false)
		got, err := r.warmupStart(c.sub, at(c.start), true)
		if err != nil || got != at(c.want) {
			t.Errorf("%s: from %v (%v), want %v", c.name, got.In(zone), err, c.want)
		}
	}
}
