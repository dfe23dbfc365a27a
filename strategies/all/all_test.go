package all_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/backtest"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	_ "github.com/tidemark/tidemark/strategies/all"
)

// run makes a backtest of a configuration without fees.
func run(t *testing.T, text string) *backtest.Outcome {
	t.Helper()
	c, err := config.Load(config.Layers{Path: "test.yaml", Text: []byte(text + "\nsim: {fees: {model: none}}\n")})
	if err != nil {
		t.Fatal(err)
	}
	o, err := backtest.Run(t.Context(), c, backtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(o.Summary.Faults) > 0 {
		t.Fatalf("the strategy failed: %+v", o.Summary.Faults)
	}
	return o
}

// days is a file of daily bars. Each opens at the close of the one before.
const days = `date,open,high,low,close,volume
2024-01-02,10,11,9,10,1000000
2024-01-03,10,11,9,11,1000000
2024-01-04,11,12,10,12,1000000
2024-01-05,12,13,11,11,1000000
2024-01-08,11,12,9,9,1000000
2024-01-09,9,10,8,8,1000000
2024-01-10,8,10,8,10,1000000
2024-01-11,10,12,10,12,1000000
2024-01-12,12,13,12,13,1000000
`

func overDays(t *testing.T, strategy string) *backtest.Outcome {
	t.Helper()
	path := filepath.Join(t.TempDir(), "days.csv")
	if err := os.WriteFile(path, []byte(days), 0o600); err != nil {
		t.Fatal(err)
	}
	return run(t, fmt.Sprintf(`
period: {from: 2024-01-05, to: 2024-01-12}
instruments: [{symbol: ABC, source: {from: csv, bars: 1d, path: %q}}]
strategies: [%s]`, path, strategy))
}

func fills(o *backtest.Outcome) []string {
	var list []string
	for _, f := range o.Run.Fills {
		list = append(list, fmt.Sprintf("%s %s %s at %s", sessionOf(f.Fill), f.Side, f.Quantity, f.Price))
	}
	return list
}

// sessionOf is the date of a fill, which is the same in New York and UTC during regular hours.
func sessionOf(f *order.Fill) market.Date { return market.DateOf(f.Time.UTC()) }

// The first bar closes at 11: 0.5 × 100,000 / 11 = 4,545.45 shares at the open of the next session.
func TestBuyAndHold(t *testing.T) {
	o := overDays(t, "{use: buy-and-hold, params: {symbol: ABC, weight: 0.5}}")
	if diff := cmp.Diff([]string{"2024-01-08 buy 4545 at 11"}, fills(o)); diff != "" {
		t.Error(diff)
	}
}

// Averages of 2 and 3 closes, the first three of which come before the period:
//
//	01-05  (12+11)/2 = 11.5 > (11+12+11)/3 = 11.33  above: buy
//	01-08  (11+9)/2  = 10   < (12+11+9)/3  = 10.67  below: sell
//	01-09  (9+8)/2   = 8.5  < (11+9+8)/3   = 9.33
//	01-10  (8+10)/2  = 9    = (9+8+10)/3   = 9      not above
//	01-11  (10+12)/2 = 11   > (8+10+12)/3  = 10     above: buy
//	01-12  (12+13)/2 = 12.5 > (10+12+13)/3 = 11.67
//
// Half of 100,000 buys 4,545 at 11; 4,545 × (9 − 11) leaves 90,910, half of which buys 3,787 at 12. The order
// for them goes out at 12 as well.
func TestCross(t *testing.T) {
	o := overDays(t, "{use: sma-cross, params: {symbol: ABC, bars: 1d, fast: 2, slow: 3, weight: 0.5}}")
	want := []string{"2024-01-08 buy 4545 at 11", "2024-01-09 sell 4545 at 9", "2024-01-12 buy 3787 at 12"}
	if diff := cmp.Diff(want, fills(o)); diff != "" {
		t.Error(diff)
	}
}

const minutes = `
period: {from: 2024-01-02, to: 2024-03-28}
account: {cash: 1000000}
instruments: [{symbol: SPY, kind: etf, source: {from: synth, bars: 1m}}]
strategies: [%s]`

// Nothing is held overnight, and a session has one entry and one exit, or none.
func TestOpeningRangeIsFlatAtNight(t *testing.T) {
	o := run(t, fmt.Sprintf(minutes, "{use: opening-range, params: {quantity: 100}}"))
	sessions := bySession(o)
	if len(sessions) < 10 {
		t.Fatalf("trades in %d sessions only", len(sessions))
	}
	for date, list := range sessions {
		if len(list) != 2 || !list[0].Signed().Add(list[1].Signed()).IsZero() || !list[0].Quantity.Equal(decimal.NewFromInt(100)) {
			t.Errorf("%s: %+v", date, list)
		}
	}
}

// Every exit is the target, the stop or the closing time; there is never more than one position, and none at
// night. A target lies 0.4 % above the price that a stop lies 0.3 % below, rounded to cents.
func TestReversionTradesOneBracketAtATime(t *testing.T) {
	o := run(t, fmt.Sprintf(minutes, "{use: rsi-reversion, params: {low: 35, quantity: 100}}"))
	sessions := bySession(o)
	if len(sessions) < 10 {
		t.Fatalf("trades in %d sessions only", len(sessions))
	}
	for date, list := range sessions {
		held := decimal.Zero
		for _, f := range list {
			held = held.Add(f.Signed())
			if !held.IsZero() && !held.Equal(decimal.NewFromInt(100)) {
				t.Errorf("%s: %s held after %s", date, held, f.Time)
			}
		}
		if !held.IsZero() {
			t.Errorf("%s: %s held overnight", date, held)
		}
	}
	targets := map[string]decimal.Decimal{}
	for _, ord := range o.Run.Orders {
		if ord.Type == order.Limit {
			targets[ord.OCA] = ord.LimitPrice
		}
	}
	for _, ord := range o.Run.Orders {
		if ord.Type != order.Stop {
			continue
		}
		price := ord.StopPrice.InexactFloat64() / 0.997
		if target := targets[ord.OCA].InexactFloat64(); target < price*1.004-0.011 || target > price*1.004+0.011 {
			t.Errorf("order %s: stop %s and target %v", ord.ID, ord.StopPrice, target)
		}
	}
}

// At most two of the four are held, no purchase is denied for want of money that a sale is about to bring, and
// changes come once a month.
func TestRotationHoldsTheBest(t *testing.T) {
	instruments := ""
	for _, symbol := range []string{"AAA", "BBB", "CCC", "DDD"} {
		instruments += fmt.Sprintf("  - {symbol: %s, source: {from: synth, bars: 1d}}\n", symbol)
	}
	o := run(t, "period: {from: 2022-01-03, to: 2024-12-31}\ninstruments:\n"+instruments+
		"strategies: [{use: rotation, params: {days: 40, top: 2, weight: 0.95}}]")
	for _, ord := range o.Run.Orders {
		if ord.State == order.Denied {
			t.Errorf("order %s: %s", ord.ID, ord.Reason.Error())
		}
	}
	held := map[string]decimal.Decimal{}
	decisions := map[market.Date]bool{}
	for _, f := range o.Run.Fills {
		decisions[sessionOf(f.Fill)] = true
		held[f.Instrument.Symbol] = held[f.Instrument.Symbol].Add(f.Signed())
		count := 0
		for _, quantity := range held {
			if quantity.IsNegative() {
				t.Fatalf("%s: sold short", f.Time)
			}
			if quantity.IsPositive() {
				count++
			}
		}
		if count > 2 {
			t.Errorf("%s: %d held", f.Time, count)
		}
	}
	// 36 month ends, each with at most one session of sales and one of purchases.
	if n := len(decisions); n < 12 || n > 72 {
		t.Errorf("trades in %d sessions", n)
	}
}

func bySession(o *backtest.Outcome) map[market.Date][]order.Fill {
	sessions := map[market.Date][]order.Fill{}
	for _, f := range o.Run.Fills {
		sessions[sessionOf(f.Fill)] = append(sessions[sessionOf(f.Fill)], *f.Fill)
	}
	return sessions
}

// Whatever the net does, the legs of a spread are held in proportion: of three futures, one bought and two sold, or none.
func TestCalendarSpreadHoldsItsLegsInProportion(t *testing.T) {
	future := "  - {symbol: %s, kind: future, multiplier: 50, tick: 0.25, expiry: %s, source: {from: synth, bars: 5m, synth: {price: 5000, correlation: 0.99}}}\n"
	instruments := fmt.Sprintf(future, "NEAR", "2024-06-21") + fmt.Sprintf(future, "FAR", "2024-09-20") +
		"  - {symbol: PAIR, kind: combo, legs: [{symbol: NEAR, ratio: 1}, {symbol: FAR, ratio: -2}]}\n"
	o := run(t, "period: {from: 2024-03-04, to: 2024-03-15}\naccount: {cash: 5000000}\ninstruments:\n"+instruments+
		"strategies: [{use: calendar-spread, params: {symbol: PAIR, bars: 15m, period: 10, width: 1, quantity: 3}}]")
	held := map[string]decimal.Decimal{}
	whole := 0
	for _, f := range o.Run.Fills {
		if f.Moves() {
			held[f.Instrument.Symbol] = held[f.Instrument.Symbol].Add(f.Signed())
			continue
		}
		whole++
		near, far := held["NEAR"], held["FAR"]
		if !far.Equal(near.Mul(decimal.NewFromInt(-2))) || near.Abs().GreaterThan(decimal.NewFromInt(3)) {
			t.Fatalf("%s: %s near and %s far", f.Time, near, far)
		}
	}
	if whole < 10 || whole != len(o.Run.Fills)/3 {
		t.Errorf("%d combos of %d fills", whole, len(o.Run.Fills))
	}
}
