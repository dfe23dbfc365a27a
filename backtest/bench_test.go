package backtest_test

import (
	"fmt"
	"testing"

	"github.com/tidemark/tidemark/backtest"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/data/synth"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"

	_ "github.com/tidemark/tidemark/strategies/smacross"
)

// BenchmarkCatalog is a whole run from Parquet files to the finished report: ten years of one-minute bars of a
// market that never closes, a crossover of two averages, risk, ledgers and daily equity.
func BenchmarkCatalog(b *testing.B) {
	root := b.TempDir()
	rows := fillCatalog(b, root)
	run, err := config.Load(config.Layers{Path: "bench.yaml", Text: fmt.Appendf(nil, `
name: bench
period: {from: 2020-01-02, to: 2029-12-30}
account: {cash: 1000000}
data: {catalog: %q}
instruments:
  - {symbol: BTCUSD, kind: crypto, source: {from: catalog, bars: 1m}}
strategies:
  - {use: sma-cross, params: {symbol: BTCUSD, bars: 1m, fast: 1000, slow: 20000, weight: 0.5}}
`, root)})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := backtest.Run(b.Context(), run, backtest.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mbars/s")
}

func fillCatalog(b *testing.B, root string) int64 {
	in := market.NewForex("BTC", "USD")
	in.Kind, in.Calendar = market.Crypto, "24/7"
	cal, err := calendar.Get(in.Calendar)
	if err != nil {
		b.Fatal(err)
	}
	o := synth.Defaults(&in)
	o.Seed, o.First, o.Last = 1, market.NewDate(2020, 1, 1), market.NewDate(2029, 12, 31)
	tape, err := synth.New(&in, cal, o)
	if err != nil {
		b.Fatal(err)
	}
	stream, err := tape.Bars(market.Minutes(1))
	if err != nil {
		b.Fatal(err)
	}
	catalog, err := data.Create(root)
	if err != nil {
		b.Fatal(err)
	}
	written, err := catalog.WriteBars(b.Context(), in.Symbol, market.Minutes(1), stream, data.Options{})
	if err != nil {
		b.Fatal(err)
	}
	if err := catalog.PutInstrument(in); err != nil {
		b.Fatal(err)
	}
	return written.Rows
}
