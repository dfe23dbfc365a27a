package aggregate

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
)

func TestDailyBars(t *testing.T) {
	b := builder(t, market.Daily(), market.Minutes(30), "XNYS", Options{})
	var got collector
	for _, in := range []*market.Bar{
		minute(wall(t, "XNYS", "2024-07-02 09:30"), 99, 1), // pre-market
		minute(wall(t, "XNYS", "2024-07-02 10:00"), 10, 1),
		minute(wall(t, "XNYS", "2024-07-02 12:00"), 14, 2),
		minute(wall(t, "XNYS", "2024-07-02 16:00"), 12, 4), // ends at the close
		minute(wall(t, "XNYS", "2024-07-02 16:30"), 99, 1), // post-market
		minute(wall(t, "XNYS", "2024-07-03 10:00"), 13, 8), // a half day whose last minutes are missing
	} {
		got.add(b.Bar(in))
	}
	first := market.Bar{
		Session: 20240702, Start: wall(t, "XNYS", "2024-07-02 09:30"), End: wall(t, "XNYS", "2024-07-02 16:00"),
		Open: 10, High: 14, Low: 10, Close: 12, Volume: 7,
	}
	got.check(t, first)
	if want := wall(t, "XNYS", "2024-07-03 13:00"); b.Due() != want {
		t.Errorf("due at %v, want %v", b.Due(), want)
	}
	got.add(b.Advance(wall(t, "XNYS", "2024-07-03 13:00")))
	got.check(t, first, market.Bar{
		Session: 20240703, Start: wall(t, "XNYS", "2024-07-03 09:30"), End: wall(t, "XNYS", "2024-07-03 13:00"),
		Open: 13, High: 13, Low: 13, Close: 13, Volume: 8,
	})
}

// With extended hours a session reaches from 04:00 to 20:00.
func TestDailyBarsWithExtendedHours(t *testing.T) {
	b := builder(t, market.Daily(), market.Minutes(30), "XNYS", Options{ExtendedHours: true})
	var got collector
	for i, end := range []string{"04:30", "16:00", "20:00"} {
		got.add(b.Bar(minute(wall(t, "XNYS", "2024-07-02 "+end), float64(i+1), 1)))
	}
	got.check(t, market.Bar{
		Session: 20240702, Start: wall(t, "XNYS", "2024-07-02 04:00"), End: wall(t, "XNYS", "2024-07-02 20:00"),
		Open: 1, High: 3, Low: 1, Close: 3, Volume: 3,
	})
}

// A currency's day ends at 17:00 New York, where the next begins.
func TestForexDay(t *testing.T) {
	b := builder(t, market.Daily().Of(market.Mid), market.Ticks(1), "FOREX", Options{})
	at := func(text string) market.Time { return wall(t, "FOREX", text) }
	var got collector
	got.add(b.Quote(&market.Quote{Time: at("2024-03-11 16:59:59"), Bid: 1, Ask: 1.5}))
	got.add(b.Quote(&market.Quote{Time: at("2024-03-11 17:00"), Bid: 2, Ask: 2.5}))
	got.add(b.Quote(&market.Quote{Time: at("2024-03-11 17:00:01"), Bid: 3}))
	got.check(t)
	got.add(b.Quote(&market.Quote{Time: at("2024-03-11 17:00:02"), Bid: 3, Ask: 3.25}))
	got.check(t, market.Bar{
		Session: 20240311, Start: at("2024-03-10 17:00"), End: at("2024-03-11 17:00"),
		Open: 1.25, High: 2.25, Low: 1.25, Close: 2.25, Spread: 0.5,
	})
}

// Bars of several sessions are counted from the calendar's first session: data that begin later
// make the same bars.
func TestBarsOfSeveralSessions(t *testing.T) {
	days := func(first, last market.Date) collector {
		b := builder(t, market.Sessions(5), market.Daily(), "XNYS", Options{})
		var got collector
		for s := range cal(t, "XNYS").Sessions(first, last) {
			got.add(b.Bar(&market.Bar{Start: s.Open, End: s.Close, Open: 1, High: 1, Low: 1, Close: 1, Volume: 1}))
		}
		return got
	}
	long, short := days(20240102, 20240329), days(20240212, 20240329)
	if len(long) != 12 { // 61 sessions
		t.Errorf("%d bars of the quarter's 61 sessions, want 12 or 13 with the cut ones", len(long))
	}
	for _, bar := range long[1:] {
		if bar.Volume != 5 {
			t.Errorf("bar of %s has %v sessions, want 5", bar.Session, bar.Volume)
		}
	}
	last := long[len(long)-len(short):]
	for i := range short {
		if short[i].Start != last[i].Start || short[i].End != last[i].End || short[i].Session != last[i].Session {
			t.Errorf("begun later, bar %d is %v to %v, not %v to %v", i, short[i].Start, short[i].End, last[i].Start, last[i].End)
		}
	}
}

// A source that stamps half days with the usual close still ends its bar with the session.
func TestDailySourceStampedAfterTheClose(t *testing.T) {
	b := builder(t, market.Daily(), market.Daily(), "XNYS", Options{ExtendedHours: true})
	var got collector
	end := wall(t, "XNYS", "2024-07-03 16:00")
	got.add(b.Bar(&market.Bar{Start: end.Add(-6 * time.Hour), End: end, Open: 1, High: 2, Low: 1, Close: 2, Volume: 3}))
	got.check(t, market.Bar{
		Session: 20240703, Start: wall(t, "XNYS", "2024-07-03 09:30"), End: wall(t, "XNYS", "2024-07-03 13:00"),
		Open: 1, High: 2, Low: 1, Close: 2, Volume: 3,
	})
}
