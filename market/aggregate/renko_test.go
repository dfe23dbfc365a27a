package aggregate

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
)

// Bricks of 2, by hand. The chart starts on the level nearest to the first price: 101.2 is nearest to 102.
func TestRenkoBricks(t *testing.T) {
	b := builder(t, market.Renko(2), market.Ticks(1), "XNYS", Options{})
	open := wall(t, "XNYS", "2024-07-02 09:30")
	at := func(seconds int) market.Time { return open.Add(time.Duration(seconds) * time.Second) }
	got := feedTrades(b, open, [][2]float64{
		{101.2, 1}, // starts at 102
		{103.9, 1}, // not yet 104
		{104, 1},   // first brick
		{108.5, 1}, // two more, to 108
		{104.1, 1}, // turning takes the whole last brick (106) and one more (104)
		{104, 1},   // turns: 106 to 104
		{105.9, 1},
		{99, 1}, // 104 to 102, 102 to 100
		{103.99, 1},
		{104, 1}, // turns: 102 to 104
	}...)
	brick := func(start, end int, open, close, volume float64) market.Bar {
		return market.Bar{
			Session: 20240702, Start: at(start), End: at(end), Open: open, Close: close,
			High: max(open, close), Low: min(open, close), Volume: volume,
		}
	}
	got.check(t,
		brick(0, 3, 102, 104, 3),
		brick(3, 4, 104, 106, 1), brick(4, 4, 106, 108, 0),
		brick(4, 6, 106, 104, 2),
		brick(6, 8, 104, 102, 2), brick(8, 8, 102, 100, 0),
		brick(8, 10, 102, 104, 2),
	)
	if b.Due() != market.Never {
		t.Errorf("due at %v; bricks wait for prices, not for the clock", b.Due())
	}
}

// Levels are found through binary rounding: 0.1 × 1001 is not the binary 100.1.
func TestRenkoLevelsInDecimals(t *testing.T) {
	b := builder(t, market.Renko(0.1), market.Ticks(1), "24/7", Options{})
	n := 0
	for i := range 1000 {
		price := float64(10000+i) / 100 // 100.00, 100.01, ...
		at := wall(t, "24/7", "2024-07-02 10:00").Add(time.Duration(i) * time.Second)
		for _, bar := range b.Trade(&market.Trade{Time: at, Price: price}) {
			n++
			if i%10 != 0 {
				t.Fatalf("brick %v to %v came at %v", bar.Open, bar.Close, price)
			}
		}
	}
	if n != 99 {
		t.Errorf("%d bricks from 100.00 to 109.99, want 99", n)
	}
}

// Bricks go on over the night, but none begins before the session it is in.
func TestRenkoGoesOnNextSession(t *testing.T) {
	b := builder(t, market.Renko(1), market.Minutes(1), "XNYS", Options{})
	next := wall(t, "XNYS", "2024-07-03 09:30")
	var got collector
	got.add(b.Bar(minute(wall(t, "XNYS", "2024-07-02 10:00"), 100, 1)))
	got.add(b.Bar(minute(wall(t, "XNYS", "2024-07-02 10:01"), 101, 1)))
	got.add(b.Advance(wall(t, "XNYS", "2024-07-02 16:00")))
	got.add(b.Bar(minute(next.Add(time.Minute), 102.5, 7)))
	got.check(t,
		market.Bar{
			Session: 20240702, Start: wall(t, "XNYS", "2024-07-02 09:30"), End: wall(t, "XNYS", "2024-07-02 10:01"),
			Open: 100, High: 101, Low: 100, Close: 101, Volume: 2,
		},
		market.Bar{Session: 20240703, Start: next, End: next.Add(time.Minute), Open: 101, High: 102, Low: 101, Close: 102, Volume: 7},
	)
}

// A price in another unit does not make millions of bricks.
func TestRenkoJump(t *testing.T) {
	b := builder(t, market.Renko(1), market.Ticks(1), "24/7", Options{})
	at := wall(t, "24/7", "2024-07-02 10:00")
	n := 0
	for i, price := range []float64{100, 1100, 2101, 2102, 5e9, 1e300} {
		n += len(b.Trade(&market.Trade{Time: at.Add(time.Duration(i) * time.Second), Price: price}))
	}
	if n != 1001 { // 1000 at once are allowed, 1001 are a jump
		t.Errorf("%d bricks, want 1001", n)
	}
	if b.Jumps() != 3 {
		t.Errorf("%d jumps, want 3", b.Jumps())
	}
}
