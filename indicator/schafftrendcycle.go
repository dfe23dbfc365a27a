package indicator

import "math"

// SchaffTrendCycle is Schaff's trend cycle (1999), from 0 to 100: the stochastic of a MACD line, and
// again the stochastic of that, each smoothed:
//
//	line = EMA(fast) − EMA(slow)
//	f = the line's place in its range of n, in percent;  pf += (f − pf)/2
//	s = pf's place in its range of n, in percent;        value += (s − value)/2
//
// Without a range f or s stays as it was. Seed: each EMA starts with the mean of its first inputs,
// each smoothing with its first value. Warm-up: the longer of fast and slow, plus 2n − 2.
type SchaffTrendCycle struct {
	core
	fast, slow    *EMA
	first, second cycle
}

// NewSchaffTrendCycle makes the cycle over period values; Schaff's are 10, 23 and 50.
func NewSchaffTrendCycle(period, fast, slow int) *SchaffTrendCycle {
	s := &SchaffTrendCycle{
		fast: NewEMA(fast), slow: NewEMA(slow), first: newCycle(period), second: newCycle(period),
	}
	s.start(s, max(fast, slow)+2*period-2, named("SchaffTrendCycle").
		period("period", period).period("fast", fast).period("slow", slow))
	return s
}

// Update adds an input and returns the new Value.
func (s *SchaffTrendCycle) Update(x float64) float64 {
	if !s.accept(x) {
		return s.Value()
	}
	fast, slow := s.fast.Update(x), s.slow.Update(x)
	if line := fast - slow; !math.IsNaN(line) {
		if once := s.first.push(line); !math.IsNaN(once) {
			return s.set(s.second.push(once))
		}
	}
	return math.NaN()
}

func (s *SchaffTrendCycle) state(c *codec) {
	c.visit(s.fast, s.slow)
	s.first.state(c)
	s.second.state(c)
}

// cycle is a smoothed stochastic that keeps its place while there is no range.
type cycle struct {
	window          span
	place, smoothed float64
	started         bool
}

func newCycle(n int) cycle { return cycle{window: newSpan(n)} }

// push returns NaN until n inputs have come.
func (y *cycle) push(x float64) float64 {
	top, bottom := y.window.push(x, x)
	if !y.window.full() {
		return math.NaN()
	}
	if top > bottom {
		y.place = position(x, bottom, top)
	}
	if !y.started {
		y.smoothed, y.started = y.place, true
	}
	y.smoothed += (y.place - y.smoothed) / 2
	return y.smoothed
}

func (y *cycle) state(c *codec) {
	y.window.state(c)
	c.number(&y.place)
	c.number(&y.smoothed)
	c.flag(&y.started)
}
