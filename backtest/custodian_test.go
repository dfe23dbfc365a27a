package backtest_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/backtest"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

// borrower buys on margin, wants to sell higher, and hears what the broker does to it.
type borrower struct {
	sent     bool
	session  *strategy.Session
	heard    []string
	resisted error
}

// borrowing is the strategy of the last run.
var borrowing *borrower

func (b *borrower) Start(s *strategy.Session) error {
	borrowing, b.session = b, s
	s.Bars("AAPL", market.Daily(), func(market.Bar) {
		if b.sent {
			return
		}
		b.sent = true
		_, _ = s.Buy("AAPL", decimal.NewFromInt(3600))
	})
	s.Fills(func(f order.Fill) {
		b.heard = append(b.heard, f.Time.UTC().Format("01-02 ")+f.Side.String()+" "+f.Quantity.String()+" at "+f.Price.String()+" "+f.Tag)
		if f.Side == order.Buy {
			r := order.NewLimit("AAPL", order.Sell, decimal.NewFromInt(1000), decimal.NewFromInt(60))
			r.TimeInForce = order.GTC
			_, _ = s.Submit(r)
		}
	})
	s.Orders(func(u strategy.OrderUpdate) {
		if _, ok := u.Event.(order.WasAccepted); ok && u.Order.Tag == "liquidation" && b.resisted == nil {
			b.resisted = s.Cancel(u.Order.ID)
		}
	})
	return nil
}

func init() {
	strategy.Register("test-borrower", "buys AAPL on margin", func(*strategy.Params) strategy.Strategy { return &borrower{} })
}

const borrowed = `
period: {from: 2000-09-27, to: 2000-10-05}
data: {lean: %q}
account: {cash: 100000, type: reg-t}
instruments: [{symbol: AAPL, source: {from: lean, bars: 1d}}]
strategies: [{use: test-borrower}]
sim: {fees: {model: none}}
`

// AAPL halved on 29 September 2000. 3,600 shares cost 49.31 on the 28th: 77,516 are borrowed. On the 29th they are worth
// 25.81 × 3,600 = 92,916; equity 15,400 stands against a quarter of that, 23,229: 7,829 are missing, 6.4525 a share, and
// 1,214 shares go at the next open of 26.69. At 24.31, 12,889.32 against 14,500.915: 266 go at 24.88. At 22.25, 8,673.74
// against 11,792.50: 561 go at 22.38. Then 23.69 and 22.19 are enough: 1,559 × 22.19 − 25,941.08 = 8,653.13 against
// 8,648.5525.
func TestAppleOnMargin(t *testing.T) {
	o := carried(t, borrowed)
	want := []string{
		"09-28 buy 3600 at 49.31 ", "10-02 sell 1214 at 26.69 liquidation", "10-03 sell 266 at 24.88 liquidation",
		"10-04 sell 561 at 22.38 liquidation",
	}
	if !slices.Equal(borrowing.heard, want) {
		t.Errorf("heard %q, want %q", borrowing.heard, want)
	}
	if !errors.Is(borrowing.resisted, &order.Reason{Code: order.BrokersOrder}) {
		t.Errorf("cancelling the broker's order: %v", borrowing.resisted)
	}
	last := o.Run.Samples[len(o.Run.Samples)-1]
	if !last.Equity.Equal(decimal.RequireFromString("8653.13")) {
		t.Errorf("equity %s, want 8653.13", last.Equity)
	}
	for _, x := range o.Run.Orders {
		if x.LimitPrice.IsPositive() && x.State != order.Cancelled {
			t.Errorf("the sale at 60 is %s: the broker closes what it would sell", x.State)
		}
	}
}

// spreader buys one contract and sells the next.
type spreader struct{}

func (spreader) Start(s *strategy.Session) error {
	sent := false
	s.Bars("NEXT", market.Daily(), func(market.Bar) {
		if !sent {
			sent = true
			_, _ = s.Buy("NEAR", decimal.NewFromInt(2))
			_, _ = s.Sell("NEXT", decimal.NewFromInt(1))
		}
	})
	return nil
}

func init() {
	strategy.Register("test-spreader", "holds two contracts and is short of the next", func(*strategy.Params) strategy.Strategy { return spreader{} })
}

// Two contracts against one ask for a spread and one contract: 500 + 12,000, and 450 + 11,000 to keep them.
func TestSpreadOfFutures(t *testing.T) {
	run, err := config.Load(config.Layers{Path: "spread.yaml", Text: []byte(`
seed: 1
period: {from: 2024-01-02, to: 2024-01-12}
account:
  cash: 100000
  type: reg-t
  calendar: CME
  margin:
    - {symbol: NEAR, per: contract, initial: 12000, maintenance: 11000}
    - {symbol: NEXT, per: contract, initial: 12000, maintenance: 11000}
    - {symbol: ES, per: spread, initial: 500, maintenance: 450}
instruments:
  - {symbol: NEAR, kind: future, multiplier: 50, tick: 0.25, underlying: ES, expiry: 2024-03-15, source: &market {from: synth, bars: 1d, synth: {price: 4800, correlation: 1}}}
  - {symbol: NEXT, kind: future, multiplier: 50, tick: 0.25, underlying: ES, expiry: 2024-06-21, source: *market}
strategies: [{use: test-spreader}]
`)})
	if err != nil {
		t.Fatal(err)
	}
	o, err := backtest.Run(t.Context(), run, backtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m := o.Run.Samples[len(o.Run.Samples)-1].Margin
	if m == nil || !m.Initial.Equal(decimal.NewFromInt(12500)) || !m.Maintenance.Equal(decimal.NewFromInt(11450)) {
		t.Errorf("margin %+v, want 12500 and 11450", m)
	}
}
