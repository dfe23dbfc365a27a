package synth

import (
	"testing"

	"github.com/tidemark/tidemark/market"
)

// benchmarkBars reports the time of one bar.
func benchmarkBars(b *testing.B, spec market.BarSpec) {
	t := spy(b, nil)
	var batch market.Bars
	from, left := stream(b, t, spec), 0
	b.ReportAllocs()
	for b.Loop() {
		if left == 0 {
			if from.Next(&batch) != nil {
				from = stream(b, t, spec)
				continue
			}
			left = batch.Len()
		}
		left--
	}
}

func BenchmarkMinutes(b *testing.B)   { benchmarkBars(b, market.Minutes(1)) }
func Benchmark5Minutes(b *testing.B)  { benchmarkBars(b, market.Minutes(5)) }
func BenchmarkDays(b *testing.B)      { benchmarkBars(b, market.Daily()) }
func Benchmark10Seconds(b *testing.B) { benchmarkBars(b, market.Seconds(10)) }

func BenchmarkTrades(b *testing.B) {
	t := spy(b, nil)
	var batch market.Trades
	stream, left := t.Trades(), 0
	b.ReportAllocs()
	for b.Loop() {
		if left == 0 {
			if stream.Next(&batch) != nil {
				stream = t.Trades()
				continue
			}
			left = batch.Len()
		}
		left--
	}
}
