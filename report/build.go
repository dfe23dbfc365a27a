package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/report/stats"
)

// deepest is how many drawdowns a result lists.
const deepest = 10

// Build computes the result of a run, which it keeps for writing; the run must not change after that. The
// error joins every fault of the input.
func Build(run *Run) (*Result, error) {
	zone, err := run.Manifest.check()
	if err != nil {
		return nil, fmt.Errorf("build report: %w", err)
	}
	in := accountInput(run)
	sheet, err := stats.Compute(in)
	if err != nil {
		return nil, fmt.Errorf("build report: %w", err)
	}
	r := &Result{
		Schema: Schema, Manifest: run.Manifest, Period: periodOf(run), TradeHash: hashOf(run.Fills),
		Basis: in.Basis, Statistics: sheet, Definitions: stats.Definitions(),
		run: run, zone: zone,
		series:    stats.Series{Time: in.Time, Value: stats.Units(in.Equity, in.Flow)},
		benchmark: in.Benchmark,
	}
	if r.Manifest.Title == "" {
		r.Manifest.Title = titleOf(run.Manifest.Strategies)
	}
	r.Manifest.Strategies = list(r.Manifest.Strategies)
	r.Manifest.Files = list(r.Manifest.Files)
	r.Manifest.Optimistic = list(r.Manifest.Optimistic)
	r.Monthly = list(stats.Monthly(r.series, zone))
	r.Yearly = list(stats.Yearly(r.series, zone))
	r.Drawdowns = list(stats.Deepest(stats.Drawdowns(r.series), deepest))
	if r.Strategies, err = strategyResults(run, in); err != nil {
		return nil, fmt.Errorf("build report: %w", err)
	}
	r.Splits = splitsOf(run)
	r.Costs = costsOf(run, sheet)
	r.Orders = countOrders(run.Orders)
	r.Account = accountOf(run)
	r.Findings = append(findings(r), run.Diagnostics...)
	slices.SortStableFunc(r.Findings, func(a, b Finding) int { return cmp.Compare(a.Severity.rank(), b.Severity.rank()) })
	return r, nil
}

// accountInput is what the statistics of the whole account are computed from.
func accountInput(run *Run) stats.Input {
	in := stats.Input{Basis: run.Manifest.basis(), Trades: trades(tripsOf(run.RoundTrips, ""))}
	for i := range run.Samples {
		s := &run.Samples[i]
		in.Time = append(in.Time, s.Time)
		in.Equity = append(in.Equity, s.Equity.InexactFloat64())
		in.Flow = append(in.Flow, s.Flow.InexactFloat64())
		in.Gross = append(in.Gross, s.Gross.InexactFloat64())
		in.Net = append(in.Net, s.Net.InexactFloat64())
	}
	in.RiskFree = ratesOf(run, in.Time, in.Basis)
	in.Benchmark = benchmarkAt(run.Benchmark, in.Time)
	in.Held = timeInMarket(run, "")
	in.Traded = stats.Of(tradedValue(run.Fills, "", run.Manifest.Base).InexactFloat64())
	return in
}

// strategyResults computes each strategy's sheet from its own equity, where that was recorded.
func strategyResults(run *Run, account stats.Input) ([]StrategyResult, error) {
	results := make([]StrategyResult, 0, len(run.Manifest.Strategies))
	for i, info := range run.Manifest.Strategies {
		in := account
		in.Gross, in.Net = nil, nil
		in.Equity, in.Flow = shareOf(run.Samples, i)
		if in.Equity == nil {
			in.Time, in.RiskFree, in.Benchmark = nil, nil, nil
		}
		in.Trades = trades(tripsOf(run.RoundTrips, info.Name))
		in.Held = timeInMarket(run, info.Name)
		in.Traded = stats.Of(tradedValue(run.Fills, info.Name, run.Manifest.Base).InexactFloat64())
		sheet, err := stats.Compute(in)
		if err != nil {
			return nil, fmt.Errorf("strategy %s: %w", info.Name, err)
		}
		results = append(results, StrategyResult{Name: info.Name, Statistics: sheet})
	}
	return results, nil
}

// shareOf is the equity and the flow of strategy i, nil when some sample lacks it.
func shareOf(samples []Sample, i int) (equity, flow []float64) {
	equity, flow = make([]float64, len(samples)), make([]float64, len(samples))
	for k := range samples {
		if i >= len(samples[k].Strategies) {
			return nil, nil
		}
		share := &samples[k].Strategies[i]
		equity[k], flow[k] = share.Equity.InexactFloat64(), share.Flow.InexactFloat64()
	}
	return equity, flow
}

func periodOf(run *Run) Period {
	if len(run.Samples) == 0 {
		return Period{From: run.Manifest.From, To: run.Manifest.To}
	}
	first, last := &run.Samples[0], &run.Samples[len(run.Samples)-1]
	return Period{From: first.Time, To: last.Time, Samples: len(run.Samples), Start: first.Equity, End: last.Equity}
}

// list makes an empty list of none, so that it is [] in JSON and never null.
func list[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}

func hashOf(fills []Fill) string {
	h := NewTradeHasher()
	for i := range fills {
		h.Add(fills[i].Fill)
	}
	return h.Sum()
}

func titleOf(strategies []StrategyInfo) string {
	switch len(strategies) {
	case 0:
		return "no strategy"
	case 1:
		return strategies[0].Name
	case 2:
		return strategies[0].Name + " and " + strategies[1].Name
	}
	return fmt.Sprintf("%s and %d more", strategies[0].Name, len(strategies)-1)
}

// tradedValue is the value of fills in the base currency, bought and sold; strategy "" means all.
func tradedValue(fills []Fill, strategy string, base market.Currency) decimal.Decimal {
	sum := decimal.Zero
	for i := range fills {
		if strategy == "" || fills[i].Strategy == strategy {
			value, _ := fills[i].value(base)
			sum = sum.Add(value)
		}
	}
	return sum
}
