package indicator

import "math"

// ALMA is the moving average of Legoux and Kouzis-Loukas (2009), weighted by a bell curve whose top
// lies at a chosen place of the window. With the inputs numbered from 0, the oldest:
//
//	wᵢ = exp(−(i − m)² / (2 s²)),  m = ⌊offset (n − 1)⌋,  s = n / sigma
//	ALMA = Σ wᵢ xᵢ / Σ wᵢ
//
// An update takes n multiplications. Warm-up: n.
type ALMA struct {
	core
	weights []float64
	inputs  ring
}

// NewALMA makes the average; usual are sigma 6 (larger is narrower) and offset 0.85, from 0 (smooth)
// to 1 (responsive).
func NewALMA(period int, sigma, offset float64) *ALMA {
	a := &ALMA{weights: make([]float64, size(period)), inputs: newRing(period)}
	center, deviation := math.Floor(offset*float64(period-1)), float64(period)/sigma
	sum := 0.0
	for i := range a.weights {
		d := (float64(i) - center) / deviation
		a.weights[i] = math.Exp(-d * d / 2)
		sum += a.weights[i]
	}
	for i := range a.weights {
		a.weights[i] /= sum
	}
	a.start(a, period, named("ALMA").period("period", period).
		number("sigma", sigma, 0.01, 100).number("offset", offset, 0, 1))
	return a
}

// Update adds an input and returns the new Value.
func (a *ALMA) Update(x float64) float64 {
	if !a.accept(x) {
		return a.Value()
	}
	a.inputs.push(x)
	older, newer := a.inputs.parts()
	return a.set(dot(older, a.weights) + dot(newer, a.weights[len(older):]))
}

func dot(x, weights []float64) float64 {
	sum := 0.0
	for i, v := range x {
		sum += v * weights[i]
	}
	return sum
}

func (a *ALMA) state(c *codec) { a.inputs.state(c) }
