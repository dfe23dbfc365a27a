package aggregate

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
)

// Minutes of 2024-07-03, a half day of the NYSE (09:30 to 13:00), as hourly bars: the first ends at
// 10:30, and the close cuts the last to half an hour.
func TestHourlyBarsAreAlignedToTheOpen(t *testing.T) {
	b := builder(t, market.Hours(1), market.Minutes(1), "XNYS", Options{})
	var got collector
	open := wall(t, "XNYS", "2024-07-03 09:30")
	for i := range 210 {
		end := open.Add(time.Duration(i+1) * time.Minute)
		given := len(got)
		got.add(b.Bar(minute(end, float64(100+i), 10)))
		if i == 59 && len(got) != given+1 {
			t.Error("the minute that ends at 10:30 did not complete the bar to 10:30")
		}
		if i == 60 && b.Due() != open.Add(2*time.Hour) {
			t.Errorf("due at %v, want 11:30", b.Due())
		}
	}
	if b.Due() != market.Never {
		t.Errorf("due at %v after the close", b.Due())
	}
	hour := func(i int, minutes int) market.Bar {
		start := open.Add(time.Duration(i) * time.Hour)
		low := float64(100 + 60*i)
		high := low + float64(minutes) - 1
		return market.Bar{
			Session: 20240703, Start: start, End: start.Add(time.Duration(minutes) * time.Minute),
			Open: low, High: high, Low: low, Close: high, Volume: float64(10 * minutes),
		}
	}
	got.check(t, hour(0, 60), hour(1, 60), hour(2, 60), hour(3, 30))
}

// A trade at the very end of a bucket belongs to it and does not complete it; the next trade does, and
// so does the clock.
func TestTradeAtTheEnd(t *testing.T) {
	at := func(text string) market.Time { return wall(t, "XNYS", "2024-07-02 "+text) }
	b := builder(t, market.Minutes(5), market.Ticks(1), "XNYS", Options{})
	var got collector
	got.add(b.Trade(&market.Trade{Time: at("09:34:59"), Price: 10, Size: 1}))
	got.add(b.Trade(&market.Trade{Time: at("09:35"), Price: 12, Size: 2}))
	got.check(t)
	if b.Due() != at("09:35") {
		t.Errorf("due at %v, want 09:35", b.Due())
	}
	got.add(b.Trade(&market.Trade{Time: at("09:35:01"), Price: 11, Size: 4}))
	first := market.Bar{Session: 20240702, Start: at("09:30"), End: at("09:35"), Open: 10, High: 12, Low: 10, Close: 12, Volume: 3}
	got.check(t, first)
	got.add(b.Advance(at("09:39:59")))
	got.check(t, first)
	got.add(b.Advance(at("09:40")))
	second := market.Bar{Session: 20240702, Start: at("09:35"), End: at("09:40"), Open: 11, High: 11, Low: 11, Close: 11, Volume: 4}
	got.check(t, first, second)
	got.add(b.Advance(at("09:45"))) // an empty bucket makes no bar
	got.check(t, first, second)
}

// Inputs that come after their bar was given out join the next one and are counted.
func TestLateInputs(t *testing.T) {
	at := func(text string) market.Time { return wall(t, "XNYS", "2024-07-02 "+text) }
	b := builder(t, market.Minutes(1), market.Ticks(1), "XNYS", Options{})
	var got collector
	got.add(b.Trade(&market.Trade{Time: at("10:00:30"), Price: 10, Size: 1}))
	got.add(b.Advance(at("10:01")))
	got.add(b.Trade(&market.Trade{Time: at("10:00:59"), Price: 9, Size: 2}))
	got.add(b.Trade(&market.Trade{Time: at("10:01"), Price: 8, Size: 4}))
	got.add(b.Trade(&market.Trade{Time: at("10:01:30"), Price: 11, Size: 8}))
	got.add(b.Advance(at("10:02")))
	got.check(t,
		market.Bar{Session: 20240702, Start: at("10:00"), End: at("10:01"), Open: 10, High: 10, Low: 10, Close: 10, Volume: 1},
		market.Bar{Session: 20240702, Start: at("10:01"), End: at("10:02"), Open: 9, High: 11, Low: 8, Close: 11, Volume: 14},
	)
	if b.Late() != 2 {
		t.Errorf("%d late inputs, want 2", b.Late())
	}
}

func TestExtendedHours(t *testing.T) {
	at := func(text string) market.Time { return wall(t, "XNYS", "2024-07-02 "+text) }
	feed := func(options Options) (*Builder, collector) {
		b := builder(t, market.Hours(1), market.Minutes(30), "XNYS", options)
		var got collector
		for i, end := range []string{"04:30", "09:00", "09:30", "10:00", "10:30", "16:00", "16:30", "20:00"} {
			got.add(b.Bar(minute(at(end), float64(i), 1)))
		}
		got.add(b.Advance(wall(t, "XNYS", "2024-07-03 00:00")))
		return b, got
	}
	bar := func(start, end string, first, last float64) market.Bar {
		return market.Bar{Session: 20240702, Start: at(start), End: at(end), Open: first, High: last, Low: first, Close: last, Volume: last - first + 1}
	}
	b, got := feed(Options{})
	got.check(t, bar("09:30", "10:30", 3, 4), bar("15:30", "16:00", 5, 5))
	if b.Outside() != 5 {
		t.Errorf("%d inputs outside regular hours, want 5", b.Outside())
	}
	// Each phase is aligned to its own beginning; none reaches into the next.
	_, got = feed(Options{ExtendedHours: true})
	got.check(t,
		bar("04:00", "05:00", 0, 0), bar("08:00", "09:00", 1, 1), bar("09:00", "09:30", 2, 2),
		bar("09:30", "10:30", 3, 4), bar("15:30", "16:00", 5, 5),
		bar("16:00", "17:00", 6, 6), bar("19:00", "20:00", 7, 7),
	)
}

// Four-hour bars of currencies start at 17:00 New York in winter and in summer.
func TestForexBarsOverDaylightSaving(t *testing.T) {
	b := builder(t, market.Hours(4), market.Hours(1), "FOREX", Options{})
	var got collector
	for end := wall(t, "FOREX", "2024-03-08 09:00"); end <= wall(t, "FOREX", "2024-03-11 01:00"); end = end.Add(time.Hour) {
		in := minute(end, 1, 1)
		in.Start = end.Add(-time.Hour)
		got.add(b.Bar(in))
	}
	bar := func(session market.Date, start, end string, inputs float64) market.Bar {
		return market.Bar{Session: session, Start: wall(t, "FOREX", start), End: wall(t, "FOREX", end), Open: 1, High: 1, Low: 1, Close: 1, Volume: inputs}
	}
	got.check(t,
		bar(20240308, "2024-03-08 05:00", "2024-03-08 09:00", 1),
		bar(20240308, "2024-03-08 09:00", "2024-03-08 13:00", 4),
		bar(20240308, "2024-03-08 13:00", "2024-03-08 17:00", 4),
		bar(20240311, "2024-03-10 17:00", "2024-03-10 21:00", 4), // the clocks changed in between
		bar(20240311, "2024-03-10 21:00", "2024-03-11 01:00", 4),
	)
	if b.Outside() != 47 { // from Friday 17:00 to Sunday 17:00, less the hour that is skipped
		t.Errorf("%d inputs on the weekend, want 47", b.Outside())
	}
}
