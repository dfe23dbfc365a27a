package custody_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// worth adds the account up from its fills alone: 10,000 and what they moved, at the last prices.
func worth(b *bench, last map[string]float64) (cash, equity decimal.Decimal) {
	cash = dec("10000")
	equity = cash
	for i := range b.fills {
		f := &b.fills[i]
		in := f.Instrument
		gain := decimal.NewFromFloat(last[in.Symbol]).Sub(f.Price).Mul(f.Signed()).Mul(in.Multiplier)
		equity = equity.Add(gain).Sub(f.Fee)
		cash = cash.Sub(f.Price.Mul(f.Signed())).Sub(f.Fee)
	}
	return cash, equity
}

// Whatever happens, a cash account of shares never owes, never sells what it has not, and spends nothing before it is paid.
// The days are two weeks of July 2024 without a holiday, so what is sold on one weekday is paid on the next.
func TestCashAccountOwesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		symbols := []string{"A", "B"}
		b := newBench(t, settings{cash: true, fees: dollar, start: "2024-07-08 09:30"}, market.NewEquity("A"), market.NewEquity("B"))
		last := map[string]float64{}
		day := time.Date(2024, 7, 8, 0, 0, 0, 0, time.UTC)
		for range rapid.IntRange(5, 60).Draw(t, "steps") {
			symbol := rapid.SampledFrom(symbols).Draw(t, "symbol")
			switch rapid.IntRange(0, 5).Draw(t, "what") {
			case 0: // the next weekday
				if day = day.AddDate(0, 0, 1); day.Weekday() == time.Saturday {
					day = day.AddDate(0, 0, 2)
				}
				b.at(day.Format("2006-01-02") + " 10:00")
			case 1, 2, 3:
				price := float64(rapid.IntRange(500, 30000).Draw(t, "cents")) / 100
				last[symbol] = price
				b.trade(symbol, price)
			default:
				side := rapid.SampledFrom([]string{"buy ", "sell "}).Draw(t, "side")
				quantity := decimal.NewFromInt(int64(rapid.IntRange(1, 120).Draw(t, "quantity")))
				if price := last[symbol]; price != 0 && rapid.Bool().Draw(t, "all") { // what the cash is just enough for, or one more
					quantity = b.custody.Settled("USD").Div(decimal.NewFromFloat(price)).Floor().Add(decimal.NewFromInt(int64(rapid.IntRange(0, 1).Draw(t, "more"))))
					quantity = decimal.Max(quantity, decimal.NewFromInt(1))
				}
				words := side + quantity.String() + " " + symbol
				if rapid.Bool().Draw(t, "limited") {
					words += " " + decimal.New(int64(rapid.IntRange(500, 30000).Draw(t, "limit")), -2).String()
				}
				b.send(words)
			}
			b.inspect() // tells the time
			cash, equity := worth(b, last)
			unpaid := decimal.Zero
			for i := range b.fills {
				f := &b.fills[i]
				if f.Side == order.Sell && f.Time.UTC().Truncate(24*time.Hour).Equal(day) {
					unpaid = unpaid.Add(f.Price.Mul(f.Quantity)).Sub(f.Fee)
				}
			}
			if got := b.custody.Settled("USD"); got.IsNegative() || !got.Equal(cash.Sub(unpaid)) {
				t.Fatalf("settled %s, want %s less %s", got, cash, unpaid)
			}
			for _, in := range b.list {
				if b.books.Quantity(in.ID).IsNegative() {
					t.Fatalf("%s is short", in.Symbol)
				}
			}
			if got, err := b.books.Equity(); err != nil || !got.Equal(equity) {
				t.Fatalf("equity %s, %v, want %s", got, err, equity)
			}
		}
	})
}

// Whatever happens, when prices stand still the account ends with its margin or with nothing, and before that, whatever is
// missing is on its way out. A share, a call and a put on it that may stand against each other and it,
// a cheap share, and a future whose price may be below zero; by strategies or by scenarios.
func TestLiquidationHealsOrEmpties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := margin.RegT()
		if rapid.Bool().Draw(t, "scenarios") {
			rules = scenariosForAnyone()
		}
		rules.Contracts = map[string]margin.Rates{"CL": {Initial: dec("900"), Maintenance: dec("800")}}
		cl := market.NewFuture("CL", "CL", market.NewDate(2025, 4, 21), dec("100"), dec("0.01"))
		b := newBench(t, settings{rules: rules, fees: dollar, day: rapid.Bool().Draw(t, "day")}, market.NewEquity("A"), market.NewEquity("CHEAP"), cl, callOn("A"), callAt("D", "60"), putOn("A"))
		last := map[string]float64{}
		move := func() {
			symbol := rapid.SampledFrom([]string{"A", "CHEAP", "CL", "C", "D", "P"}).Draw(t, "symbol")
			low, high := map[string]int{"A": 3000, "CHEAP": 50, "CL": -6000, "C": 5, "D": 5, "P": 5}[symbol], map[string]int{"A": 20000, "CHEAP": 1500, "CL": 6000, "C": 16000, "D": 14000, "P": 4000}[symbol]
			last[symbol] = float64(rapid.IntRange(low, high).Draw(t, "cents")) / 100
			b.trade(symbol, last[symbol])
		}
		for range rapid.IntRange(5, 50).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "moves") {
				move()
				continue
			}
			words := rapid.SampledFrom([]string{"buy 150 A", "sell 150 A", "buy 30 A", "sell 1500 CHEAP", "buy 1500 CHEAP", "sell 5 CL", "buy 5 CL", "sell 1 C", "buy 1 C", "sell 1 D", "buy 1 D", "sell 1 P", "buy 1 P"}).Draw(t, "order")
			b.send(words)
			_, equity := worth(b, last)
			if got, err := b.books.Equity(); err != nil || !got.Equal(equity) {
				t.Fatalf("equity %s, %v, want %s", got, err, equity)
			}
		}
		for _, o := range b.orders { // strategies want no more
			if !o.State.Done() && o.Tag != "liquidation" {
				b.venue.Cancel(o.ID)
			}
		}
		b.settle()
		for range 8 {
			for _, in := range b.list {
				if price, ok := last[in.Symbol]; ok {
					b.trade(in.Symbol, price)
				}
			}
		}
		f := b.custody.Figures()
		flat := true
		for range b.books.Quantities() {
			flat = false
		}
		if f.Excess().IsNegative() && !flat {
			t.Fatalf("excess %s, and positions are left", f.Excess())
		}
		if _, equity := worth(b, last); !f.Net.Equal(equity) {
			t.Fatalf("net %s, want %s", f.Net, equity)
		}
	})
}
