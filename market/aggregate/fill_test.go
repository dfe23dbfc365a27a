package aggregate

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
)

// trades are one second apart, from one second after an instant.
func feedTrades(b *Builder, from market.Time, trades ...[2]float64) collector {
	var got collector
	for i, trade := range trades {
		at := from.Add(time.Duration(i+1) * time.Second)
		got.add(b.Trade(&market.Trade{Time: at, Price: trade[0], Size: trade[1]}))
	}
	return got
}

func TestTickBars(t *testing.T) {
	b := builder(t, market.Ticks(3), market.Ticks(1), "XNYS", Options{})
	open := wall(t, "XNYS", "2024-07-02 09:30")
	at := func(seconds int) market.Time { return open.Add(time.Duration(seconds) * time.Second) }
	got := feedTrades(b, open, [][2]float64{{10, 1}, {12, 2}, {11, 3}, {9, 4}, {8, 5}, {9, 6}, {20, 7}}...)
	want := []market.Bar{
		{Session: 20240702, Start: open, End: at(3), Open: 10, High: 12, Low: 10, Close: 11, Volume: 6},
		{Session: 20240702, Start: at(3), End: at(6), Open: 9, High: 9, Low: 8, Close: 9, Volume: 15},
	}
	got.check(t, want...)
	// The close cuts the last one, and the next session begins a new one.
	close := wall(t, "XNYS", "2024-07-02 16:00")
	got.add(b.Advance(close))
	got.add(feedTrades(b, wall(t, "XNYS", "2024-07-03 09:30"), [][2]float64{{1, 1}, {1, 1}, {1, 1}}...))
	next := wall(t, "XNYS", "2024-07-03 09:30")
	got.check(t, append(want,
		market.Bar{Session: 20240702, Start: at(6), End: close, Open: 20, High: 20, Low: 20, Close: 20, Volume: 7},
		market.Bar{Session: 20240703, Start: next, End: next.Add(3 * time.Second), Open: 1, High: 1, Low: 1, Close: 1, Volume: 3},
	)...)
}

// Trades of one instant may fill several bars; the later ones begin and end at it.
func TestTickBarsOfOneInstant(t *testing.T) {
	b := builder(t, market.Ticks(2), market.Ticks(1), "24/7", Options{})
	at := wall(t, "24/7", "2024-07-02 10:00:01")
	var got collector
	for i := range 4 {
		got.add(b.Trade(&market.Trade{Time: at, Price: float64(i), Size: 1}))
	}
	got.check(t,
		market.Bar{Session: 20240702, Start: wall(t, "24/7", "2024-07-02 00:00"), End: at, Open: 0, High: 1, Low: 0, Close: 1, Volume: 2},
		market.Bar{Session: 20240702, Start: at, End: at, Open: 2, High: 3, Low: 2, Close: 3, Volume: 2},
	)
	if b.Late() != 0 {
		t.Errorf("%d late inputs, want none", b.Late())
	}
}

// A trade is never split: the bar it fills holds all of it.
func TestVolumeBars(t *testing.T) {
	b := builder(t, market.Volume(100), market.Ticks(1), "XNYS", Options{})
	open := wall(t, "XNYS", "2024-07-02 09:30")
	at := func(seconds int) market.Time { return open.Add(time.Duration(seconds) * time.Second) }
	feedTrades(b, open, [][2]float64{{10, 60}, {11, 40}, {12, 30}, {13, 500}, {14, 99}}...).check(t,
		market.Bar{Session: 20240702, Start: open, End: at(2), Open: 10, High: 11, Low: 10, Close: 11, Volume: 100},
		market.Bar{Session: 20240702, Start: at(2), End: at(4), Open: 12, High: 13, Low: 12, Close: 13, Volume: 530},
	)
}

// 10 × 60 + 11 × 40 = 1040 reaches 1000; 12 × 83 = 996 does not, with 12 × 1 it is 1008.
func TestDollarBars(t *testing.T) {
	b := builder(t, market.Dollars(1000), market.Ticks(1), "XNYS", Options{})
	open := wall(t, "XNYS", "2024-07-02 09:30")
	at := func(seconds int) market.Time { return open.Add(time.Duration(seconds) * time.Second) }
	feedTrades(b, open, [][2]float64{{10, 60}, {11, 40}, {12, 83}, {12, 1}, {14, 1}}...).check(t,
		market.Bar{Session: 20240702, Start: open, End: at(2), Open: 10, High: 11, Low: 10, Close: 11, Volume: 100},
		market.Bar{Session: 20240702, Start: at(2), End: at(4), Open: 12, High: 12, Low: 12, Close: 12, Volume: 84},
	)
}

// From bars, a bar counts with its typical price: (12 + 9 + 9) / 3 × 50 = 500, twice makes 1000.
func TestDollarBarsFromBars(t *testing.T) {
	b := builder(t, market.Dollars(1000), market.Minutes(1), "XNYS", Options{})
	open := wall(t, "XNYS", "2024-07-02 09:30")
	var got collector
	for i := range 3 {
		end := open.Add(time.Duration(i+1) * time.Minute)
		got.add(b.Bar(&market.Bar{Start: end.Add(-time.Minute), End: end, Open: 10, High: 12, Low: 9, Close: 9, Volume: 50}))
	}
	got.check(t, market.Bar{Session: 20240702, Start: open, End: open.Add(2 * time.Minute), Open: 10, High: 12, Low: 9, Close: 9, Volume: 100})
}

// 100.3 - 100 and 100.4 - 100.1 are both 0.3 in decimals, and less in binary.
func TestRangeBars(t *testing.T) {
	b := builder(t, market.Range(0.3), market.Ticks(1), "XNYS", Options{})
	open := wall(t, "XNYS", "2024-07-02 09:30")
	at := func(seconds int) market.Time { return open.Add(time.Duration(seconds) * time.Second) }
	feedTrades(b, open, [][2]float64{{100, 1}, {100.2, 1}, {100.3, 1}, {100.4, 1}, {100.1, 1}, {100, 1}, {103, 1}, {103, 1}}...).check(t,
		market.Bar{Session: 20240702, Start: open, End: at(3), Open: 100, High: 100.3, Low: 100, Close: 100.3, Volume: 3},
		market.Bar{Session: 20240702, Start: at(3), End: at(5), Open: 100.4, High: 100.4, Low: 100.1, Close: 100.1, Volume: 2},
		// A jump makes one wide bar, no invented prices.
		market.Bar{Session: 20240702, Start: at(5), End: at(7), Open: 100, High: 103, Low: 100, Close: 103, Volume: 2},
	)
}

// Bars of quote updates: the side that is asked for makes the price, and the last quote the spread.
func TestQuoteSides(t *testing.T) {
	open := wall(t, "XNYS", "2024-07-02 09:30")
	for price, want := range map[market.PriceSource]market.Bar{
		market.Bid: {Open: 10, High: 11, Low: 10, Close: 11},
		market.Ask: {Open: 12, High: 12, Low: 11.5, Close: 11.5},
		market.Mid: {Open: 11, High: 11.25, Low: 11, Close: 11.25},
	} {
		b := builder(t, market.Ticks(2).Of(price), market.Ticks(1), "XNYS", Options{})
		var got collector
		got.add(b.Trade(&market.Trade{Time: open + 1, Price: 99, Size: 1})) // not made of trades
		got.add(b.Quote(&market.Quote{Time: open + 1, Bid: 10, Ask: 12}))
		got.add(b.Quote(&market.Quote{Time: open + 2})) // no side, no price
		got.add(b.Quote(&market.Quote{Time: open + 3, Bid: 11, Ask: 11.5}))
		want.Session, want.Start, want.End, want.Spread = 20240702, open, open+3, 0.5
		got.check(t, want)
	}
	b := builder(t, market.Ticks(1), market.Ticks(1), "XNYS", Options{})
	if got := b.Quote(&market.Quote{Time: open + 1, Bid: 10, Ask: 12}); len(got) != 0 {
		t.Errorf("quotes made a bar of last prices: %+v", got)
	}
}
