package stats

import (
	"math"
	"time"
)

// calc holds what several statistics of one sheet share.
type calc struct {
	in        Input
	series    Series // external flows taken out
	returns   []float64
	sorted    []float64 // the returns, ascending
	excess    []float64
	whole     bool
	n         int
	drawdowns []Drawdown
	tally     Tally
	benchmark Series
	pairs     Pairs
	fit       Regression
}

func prepare(in Input) *calc {
	c := &calc{in: in, tally: TallyOf(in.Trades)}
	c.series = Series{Time: in.Time, Value: Units(in.Equity, in.Flow)}
	c.drawdowns = Drawdowns(c.series)
	c.returns, c.whole = c.series.Returns()
	c.n, c.sorted = len(c.returns), sorted(c.returns)
	c.excess = excess(c.returns, in.RiskFree)
	c.pairs = Align(c.series.Value, in.Benchmark, in.RiskFree)
	c.fit = c.pairs.Regress(in.Basis)
	for i, price := range in.Benchmark {
		if !math.IsNaN(price) {
			c.benchmark.Time = append(c.benchmark.Time, in.Time[i])
			c.benchmark.Value = append(c.benchmark.Value, price)
		}
	}
	return c
}

// ifWhole is a number that needs all returns of the run.
func (c *calc) ifWhole(v Value) (Value, int) {
	if !c.whole {
		return Undefined(EquityGone), c.n
	}
	return v, c.n
}

// ifPaired is a number that needs a benchmark.
func (c *calc) ifPaired(v Value) (Value, int) {
	n := len(c.pairs.Strategy)
	switch {
	case n == 0:
		return Undefined(NoBenchmark), 0
	case !c.whole:
		return Undefined(EquityGone), n
	}
	return v, n
}

func (c *calc) ofReturns(f func([]float64) float64) (Value, int) {
	if c.n == 0 {
		return Undefined(TooFewSamples), 0
	}
	return Of(f(c.returns)), c.n
}

func (c *calc) ofDrawdowns(v Value) (Value, int) {
	switch {
	case c.series.Len() < 2:
		return Undefined(TooFewSamples), 0
	case !(c.series.Value[0] > 0):
		return Undefined(EquityGone), 0
	}
	return v, len(c.drawdowns)
}

func (c *calc) averageDepth() Value {
	if len(c.drawdowns) == 0 {
		return Undefined(NoDrawdown)
	}
	var sum float64
	for _, d := range c.drawdowns {
		sum += d.Depth
	}
	return Of(sum / float64(len(c.drawdowns)))
}

// length is a duration picked from the drawdowns, in days.
func (c *calc) length(pick func([]Drawdown) time.Duration) Value {
	if len(c.drawdowns) == 0 {
		return Undefined(NoDrawdown)
	}
	return Of(float64(pick(c.drawdowns)) / float64(day))
}
