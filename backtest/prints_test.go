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

// overnight buys at the close of a day and sells at the open of the next.
type overnight struct{ session market.Date }

func (o *overnight) Start(s *strategy.Session) error {
	one := decimal.NewFromInt(1)
	s.Bars("SPY", market.Minutes(1), func(b market.Bar) {
		first := b.Session != o.session
		o.session = b.Session
		switch at := b.End.UTC().Format("15:04"); {
		case first:
			_, _ = s.Submit(order.NewMarketOnClose("SPY", order.Buy, one))
		case at == "20:00":
			_, _ = s.Submit(order.NewMarket("SPY", order.Sell, one).For(order.OPG))
		}
	})
	return nil
}

func init() {
	strategy.Register("test-overnight", "holds overnight", func(*strategy.Params) strategy.Strategy { return &overnight{} })
}

// The daily file says: SPY closed at 167.42 on 7 October 2013, opened at 167.45 and closed at 165.48 on the 8th. The
// minutes end at other prices.
func TestAuctionsTradeAtThePrints(t *testing.T) {
	run := func(auctions string) []string {
		c, err := config.Load(config.Layers{Path: "spy.yaml", Text: fmt.Appendf(nil, `
period: {from: 2013-10-07, to: 2013-10-08}
data: {lean: %q}
instruments: [{symbol: SPY, kind: etf, source: {from: lean, bars: 1m}}]
strategies: [{use: test-overnight}]
sim: {auctions: %s}
`, datapack.Path(t, "lean"), auctions)})
		if err != nil {
			t.Fatal(err)
		}
		outcome, err := backtest.Run(t.Context(), c, backtest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range outcome.Run.Fills {
			got = append(got, f.Price.StringFixed(2)+" "+f.Rule)
		}
		return got
	}
	want := []string{"167.42 closing price", "167.45 opening price", "165.48 closing price"}
	if got := run("prints"); !slices.Equal(got, want) {
		t.Errorf("filled at %s\nthe prints are %s", strings.Join(got, ", "), strings.Join(want, ", "))
	}
	if got := run("bars"); len(got) != 3 || got[1][7:] != "open of the bar" {
		t.Errorf("on bars filled at %s", got)
	}
}
