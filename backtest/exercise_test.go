package backtest_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

// holder buys a call at the first price and, on a day, gives an instruction about what it holds.
type holder struct {
	option, on string
	lapse      bool
	quantity   int
	told       []string
}

// heard is what the latest holder has heard.
var heard *holder

func (h *holder) Start(s *strategy.Session) error {
	heard = h
	bought := false
	s.Bars("AAPL", market.Daily(), func(b market.Bar) {
		if !bought {
			bought = true
			_, _ = s.Submit(order.NewLimit(h.option, order.Buy, decimal.NewFromInt(int64(h.quantity)), decimal.NewFromInt(30)))
		}
	})
	s.Bars(h.option, market.Daily(), func(b market.Bar) {
		if b.Session.String() != h.on {
			return
		}
		ask := s.Exercise
		if h.lapse {
			ask = s.Lapse
		}
		_, err := ask(h.option, decimal.NewFromInt(int64(h.quantity)))
		_, again := ask(h.option, decimal.NewFromInt(1))
		if err != nil || !errors.Is(again, &order.Reason{Code: order.NotHeld}) {
			h.told = append(h.told, fmt.Sprintf("instruction %v, a second one %v", err, again))
		}
	})
	s.Fills(func(f order.Fill) {
		h.told = append(h.told, f.Time.UTC().Format("2006-01-02 ")+f.Instrument.Symbol+" "+f.Side.String()+" "+f.Quantity.String()+" at "+f.Price.String()+", "+f.Rule)
	})
	return nil
}

func init() {
	strategy.Register("test-holder", "exercises a call, or lets it lapse", func(p *strategy.Params) strategy.Strategy {
		h := &holder{}
		p.Symbol(&h.option, "option", "", "what to buy")
		p.Int(&h.quantity, "quantity", 1, "how many")
		p.Text(&h.on, "on", "", "the day of the instruction")
		p.Bool(&h.lapse, "lapse", false, "not to exercise")
		return h
	})
}

// A call of 100 on AAPL is bought at the open of 3 November 2015, 21.15. On the 4th AAPL closes at 122.00, and pays 0.52 from
// the 5th on. Its holder exercises at that close, has 100 shares at 100, the dividend, and on the 6th shares worth 121.06:
//
//	200,000 - 2,115 - 10,000 + 52 + 12,106 = 200,043
//
// The calls of 640 of TestAnOptionThroughExpiry are worth 5.57 each at their end and are left to lapse: 200,000 - 1,970.
func TestAHolderExercisesOrLetsLapse(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
		cash string
	}{
		{`
period: {from: 2015-11-02, to: 2015-11-06}
data: {lean: %q}
account: {cash: 200000, actions: apply}
instruments:
  - {symbol: AAPL, source: {from: lean, bars: 1d}}
  - symbol: CALL
    kind: option
    underlying: AAPL
    expiry: 2016-01-15
    strike: 100
    right: call
    source: {from: lean, bars: 1d, symbol: AAPL, contract: american_call_1000000_20160115}
strategies: [{use: test-holder, params: {option: CALL, quantity: 1, on: '2015-11-04'}}]
`, []string{
			"2015-11-03 CALL buy 1 at 21.15, open of the bar",
			"2015-11-04 AAPL buy 100 at 100, exercised",
			"2015-11-04 CALL sell 1 at 0, exercised",
		}, "200043"},
		{`
period: {from: 2014-06-05, to: 2014-06-06}
data: {lean: %q}
account: {cash: 200000, expiry: settle}
instruments:
  - {symbol: AAPL, source: {from: lean, bars: 1d}}
  - symbol: CALL
    kind: option
    underlying: AAPL
    expiry: 2014-06-06
    strike: 640
    right: call
    source: {from: lean, bars: 1d, symbol: AAPL, contract: american_call_6400000_20140606}
strategies: [{use: test-holder, params: {option: CALL, quantity: 2, on: '2014-06-06', lapse: true}}]
`, []string{
			"2014-06-06 CALL buy 2 at 9.85, open of the bar",
			"2014-06-06 CALL sell 2 at 0, lapsed",
		}, "198030"},
	} {
		o := carried(t, c.text)
		if !slices.Equal(heard.told, c.want) {
			t.Errorf("told %q, want %q", heard.told, c.want)
		}
		last := o.Run.Samples[len(o.Run.Samples)-1]
		if equity := last.Equity.String(); equity != c.cash {
			t.Errorf("equity %s, want %s", equity, c.cash)
		}
	}
}
