package backtest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/backtest"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

// bracketing buys after the first day, with a target at 102 and a stop at 98, and counts the bars that it sees.
type bracketing struct{ bars int }

var bracketed bracketing

func (b *bracketing) Start(s *strategy.Session) error {
	s.Bars("X", market.Daily(), func(market.Bar) {
		if b.bars++; b.bars == 1 {
			entry := order.NewMarket("X", order.Buy, decimal.NewFromInt(10))
			_, _ = s.Bracket(entry, decimal.NewFromInt(102), decimal.NewFromInt(98))
		}
	})
	return nil
}

func init() {
	strategy.Register("test-bracketing", "one bracket", func(*strategy.Params) strategy.Strategy { return &bracketed })
}

// A day goes from 100 to 97 and to 103, and ends at 100. Of the day alone, a pessimist takes the stop at 98. Its minutes
// say that it went to 103 first, so the target at 102 traded, in the second minute. The strategy sees days alone.
func TestDetailIsThePath(t *testing.T) {
	catalog, err := data.Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour, minute int) market.Time {
		return market.At(time.Date(2024, time.March, day, hour, minute, 0, 0, time.UTC))
	}
	days, minutes := &market.Bars{}, &market.Bars{}
	days.Append(market.Bar{Start: at(4, 14, 30), End: at(4, 21, 0), Open: 100, High: 101, Low: 99, Close: 100, Volume: 1})
	days.Append(market.Bar{Start: at(5, 14, 30), End: at(5, 21, 0), Open: 100, High: 103, Low: 97, Close: 100, Volume: 1})
	for i, b := range [][4]float64{{100, 101, 100, 101}, {101, 103, 101, 103}, {103, 103, 97, 97}, {97, 100, 97, 100}} {
		minutes.Append(market.Bar{
			Start: at(5, 14, 30+i), End: at(5, 14, 31+i), Open: b[0], High: b[1], Low: b[2], Close: b[3], Volume: 1,
		})
	}
	for spec, bars := range map[market.BarSpec]*market.Bars{market.Daily(): days, market.Minutes(1): minutes} {
		if _, err := catalog.WriteBars(t.Context(), "X", spec, data.FromBars(bars), data.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	for detail, want := range map[string][]string{
		"":             {"100 open of the bar 14:30", "98 stop 21:00"},
		", detail: 1m": {"100 open of the bar 14:30", "102 limit 14:32"},
	} {
		bracketed = bracketing{}
		c, err := config.Load(config.Layers{Path: "day.yaml", Text: fmt.Appendf(nil, `
period: {from: 2024-03-04, to: 2024-03-05}
data: {catalog: %q}
instruments: [{symbol: X, kind: equity, source: {from: catalog, bars: 1d%s}}]
strategies: [{use: test-bracketing}]
`, catalog.Root(), detail)})
		if err != nil {
			t.Fatal(err)
		}
		outcome, err := backtest.Run(t.Context(), c, backtest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range outcome.Run.Fills {
			got = append(got, fmt.Sprint(f.Price, " ", f.Rule, " ", f.Time.UTC().Format("15:04")))
		}
		if !slices.Equal(got, want) || bracketed.bars != 2 {
			t.Errorf("detail %q: filled %s, want %s; %d bars", detail, strings.Join(got, ", "), strings.Join(want, ", "), bracketed.bars)
		}
	}
}

func TestDetailMustBeFiner(t *testing.T) {
	for source, want := range map[string]string{
		"{from: catalog, bars: 1m, detail: 1h}":                       "shorter than 1m",
		"{from: catalog, bars: 1m, detail: 1m}":                       "shorter than 1m",
		"{from: catalog, quotes: true, detail: 1m}":                   "give bars too",
		"{from: csv, path: x.csv, bars: 1d, detail: 1m}":              "one file of one series",
		"{from: catalog, bars: 1d, detail: 1d}":                       "shorter than 1d",
		"{from: lean, market: usa, bars: 100tick, detail: 1s}":        "shorter than 100tick",
		"{from: catalog, bars: 1h, detail: 5m, extended_hours: true}": "",
	} {
		_, err := config.Load(config.Layers{Path: "day.yaml", Text: fmt.Appendf(nil, `
period: {from: 2024-03-04, to: 2024-03-05}
data: {catalog: c}
instruments: [{symbol: X, kind: equity, source: %s}]
strategies: [{use: test-bracketing}]
`, source)})
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", source, err, want)
		}
	}
}
