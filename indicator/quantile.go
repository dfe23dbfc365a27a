package indicator

// Quantile is the value below which a fraction q of the last n inputs lies, interpolated linearly
// between neighbours in order of size (definition 7 of Hyndman and Fan, 1996):
//
//	h = (n − 1) q,  Q = x₍⌊h⌋₎ + (h − ⌊h⌋) (x₍⌊h⌋+1₎ − x₍⌊h⌋₎), counting from 0
//
// An update moves up to n numbers. Warm-up: n.
type Quantile struct {
	core
	fraction float64
	window   sorted
}

// NewQuantile makes the quantile for a fraction from 0, the lowest, to 1, the highest input.
func NewQuantile(period int, fraction float64) *Quantile {
	q := &Quantile{fraction: fraction, window: newSorted(period)}
	q.start(q, period, named("Quantile").period("period", period).number("fraction", fraction, 0, 1))
	return q
}

// NewMedian makes the quantile for the fraction 0.5.
func NewMedian(period int) *Quantile { return NewQuantile(period, 0.5) }

// Update adds an input and returns the new Value.
func (q *Quantile) Update(x float64) float64 {
	if !q.accept(x) {
		return q.Value()
	}
	q.window.push(x)
	order := q.window.order
	h := float64(len(order)-1) * q.fraction
	below := int(h)
	v := order[below]
	if below+1 < len(order) {
		v += (h - float64(below)) * (order[below+1] - v)
	}
	return q.set(v)
}

func (q *Quantile) state(c *codec) { q.window.state(c) }
