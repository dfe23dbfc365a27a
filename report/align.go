package report

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/report/stats"
)

// benchmarkAt is the benchmark's newest price at each moment, NaN where it has none that is newer than
// the moment before.
func benchmarkAt(b *Benchmark, moments []market.Time) []float64 {
	if b == nil {
		return nil
	}
	prices := make([]float64, len(moments))
	next := 0
	for i, moment := range moments {
		prices[i] = math.NaN()
		for ; next < len(b.Points) && b.Points[next].Time <= moment; next++ {
			prices[i] = b.Points[next].Value
		}
	}
	return prices
}

// ratesOf is the risk-free rate of the period that ends at each moment; nil when it is zero throughout.
func ratesOf(run *Run, moments []market.Time, basis stats.Basis) []float64 {
	if run.Manifest.RiskFree == 0 && len(run.RiskFree) == 0 {
		return nil
	}
	rates := make([]float64, len(moments))
	annual, next := run.Manifest.RiskFree, 0
	for i, moment := range moments {
		rates[i] = basis.PerPeriod(annual) // known when the period began
		for ; next < len(run.RiskFree) && run.RiskFree[next].Time <= moment; next++ {
			annual = run.RiskFree[next].Value
		}
	}
	return rates
}

// timeInMarket is the share of session time, from the first sample to the last, in which a trip was on;
// strategy "" means any.
func timeInMarket(run *Run, strategy string) stats.Value {
	if len(run.Samples) < 2 {
		return stats.Undefined(stats.TooFewSamples)
	}
	measure := run.SessionTime
	if measure == nil {
		measure = func(from, to market.Time) time.Duration { return to.Sub(from) }
	}
	from, to := run.Samples[0].Time, run.Samples[len(run.Samples)-1].Time
	trips := tripsOf(run.RoundTrips, strategy)
	slices.SortFunc(trips, func(a, b *portfolio.RoundTrip) int { return cmp.Compare(a.EntryTime, b.EntryTime) })
	var held time.Duration
	covered := from // what lies before is counted
	for _, t := range trips {
		start, end := max(t.EntryTime, covered), to
		if !t.Open {
			end = min(t.ExitTime, to)
		}
		if end > start {
			held += measure(start, end)
			covered = end
		}
	}
	return stats.Of(float64(held)).Over(stats.Of(float64(measure(from, to))), stats.TooShort)
}
