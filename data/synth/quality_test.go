package synth

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/aggregate"
	"github.com/tidemark/tidemark/market/calendar"
)

// samples are a short tape of each kind of market.
func samples(t *testing.T) map[string]*Tape {
	cheap := market.NewEquity("PENNY")
	euro, es, btc := market.NewForex("EUR", "USD"), future(), coin()
	return map[string]*Tape{
		"share":        spy(t, month),
		"penny share":  tape(t, &cheap, func(o *Options) { month(o); o.Price, o.Volatility, o.Volume = 1.01, 1.5, 20_000 }),
		"currency":     tape(t, &euro, month),
		"index future": tape(t, &es, month),
		"crypto asset": tape(t, &btc, month),
	}
}

func TestBarsAreSound(t *testing.T) {
	for name, tape := range samples(t) {
		for _, spec := range []market.BarSpec{market.Minutes(1), market.Minutes(5), market.Hours(1), market.Daily(), market.Seconds(30)} {
			all := read(t, tape, spec)
			cursor := tape.calendar.Cursor()
			last := market.Time(0)
			for i := range all.Len() {
				var b market.Bar
				all.Row(i, &b)
				s, phase := cursor.Seek(b.End)
				if phase != calendar.Open || b.Start < s.Open || b.Start < last || b.End <= b.Start {
					t.Fatalf("%s %s: bar %d runs from %v to %v, %v in session %s, after %v", name, spec, i, b.Start, b.End, phase, s.Date, last)
				}
				if !(b.Low > 0 && b.Low <= min(b.Open, b.Close) && b.High >= max(b.Open, b.Close) && b.Volume > 0) {
					t.Fatalf("%s %s: bar %d is not sound: %+v", name, spec, i, b)
				}
				last = b.End
			}
			if all.Len() == 0 || all.Spread != nil {
				t.Errorf("%s %s: %d bars, spread %v", name, spec, all.Len(), all.Spread != nil)
			}
		}
	}
}

// Prices and sizes are decimals of the instrument's grids, to the last bit.
func TestPricesAreOnTheGrid(t *testing.T) {
	for name, tape := range samples(t) {
		in := &tape.instrument
		onGrid := func(what string, price float64) {
			if !in.OnGrid(decimal.NewFromFloat(price)) {
				t.Fatalf("%s: %s %v is not on the grid", name, what, price)
			}
		}
		minutes := read(t, tape, market.Minutes(1))
		for i := range min(minutes.Len(), 1000) {
			onGrid("open", minutes.Open[i])
			onGrid("high", minutes.High[i])
			onGrid("low", minutes.Low[i])
			onGrid("close", minutes.Close[i])
		}
		trades, quotes := readTicks(t, tape)
		for i := range min(trades.Len(), 1000) {
			onGrid("price", trades.Price[i])
			onGrid("bid", quotes.Bid[i])
			onGrid("ask", quotes.Ask[i])
			for _, size := range []float64{trades.Size[i], quotes.BidSize[i], quotes.AskSize[i]} {
				if d := decimal.NewFromFloat(size); !d.IsPositive() || !d.Mod(in.SizeIncrement).IsZero() {
					t.Fatalf("%s: size %v is not on the size grid", name, size)
				}
			}
		}
	}
}

// The trades of a tape make its minutes, to the last bit, and each happens at a side of its quote.
func TestTradesMakeTheMinutes(t *testing.T) {
	for name, tape := range samples(t) {
		want := read(t, tape, market.Minutes(1))
		b, err := aggregate.New(market.Minutes(1), market.Ticks(1), tape.calendar, aggregate.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var got market.Bars
		take := func(bars []market.Bar) {
			for _, bar := range bars {
				got.Append(bar)
			}
		}
		trades, quotes := readTicks(t, tape)
		if trades.Len() != quotes.Len() {
			t.Fatalf("%s: %d trades and %d quotes", name, trades.Len(), quotes.Len())
		}
		for i := range trades.Len() {
			var trade market.Trade
			trades.Row(i, &trade)
			if i > 0 && trade.Time < trades.Time[i-1] {
				t.Fatalf("%s: trade %d goes back in time", name, i)
			}
			bid, ask := quotes.Bid[i], quotes.Ask[i]
			if quotes.Time[i] != trade.Time || !(0 < bid && bid < ask) || (trade.Price != bid && trade.Price != ask) {
				t.Fatalf("%s: trade %+v at %v by %v", name, trade, bid, ask)
			}
			take(b.Trade(&trade))
		}
		take(b.Advance(b.Due()))
		if got.Len() != want.Len() {
			t.Fatalf("%s: trades make %d minutes, the tape has %d", name, got.Len(), want.Len())
		}
		for i := range got.Len() {
			var x, y market.Bar
			got.Row(i, &x)
			want.Row(i, &y)
			if unlike(x.Volume, y.Volume) || x.Open != y.Open || x.High != y.High || x.Low != y.Low || x.Close != y.Close || x.End != y.End {
				t.Fatalf("%s: trades make %+v, the tape has %+v", name, x, y)
			}
		}
	}
}

// unlike allows for the rounding of sums of sizes such as 0.00000001.
func unlike(x, y float64) bool { return x-y > 1e-9*y || y-x > 1e-9*y }

// The means that were asked for: trades a minute, and the spread in cents, which cannot be below one.
func TestTradesAndSpreadsAsAsked(t *testing.T) {
	tape := spy(t, func(o *Options) { month(o); o.Trades, o.Spread = 20, 6 })
	trades, quotes := readTicks(t, tape)
	minutes := read(t, tape, market.Minutes(1)).Len()
	if mean := float64(trades.Len()) / float64(minutes); mean < 15 || mean > 25 {
		t.Errorf("%.1f trades a minute, asked for 20", mean)
	}
	spread := 0.0
	for i := range quotes.Len() {
		spread += 100 * (quotes.Ask[i] - quotes.Bid[i]) / float64(quotes.Len())
	}
	if spread < 4.5 || spread > 7.5 {
		t.Errorf("mean spread %.2f cents, asked for 6", spread)
	}
}

func TestMarketThatStandsStill(t *testing.T) {
	minutes := read(t, spy(t, func(o *Options) { month(o); o.Price, o.Volatility, o.Drift = 25, 0, 0 }), market.Minutes(1))
	for i := range minutes.Len() {
		if minutes.High[i] != 25 || minutes.Low[i] != 25 {
			t.Fatalf("minute %d runs from %v to %v, want 25", i, minutes.Low[i], minutes.High[i])
		}
	}
}

func TestQuoteBars(t *testing.T) {
	tape := spy(t, month)
	mid := read(t, tape, market.Minutes(5).Of(market.Mid))
	last := read(t, tape, market.Minutes(5))
	if mid.Len() != last.Len() || mid.Spread == nil {
		t.Fatalf("%d bars of mid prices with spread %v, %d of last prices", mid.Len(), mid.Spread != nil, last.Len())
	}
	for i := range mid.Len() {
		if d := mid.Close[i] - last.Close[i]; mid.Spread[i] <= 0 || d > mid.Spread[i] || d < -mid.Spread[i] {
			t.Fatalf("bar %d: mid %v, last %v, spread %v", i, mid.Close[i], last.Close[i], mid.Spread[i])
		}
	}
	if _, err := tape.Bars(market.Minutes(0)); err == nil {
		t.Error("bars of no length")
	}
	if ranges := read(t, tape, market.Range(1)); ranges.Len() == 0 {
		t.Error("no range bars")
	}
}
