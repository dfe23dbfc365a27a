package stats_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/report/stats"
)

// Ten years of days and five hundred trades: what a parameter sweep computes for each combination.
func BenchmarkCompute(b *testing.B) {
	in := stats.Input{Basis: xnys}
	equity := 100_000.0
	for i := range 2520 {
		equity *= 1 + float64(i*7919%201-98)/20_000
		in.Time, in.Equity = append(in.Time, day(i)), append(in.Equity, equity)
	}
	for i := range 500 {
		in.Trades = append(in.Trades, stats.Trade{Net: decimal.New(int64(i*7919%401-190), -2), Entry: day(i), Exit: day(i + 1)})
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := stats.Compute(in); err != nil {
			b.Fatal(err)
		}
	}
}
