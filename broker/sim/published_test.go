package sim_test

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/internal/datapack"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// dailyBars reads a pack file whose first five columns are date, open, high, low and close. The bars are
// laid on UTC days, so that weekends and holidays need no calendar: the tests send GTC orders.
func dailyBars(t *testing.T, path string) []market.Bar {
	t.Helper()
	file, err := os.Open(datapack.Path(t, path))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	bars := make([]market.Bar, 0, len(rows))
	for _, row := range rows[1:] {
		day, err := time.Parse(time.DateOnly, row[0])
		if err != nil {
			t.Fatal(err)
		}
		bars = append(bars, market.Bar{
			Start: market.At(day), End: market.At(day.AddDate(0, 0, 1)),
			Open: float(row[1]), High: float(row[2]), Low: float(row[3]), Close: float(row[4]),
		})
	}
	return bars
}

// allDays is an instrument that trades on all days.
func allDays(in market.Instrument) market.Instrument {
	in.Calendar = "24/7"
	return in
}

// average is the mean close of the last n bars up to i.
func average(bars []market.Bar, i, n int) float64 {
	sum := 0.0
	for _, bar := range bars[i-n+1 : i+1] {
		sum += bar.Close
	}
	return sum / float64(n)
}

// TestBacktraderStrategy repeats tests/test_strategy_unoptimized.py of backtrader (mementum/backtrader): on the EURO
// STOXX 50 of 2006 it buys one unit when the close crosses above its 15-day average and sells it when it
// crosses below, at the next open. Prices and final value (multiplier 10, commission 2 a unit, cash
// 10,000) are theirs. What differs: they print two decimals.
func TestBacktraderStrategy(t *testing.T) {
	wantBuys := strings.Fields("3643.35 3801.03 3872.37 3863.57 3845.32 3656.43 3542.65 3639.65 3799.86 3840.20 4047.63 4052.55")
	wantSells := strings.Fields("3763.95 3811.85 3822.35 3822.57 3829.82 3598.58 3545.92 3766.80 3782.15 3979.73 4045.05")

	bars := dailyBars(t, "ohlc/backtrader/2006-day-001.txt")
	in := market.NewFuture("FESX", "SX5E", market.NewDate(2007, time.March, 16), decimal.NewFromInt(10), decimal.New(1, -2))
	b := newBench(t, sim.Options{Fees: perUnit("2")}, allDays(in))
	holding, side := false, 0
	for i := range bars {
		b.bar(bars[i])
		if i < 14 {
			continue
		}
		before := side
		if d := bars[i].Close - average(bars, i, 15); d > 0 {
			side = 1
		} else if d < 0 {
			side = -1
		}
		switch {
		case before < 0 && side > 0 && !holding:
			b.submit(bars[i].End.String(), order.NewMarket("FESX", order.Buy, decimal.NewFromInt(1)).For(order.GTC))
			holding = true
		case before > 0 && side < 0 && holding:
			b.submit(bars[i].End.String(), order.NewMarket("FESX", order.Sell, decimal.NewFromInt(1)).For(order.GTC))
			holding = false
		}
	}
	var buys, sells []string
	value := decimal.NewFromInt(10_000)
	for _, f := range b.fills() {
		if f.Side == order.Buy {
			buys = append(buys, f.Price.StringFixed(2))
		} else {
			sells = append(sells, f.Price.StringFixed(2))
		}
		value = value.Sub(f.Instrument.Notional(f.Price, f.Signed())).Sub(f.Fee)
	}
	last := decimal.NewFromFloat(bars[len(bars)-1].Close)
	value = value.Add(last.Mul(decimal.NewFromInt(10))) // one unit is held at the end
	if !slices.Equal(buys, wantBuys) || !slices.Equal(sells, wantSells) {
		t.Errorf("bought at %v\nsold at %v\nbacktrader bought at %v\nsold at %v", buys, sells, wantBuys, wantSells)
	}
	if got := value.StringFixed(2); got != "12795.00" {
		t.Errorf("final value %s, backtrader says 12795.00", got)
	}
}

// TestBacktestingPyStrategy repeats test_compute_stats of backtesting.py (kernc/backtesting.py): GOOG, all money on the
// side of the cross of the 10- and 30-day averages, at the next open, and the last position closed at the
// last open. Their published result: 66 trades, 51,422.99 from 10,000. What differs: their broker sizes
// an order when it fills; here the test looks at the next open to know the size.
func TestBacktestingPyStrategy(t *testing.T) {
	bars := dailyBars(t, "ohlc/backtesting.py/GOOG.csv")
	b := newBench(t, sim.Options{}, allDays(market.NewEquity("GOOG")))
	cash, position := decimal.NewFromInt(10_000), decimal.Zero
	booked, trades := 0, 0
	book := func() {
		fills := b.fills()
		for _, f := range fills[booked:] {
			cash = cash.Sub(f.Price.Mul(f.Signed()))
			position = position.Add(f.Signed())
		}
		booked = len(fills)
	}
	// turn ends the position, and with a side opens one of all the money, at the open of the next bar.
	turn := func(i int, side *order.Side) {
		open := decimal.NewFromFloat(bars[i+1].Open)
		if !position.IsZero() {
			out := order.Sell
			if position.IsNegative() {
				out = order.Buy
			}
			b.submit(bars[i].End.String()+" out", order.NewMarket("GOOG", out, position.Abs()).For(order.GTC))
			trades++
		}
		if side != nil {
			size := cash.Add(position.Mul(open)).Div(open).Floor()
			b.submit(bars[i].End.String()+" in", order.NewMarket("GOOG", *side, size).For(order.GTC))
		}
	}
	buy, sell := order.Buy, order.Sell
	for i := range bars {
		b.bar(bars[i])
		book()
		switch {
		case i == len(bars)-2:
			turn(i, nil)
		case i < 30 || i == len(bars)-1:
		case average(bars, i-1, 10) < average(bars, i-1, 30) && average(bars, i, 10) > average(bars, i, 30):
			turn(i, &buy)
		case average(bars, i-1, 10) > average(bars, i-1, 30) && average(bars, i, 10) < average(bars, i, 30):
			turn(i, &sell)
		}
	}
	if trades != 66 || cash.StringFixed(2) != "51422.99" || !position.IsZero() {
		t.Errorf("%d trades, final equity %s, position %s; backtesting.py says 66 trades, 51422.99", trades, cash.StringFixed(2), position)
	}
}
