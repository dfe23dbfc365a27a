package indicator

import "math"

// LinReg is the least-squares line through the last n inputs, numbered 0 (the oldest) to n − 1:
//
//	slope = Σ (i − ī)(xᵢ − x̄) / Σ (i − ī)²,  intercept = x̄ − slope ī
//
// Its value is the line's end, intercept + slope (n − 1), also known as least-squares moving average.
// Warm-up: n.
type LinReg struct {
	core
	n       float64
	window  weighted
	spread  moments
	slope   float64
	mean    float64
	squares float64 // Σ (xᵢ − x̄)²
}

// NewLinReg makes the line through the last period inputs; the period is at least 2.
func NewLinReg(period int) *LinReg {
	l := &LinReg{n: float64(period), window: newWeighted(period), spread: newMoments(period)}
	l.start(l, period, named("LinReg").atLeast(2, "period", period))
	return l
}

// Update adds an input and returns the new Value.
func (l *LinReg) Update(x float64) float64 {
	if !l.accept(x) {
		return l.Value()
	}
	sum, weightedSum := l.window.push(x)
	m := l.spread.push(x)
	if l.taken < l.warmup {
		return math.NaN()
	}
	l.mean, l.squares = m.mean, m.squares
	l.slope = (weightedSum - sum*(l.n+1)/2) / l.indexSquares()
	return l.set(l.at(l.n - 1))
}

// indexSquares is Σ (i − ī)² for i from 0 to n − 1.
func (l *LinReg) indexSquares() float64 { return l.n * (l.n*l.n - 1) / 12 }

func (l *LinReg) at(i float64) float64 { return l.mean + l.slope*(i-(l.n-1)/2) }

// Slope is the line's rise from one input to the next.
func (l *LinReg) Slope() float64 { return l.slope }

// Intercept is the line's value at the oldest input.
func (l *LinReg) Intercept() float64 { return l.at(0) }

// Forecast is the line's value one input ahead, the time series forecast.
func (l *LinReg) Forecast() float64 { return l.at(l.n) }

// R2 is the share of the inputs' variance that the line explains, from 0 to 1; NaN if they are equal.
func (l *LinReg) R2() float64 {
	if l.squares == 0 {
		return math.NaN()
	}
	return min(1, l.slope*l.slope*l.indexSquares()/l.squares)
}

// StdErr is the standard error of the estimate: the root of the squared distances from the line,
// divided by n − 2. It is NaN for a period of 2.
func (l *LinReg) StdErr() float64 {
	left := l.squares - l.slope*l.slope*l.indexSquares()
	return math.Sqrt(max(0, left) / (l.n - 2))
}

func (l *LinReg) state(c *codec) {
	l.window.state(c)
	l.spread.state(c)
	c.output(&l.slope)
	c.output(&l.mean)
	c.output(&l.squares)
}
