package indicator

import "math"

// PsychologicalLine is the psychological line: how many of the last n changes were upward, in percent.
// Warm-up: n + 1.
type PsychologicalLine struct {
	core
	mean     *SMA
	previous float64
}

// NewPsychologicalLine makes the line; usual is 12.
func NewPsychologicalLine(period int) *PsychologicalLine {
	p := &PsychologicalLine{mean: NewSMA(period)}
	p.start(p, period+1, named("PsychologicalLine").period("period", period))
	return p
}

// Update adds an input and returns the new Value.
func (p *PsychologicalLine) Update(x float64) float64 {
	if !p.accept(x) {
		return p.Value()
	}
	rose := 0.0
	if x > p.previous {
		rose = 100
	}
	p.previous = x
	if p.taken == 1 {
		return math.NaN()
	}
	return p.set(p.mean.Update(rose))
}

func (p *PsychologicalLine) state(c *codec) {
	c.visit(p.mean)
	c.number(&p.previous)
}
