package stats

import "slices"

var returnsTable = []Definition{
	{"total_return", "Total return", Fraction, Returns,
		"E_end / E_start − 1, deposits and withdrawals taken out.",
		func(c *calc) (Value, int) { return TotalReturn(c.series), c.n }},
	{"net_profit", "Net profit", Money, Returns,
		"E_end − E_start less deposits, plus withdrawals; after all costs, open positions at market.",
		func(c *calc) (Value, int) { return NetProfit(c.in.Equity, c.in.Flow), c.n }},
	{"cagr", "CAGR", Fraction, Returns,
		"(E_end / E_start)^(days per year / days) − 1, by actual days from the first to the last sample. Not shown below 30 days.",
		func(c *calc) (Value, int) { return CAGR(c.series, c.in.Basis), c.n }},
	{"best_period", "Best period", Fraction, Returns,
		"The largest return of one sampling period.",
		func(c *calc) (Value, int) { return c.ofReturns(slices.Max[[]float64]) }},
	{"worst_period", "Worst period", Fraction, Returns,
		"The smallest return of one sampling period.",
		func(c *calc) (Value, int) { return c.ofReturns(slices.Min[[]float64]) }},
	{"positive_periods", "Positive periods", Fraction, Returns,
		"Periods with a return above zero / all periods.",
		func(c *calc) (Value, int) { return c.ofReturns(shareAboveZero) }},
}

func shareAboveZero(returns []float64) float64 {
	n := 0
	for _, r := range returns {
		if r > 0 {
			n++
		}
	}
	return float64(n) / float64(len(returns))
}
