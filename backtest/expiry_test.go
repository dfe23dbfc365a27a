package backtest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/backtest"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/internal/datapack"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

// weekly buys two calls on the evening before they expire.
type weekly struct{ sent bool }

func (w *weekly) Start(s *strategy.Session) error {
	s.Bars("AAPL", market.Daily(), func(market.Bar) {
		if !w.sent {
			w.sent = true
			_, _ = s.Submit(order.NewLimit("AAPL640", order.Buy, decimal.NewFromInt(2), decimal.NewFromInt(10)))
		}
	})
	return nil
}

func init() {
	strategy.Register("test-weekly", "buys calls before they expire", func(*strategy.Params) strategy.Strategy { return &weekly{} })
}

// The AAPL call of 640 opened at 9.85 on its last day, 6 June 2014, and AAPL closed at 645.57 (the files of that day): two
// calls for 1,970 are exercised for 200 shares at 640, 128,000, worth 129,114. 200,000 - 1,970 - 128,000 + 129,114.
func TestAnOptionThroughExpiry(t *testing.T) {
	o := carried(t, `
period: {from: 2014-06-05, to: 2014-06-06}
data: {lean: %q}
account: {cash: 200000, expiry: settle}
instruments:
  - {symbol: AAPL, source: {from: lean, bars: 1d}}
  - symbol: AAPL640
    kind: option
    underlying: AAPL
    expiry: 2014-06-06
    strike: 640
    right: call
    source: {from: lean, bars: 1d, symbol: AAPL, contract: american_call_6400000_20140606}
strategies: [{use: test-weekly}]
`)
	var got []string
	for _, f := range o.Run.Fills {
		got = append(got, f.Instrument.Symbol+" "+f.Side.String()+" "+f.Quantity.String()+" at "+f.Price.String()+", "+f.Rule)
	}
	want := []string{
		"AAPL640 buy 2 at 9.85, open of the bar",
		"AAPL640 sell 2 at 0, exercised",
		"AAPL buy 200 at 640, exercised",
	}
	if len(got) != len(want) {
		t.Fatalf("fills %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("fill %q, want %q", got[i], want[i])
		}
	}
	last := o.Run.Samples[len(o.Run.Samples)-1]
	if equity := last.Equity.String(); equity != "199144" {
		t.Errorf("equity %s, want 199144", equity)
	}
}

// AAPL split seven for one on 9 June 2014 (the factor file of that day). A put of 600 held through it would be exercised at
// 600 for shares that cost 91: options do not follow splits, so such a run does not start. Before the split and after the
// option's expiry there is nothing to refuse.
func TestAnOptionThroughASplit(t *testing.T) {
	for _, c := range []struct {
		from, to, expiry string
		refused          bool
	}{
		{"2014-06-05", "2014-06-13", "2014-06-13", true},
		{"2014-06-05", "2014-06-06", "2014-06-13", false},
		{"2014-06-05", "2014-06-13", "2014-06-06", false},
		{"2014-06-09", "2014-06-13", "2014-06-13", false},
	} {
		text := fmt.Sprintf(`
period: {from: %s, to: %s}
data: {lean: %q}
account: {cash: 200000, actions: apply, expiry: settle}
instruments:
  - {symbol: AAPL, source: {from: lean, bars: 1d}}
  - symbol: PUT600
    kind: option
    underlying: AAPL
    expiry: %s
    strike: 600
    right: put
    source: {from: synth, bars: 1d}
strategies: [{use: buy-and-hold, params: {symbol: AAPL}}]
`, c.from, c.to, datapack.Path(t, "lean"), c.expiry)
		run, err := config.Load(config.Layers{Path: "split.yaml", Text: []byte(text)})
		if err != nil {
			t.Fatal(err)
		}
		_, err = backtest.Run(t.Context(), run, backtest.Options{})
		if told := err != nil && strings.Contains(err.Error(), "AAPL splits 7:1 on 2014-06-09, and PUT600 does not follow"); told != c.refused || err != nil && !told {
			t.Errorf("%s to %s, expiry %s: %v", c.from, c.to, c.expiry, err)
		}
	}
}

// writer sells a call at the first price.
type writer struct{ sent bool }

func (w *writer) Start(s *strategy.Session) error {
	s.Bars("AAPL100", market.Daily(), func(market.Bar) {
		if !w.sent {
			w.sent = true
			_, _ = s.Sell("AAPL100", decimal.NewFromInt(1))
		}
	})
	return nil
}

func init() {
	strategy.Register("test-writer", "writes a call", func(*strategy.Params) strategy.Strategy { return &writer{} })
}

// The AAPL call of 100 of January 2016 is sold at the open of 3 November 2015, 21.15. On the 4th it closes at 22.10 and
// AAPL at 122.00: 0.10 of time value, less than the 0.52 that AAPL pays from the 5th on, so it is assigned: 100 shares are
// delivered at 100, and who is short of them pays the dividend. AAPL closes at 121.06 on the 6th.
//
//	200,000 + 2,115 + 10,000 - 52 - 12,106 = 199,957
func TestACallAssignedBeforeADividend(t *testing.T) {
	o := carried(t, `
period: {from: 2015-11-02, to: 2015-11-06}
data: {lean: %q}
account: {cash: 200000, actions: apply, expiry: settle, assignment: early}
instruments:
  - {symbol: AAPL, source: {from: lean, bars: 1d}}
  - symbol: AAPL100
    kind: option
    underlying: AAPL
    expiry: 2016-01-15
    strike: 100
    right: call
    source: {from: lean, bars: 1d, symbol: AAPL, contract: american_call_1000000_20160115}
strategies: [{use: test-writer}]
`)
	var got []string
	for _, f := range o.Run.Fills {
		got = append(got, f.Time.UTC().Format("2006-01-02 ")+f.Instrument.Symbol+" "+f.Side.String()+" "+f.Quantity.String()+" at "+f.Price.String()+", "+f.Rule)
	}
	want := []string{
		"2015-11-03 AAPL100 sell 1 at 21.15, open of the bar",
		"2015-11-04 AAPL100 buy 1 at 0, assigned early",
		"2015-11-04 AAPL sell 100 at 100, assigned early",
	}
	if !slices.Equal(got, want) {
		t.Errorf("fills %q, want %q", got, want)
	}
	last := o.Run.Samples[len(o.Run.Samples)-1]
	if equity := last.Equity.String(); equity != "199957" {
		t.Errorf("equity %s, want 199957", equity)
	}
}
