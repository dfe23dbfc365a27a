package backtest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

// vertical buys two spreads of calls on the evening before they expire, for at most what it is told.
type vertical struct{ limit string }

func (v *vertical) Start(s *strategy.Session) error {
	sent := false
	s.Bars("AAPL", market.Daily(), func(market.Bar) {
		if !sent {
			sent = true
			_, _ = s.Submit(order.NewLimit("VERTICAL", order.Buy, decimal.NewFromInt(2), decimal.RequireFromString(v.limit)))
		}
	})
	return nil
}

func init() {
	strategy.Register("test-vertical", "buys spreads of calls before they expire", func(p *strategy.Params) strategy.Strategy {
		v := &vertical{}
		p.Choice(&v.limit, "limit", "4.35", "the most to pay", "4.35", "4.30")
		return v
	})
}

// On 6 June 2014, their last day, the AAPL calls of 640 and 645 opened at 9.85 and 5.50 and closed at 5.50 and 0.54; AAPL
// closed at 645.57 (the files of that day). Two spreads bought at 4.35 are 870; both calls are in the money, so 200 shares
// are bought at 640 and sold at 645: 200,000 − 870 + 1,000. For no more than 4.30 they trade neither at the open nor, at
// 4.96, at the close.
func TestAVerticalThroughExpiry(t *testing.T) {
	text := `
period: {from: 2014-06-05, to: 2014-06-06}
data: {lean: %q}
account: {cash: 200000, expiry: settle}
instruments:
  - {symbol: AAPL, source: {from: lean, bars: 1d}}
  - {symbol: C640, kind: option, underlying: AAPL, expiry: 2014-06-06, strike: 640, right: call, source: {from: lean, bars: 1d, symbol: AAPL, contract: american_call_6400000_20140606}}
  - {symbol: C645, kind: option, underlying: AAPL, expiry: 2014-06-06, strike: 645, right: call, source: {from: lean, bars: 1d, symbol: AAPL, contract: american_call_6450000_20140606}}
  - {symbol: VERTICAL, kind: combo, legs: [{symbol: C640, ratio: 1}, {symbol: C645, ratio: -1}]}
strategies: [{use: test-vertical, params: {limit: LIMIT}}]
risk: {buying_power: false} # before their last day the calls have no price to measure them by
`
	o := carried(t, strings.Replace(text, "LIMIT", `"4.35"`, 1))
	var got []string
	for _, f := range o.Run.Fills {
		got = append(got, f.Instrument.Symbol+" "+f.Side.String()+" "+f.Quantity.String()+" at "+f.Price.String()+", "+f.Rule)
	}
	want := []string{
		"C640 buy 2 at 9.85, open of the bar",
		"C645 sell 2 at 5.5, open of the bar",
		"VERTICAL buy 2 at 4.35, net of the legs",
		"C640 sell 2 at 0, exercised",
		"AAPL buy 200 at 640, exercised",
		"C645 buy 2 at 0, assigned",
		"AAPL sell 200 at 645, assigned",
	}
	if !slices.Equal(got, want) {
		t.Errorf("fills\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if equity := o.Run.Samples[len(o.Run.Samples)-1].Equity.String(); equity != "200130" {
		t.Errorf("equity %s, want 200130", equity)
	}
	if o := carried(t, strings.Replace(text, "LIMIT", `"4.30"`, 1)); len(o.Run.Fills) != 0 {
		t.Errorf("%d fills for no more than 4.30", len(o.Run.Fills))
	}
}
