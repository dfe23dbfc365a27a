package indicator

import "math"

// PMO is the DecisionPoint price momentum oscillator (Swenlin), a rate of change smoothed twice by
// averages with α = 2 / n:
//
//	PMO = average(second) of 10 average(first) of ROC(1),  signal = EMA of PMO
//
// Seed: each average starts with the mean of its first inputs. Warm-up: first + second + signal − 1;
// Line is there signal − 1 updates earlier.
type PMO struct {
	core
	rate          *ROC
	first, second smoothing
	signal        *EMA
	line          float64
}

// NewPMO makes the oscillator; usual periods are 35, 20 and 10. The first two are at least 2.
func NewPMO(first, second, signal int) *PMO {
	p := &PMO{
		rate:   NewROC(1),
		first:  smoothing{alpha: 2 / float64(first), period: first},
		second: smoothing{alpha: 2 / float64(second), period: second},
		signal: NewEMA(signal),
	}
	p.start(p, first+second+signal-1, named("PMO").
		atLeast(2, "first", first).atLeast(2, "second", second).period("signal", signal))
	return p
}

// Update adds an input and returns the new Value, the line.
func (p *PMO) Update(x float64) float64 {
	if !p.accept(x) {
		return p.Value()
	}
	if rate := p.rate.Update(x); p.rate.Ready() {
		if once := p.first.push(rate); !math.IsNaN(once) {
			p.line = 10 * p.second.push(once)
			p.signal.Update(p.line)
		}
	}
	return p.set(p.line)
}

// Line is the oscillator itself.
func (p *PMO) Line() float64 { return p.line }

// Signal is the average of the oscillator.
func (p *PMO) Signal() float64 { return p.signal.Value() }

func (p *PMO) state(c *codec) {
	c.visit(p.rate, p.signal)
	p.first.state(c)
	p.second.state(c)
	c.output(&p.line)
}
