package backtest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/backtest"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

// walker buys more than the best level has, once, and remembers the books that it saw.
type walker struct{ books int }

var walked walker

func (w *walker) Start(s *strategy.Session) error {
	s.Depth("SPY", func(d *market.Depth) {
		if w.books++; w.books == 100 {
			quantity := decimal.NewFromFloat(d.Asks[0].Size + 150)
			_, _ = s.Submit(order.NewMarket("SPY", order.Buy, quantity))
		}
	})
	return nil
}

func init() {
	strategy.Register("test-walker", "walks the book", func(*strategy.Params) strategy.Strategy { return &walked })
}

// A market order for more than is offered at the best price fills at several prices, each worse than the one before.
func TestSyntheticBooks(t *testing.T) {
	walked = walker{}
	c, err := config.Load(config.Layers{Path: "walk.yaml", Text: []byte(`
period: {from: 2024-03-04, to: 2024-03-04}
account: {cash: 1000000000}
instruments: [{symbol: SPY, kind: etf, source: {from: synth, depth: true, trades: true}}]
strategies: [{use: test-walker}]
sim: {queue: behind}
`)})
	if err != nil {
		t.Fatal(err)
	}
	outcome, err := backtest.Run(t.Context(), c, backtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m := outcome.Run.Manifest
	if slices.ContainsFunc(m.Optimistic, func(s string) bool { return strings.Contains(s, "fill whole") }) || m.DataPoints < 2*int64(walked.books) {
		t.Errorf("a book says how much there is, and counts: %q, %d", m.Optimistic, m.DataPoints)
	}
	fills := outcome.Run.Fills
	if walked.books < 1000 || len(fills) < 2 {
		t.Fatalf("%d books, %d fills, orders %+v", walked.books, len(fills), outcome.Run.Orders)
	}
	for i := 1; i < len(fills); i++ {
		if fills[i].Time == fills[i-1].Time && !fills[i].Price.GreaterThan(fills[i-1].Price) {
			t.Errorf("fill %d at %s, the one before at %s", i, fills[i].Price, fills[i-1].Price)
		}
	}
}

func TestBooksOfOtherSources(t *testing.T) {
	_, err := config.Load(config.Layers{Path: "walk.yaml", Text: []byte(`
period: {from: 2024-03-04, to: 2024-03-04}
instruments: [{symbol: SPY, kind: etf, source: {from: yahoo, path: x.csv, bars: 1d, depth: true}}]
strategies: [{use: test-walker}]
`)})
	if err == nil {
		t.Error("yahoo has no books")
	}
}
