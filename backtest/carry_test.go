package backtest_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/backtest"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/internal/datapack"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/strategy"

	_ "github.com/tidemark/tidemark/strategies/buyandhold"
)

func carried(t *testing.T, text string) *backtest.Outcome {
	t.Helper()
	run, err := config.Load(config.Layers{Path: "carry.yaml", Text: fmt.Appendf(nil, text, datapack.Path(t, "lean"))})
	if err != nil {
		t.Fatal(err)
	}
	outcome, err := backtest.Run(t.Context(), run, backtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return outcome
}

// AAPL paid 3.05 and 3.29 a share before it split seven for one on 9 June 2014, and 0.47 twice after it (the raw daily file
// opens at 553.00 on 3 January and closes at 110.38 on 31 December). 177 shares become 1239; the year ends with
// 100,000 - 177 x 553 - 1 of commission + 539.85 + 582.33 + 582.33 + 582.33 + 1239 x 110.38.
func TestSplitAndDividendsOfAYear(t *testing.T) {
	o := carried(t, `
period: {from: 2014-01-02, to: 2014-12-31}
data: {lean: %q}
account: {actions: apply}
instruments: [{symbol: AAPL, source: {from: lean, bars: 1d}}]
strategies: [{use: buy-and-hold, params: {symbol: AAPL}}]
`)
	var paid []string
	for _, p := range o.Run.Postings {
		paid = append(paid, p.Time.UTC().Format("2006-01-02 ")+p.Amount.String())
	}
	want := []string{"2014-02-06 539.85", "2014-05-08 582.33", "2014-08-07 582.33", "2014-11-06 582.33"}
	if !slices.Equal(paid, want) {
		t.Errorf("paid %v, want %v", paid, want)
	}
	if held := o.Run.RoundTrips[0].Quantity; !held.Equal(decimal.NewFromInt(1239)) {
		t.Errorf("%s shares, want 1239", held)
	}
	last := o.Run.Samples[len(o.Run.Samples)-1]
	if got := last.Equity.StringFixed(2); got != "141165.66" {
		t.Errorf("equity %s, want 141165.66", got)
	}
	// One share of the benchmark, closing at 553.13 on 2 January, is seven at 110.38 in the end, and paid 3.05 + 3.29 + 7 x 0.94.
	points := o.Run.Benchmark.Points
	if first, got := points[0].Value, points[len(points)-1].Value; first != 553.13 || math.Abs(got-785.58) > 1e-9 {
		t.Errorf("the benchmark goes from %v to %v, want 553.13 and 785.58", first, got)
	}
	if _, ok := written(t, o)["postings.csv"]; !ok {
		t.Error("postings.csv is missing")
	}
}

// Prices that fall by a split are said to, unless something follows it: AAPL's of 9 June 2014.
func TestASplitThatNothingFollows(t *testing.T) {
	for _, c := range []struct {
		account, adjust, period string
		warned                  bool
	}{
		{"ignore", "raw", "{from: 2014-01-02, to: 2014-12-31}", true},
		{"ignore", "raw", "{from: 2014-06-09, to: 2014-12-31}", false},
		{"ignore", "splits", "{from: 2014-01-02, to: 2014-12-31}", false},
		{"apply", "raw", "{from: 2014-01-02, to: 2014-12-31}", false},
	} {
		o := carried(t, `
period: `+c.period+`
data: {lean: %q}
account: {actions: `+c.account+`}
instruments: [{symbol: AAPL, source: {from: lean, bars: 1d, adjust: `+c.adjust+`}}]
strategies: [{use: buy-and-hold, params: {symbol: AAPL}}]
`)
		var told string
		for _, f := range o.Run.Diagnostics {
			told += f.Text + "\n"
		}
		if got := strings.Contains(told, "AAPL was split 7:1 on 2014-06-09"); got != c.warned {
			t.Errorf("actions %s, adjust %s, %s: told %q", c.account, c.adjust, c.period, told)
		}
	}
}

// SPY's dividends of 2014, as the factor file rounds them, are 0.83, 0.94, 0.94 and 1.14 a share.
func TestDividendsOfAYear(t *testing.T) {
	o := carried(t, `
period: {from: 2014-01-02, to: 2014-12-31}
data: {lean: %q}
account: {actions: apply}
instruments: [{symbol: SPY, kind: etf, source: {from: lean, bars: 1d}}]
strategies: [{use: buy-and-hold, params: {symbol: SPY}}]
`)
	shares, sum := o.Run.Fills[0].Quantity, decimal.Zero
	for _, p := range o.Run.Postings {
		sum = sum.Add(p.Amount)
	}
	if want := shares.Mul(decimal.RequireFromString("3.85")); len(o.Run.Postings) != 4 || !sum.Equal(want) {
		t.Errorf("%d postings of %s, want four of %s", len(o.Run.Postings), sum, want)
	}
}

// On the morning of 3 January 2014 the account has held 100,000 in cash for a night: 90,000 x 4.83 % / 360 = 12.075.
func TestInterestOfARun(t *testing.T) {
	o := carried(t, `
period: {from: 2014-01-02, to: 2014-01-10}
data: {lean: %q}
account: {interest: [{currency: USD, from: 2014-01-01, percent: 5.33}], borrow: [{symbol: "*", from: 2014-01-01, percent: 0.25}]}
instruments: [{symbol: SPY, kind: etf, source: {from: lean, bars: 1d}}]
strategies: [{use: buy-and-hold, params: {symbol: SPY, weight: 0.1}}]
`)
	if len(o.Run.Postings) == 0 || o.Run.Postings[0].Amount.String() != "12.08" {
		t.Errorf("postings %+v, want 12.08 first", o.Run.Postings)
	}
}

// early buys ten shares at the first price of the run.
type early struct{ sent bool }

func (e *early) Start(s *strategy.Session) error {
	s.Bars("AAPL", market.Minutes(1), func(market.Bar) {
		if !e.sent {
			e.sent = true
			_, _ = s.Buy("AAPL", decimal.NewFromInt(10))
		}
	})
	return nil
}

func init() {
	strategy.Register("test-early", "buys at the first price", func(*strategy.Params) strategy.Strategy { return &early{} })
}

// On 9 June 2014 AAPL traded by the new terms from 04:00 on, at about 93: ten shares that are ordered then are ten, not
// seventy.
func TestAnOrderBeforeTheOpenOfASplit(t *testing.T) {
	o := carried(t, `
period: {from: 2014-06-09, to: 2014-06-09}
data: {lean: %q}
account: {actions: apply}
instruments: [{symbol: AAPL, source: {from: lean, bars: 1m, extended_hours: true}}]
strategies: [{use: test-early}]
`)
	if len(o.Run.Fills) != 1 || !o.Run.Fills[0].Quantity.Equal(decimal.NewFromInt(10)) {
		t.Fatalf("fills %v, want one of 10", o.Run.Fills)
	}
	if at := o.Run.Orders[0].Created.UTC().Format("15:04"); at >= "13:30" {
		t.Fatalf("ordered at %s, not before the open of 13:30", at)
	}
}

func TestAdjustedPricesHaveTheActionsAlready(t *testing.T) {
	_, err := config.Load(config.Layers{Path: "carry.yaml", Text: []byte(`
period: {from: 2014-01-02, to: 2014-12-31}
account: {actions: apply}
instruments: [{symbol: AAPL, source: {from: catalog, bars: 1d, adjust: splits}}]
strategies: [{use: buy-and-hold}]
`)})
	if err == nil || !strings.Contains(err.Error(), "have the actions in them already") {
		t.Errorf("error %v", err)
	}
}
