package stats

import "time"

var drawdownTable = []Definition{
	{"max_drawdown", "Max drawdown", Fraction, Depth,
		"The least of E(t) / peak(t) − 1, where the running peak starts at E_start.",
		func(c *calc) (Value, int) { return c.ofDrawdowns(Of(MaxDepth(c.drawdowns))) }},
	{"max_drawdown_money", "Largest drawdown in money", Money, Depth,
		"The least of E(t) − peak(t); it need not be in the drawdown that is deepest in percent.",
		func(c *calc) (Value, int) { return c.ofDrawdowns(Of(MaxMoney(c.drawdowns))) }},
	{"max_drawdown_days", "Max drawdown, length", Days, Depth,
		"Days from the peak before the deepest drawdown to its recovery, or to the end when it has not recovered.",
		func(c *calc) (Value, int) {
			return c.ofDrawdowns(c.length(func(all []Drawdown) time.Duration { return deepest(all).Length() }))
		}},
	{"longest_drawdown_days", "Longest drawdown", Days, Depth,
		"Days of the longest way from a peak back to it, an open one included.",
		func(c *calc) (Value, int) { return c.ofDrawdowns(c.length(longest)) }},
	{"average_drawdown", "Average drawdown", Fraction, Depth,
		"The mean depth of all drawdowns.",
		func(c *calc) (Value, int) { return c.ofDrawdowns(c.averageDepth()) }},
	{"average_drawdown_days", "Average drawdown, length", Days, Depth,
		"The mean length of all drawdowns, an open one counted to the end.",
		func(c *calc) (Value, int) {
			return c.ofDrawdowns(c.length(func(all []Drawdown) time.Duration { return total(all) / time.Duration(len(all)) }))
		}},
	{"ulcer", "Ulcer index", Fraction, Depth,
		"√(Σ drawdown(t)² / n).",
		func(c *calc) (Value, int) { return Ulcer(c.series), c.n }},
	{"time_under_water", "Time under water", Fraction, Depth,
		"The share of the elapsed time between a peak and its recovery.",
		func(c *calc) (Value, int) { return TimeUnderWater(c.series, c.drawdowns), c.n }},
	{"recovery_factor", "Recovery factor", Ratio, Depth,
		"Net profit / |largest drawdown in money|.",
		func(c *calc) (Value, int) {
			return NetProfit(c.in.Equity, c.in.Flow).Over(Of(-MaxMoney(c.drawdowns)), NoDrawdown), c.n
		}},
}

func longest(all []Drawdown) (most time.Duration) {
	for _, d := range all {
		most = max(most, d.Length())
	}
	return most
}

func total(all []Drawdown) (sum time.Duration) {
	for _, d := range all {
		sum += d.Length()
	}
	return sum
}

var exposureTable = []Definition{
	{"time_in_market", "Time in market", Fraction, Exposure,
		"The share of session time with a position in any instrument.",
		func(c *calc) (Value, int) { return c.in.Held, c.n }},
	{"average_gross_exposure", "Average gross exposure", Fraction, Exposure,
		"The mean of Σ|position value| / E(t) over all samples after the first.",
		func(c *calc) (Value, int) { return AverageExposure(c.in.Gross, c.in.Equity) }},
	{"average_net_exposure", "Average net exposure", Fraction, Exposure,
		"The mean of Σ position value / E(t) over all samples after the first.",
		func(c *calc) (Value, int) { return AverageExposure(c.in.Net, c.in.Equity) }},
	{"max_gross_exposure", "Largest gross exposure", Fraction, Exposure,
		"The largest Σ|position value| / E(t) at a sample.",
		func(c *calc) (Value, int) { return LargestExposure(c.in.Gross, c.in.Equity), len(c.in.Gross) }},
	{"turnover", "Turnover, annual", Ratio, Exposure,
		"Traded value / mean equity × T / n: 2 means that the whole equity was bought and sold once a year.",
		func(c *calc) (Value, int) {
			traded, ok := c.in.Traded.Float()
			if !ok {
				return c.in.Traded, c.n
			}
			return Turnover(traded, c.in.Equity, c.in.Basis), c.n
		}},
}
