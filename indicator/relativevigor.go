package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// RelativeVigor is Ehlers' relative vigor index (Stocks & Commodities 20:1, 2002):
//
//	RVI = SMA(n) of W(close − open) / SMA(n) of W(high − low),  signal = W(RVI)
//
// where W(x) = (x + 2x₁ + 2x₂ + x₃)/6. It is undefined while no bar has a range.
// Warm-up: n + 6; Line is there after n + 3.
type RelativeVigor struct {
	core
	moves, ranges symmetric
	move, extent  *SMA
	smooth        symmetric
	line, signal  float64
}

// NewRelativeVigor makes the index; usual is 10.
func NewRelativeVigor(period int) *RelativeVigor {
	r := &RelativeVigor{move: NewSMA(period), extent: NewSMA(period)}
	r.start(r, period+6, named("RelativeVigor").period("period", period))
	return r
}

// Update adds a bar and returns the new Value, the line.
func (r *RelativeVigor) Update(b market.Bar) float64 {
	if !r.acceptBar(&b) {
		return r.Value()
	}
	move := r.move.Update(r.moves.push(b.Close - b.Open))
	r.line = move / r.extent.Update(r.ranges.push(b.High-b.Low))
	if math.IsNaN(r.line) {
		return r.set(r.line)
	}
	r.signal = r.smooth.push(r.line)
	return r.set(r.line)
}

// Line is the index itself.
func (r *RelativeVigor) Line() float64 { return r.line }

// Signal is the weighted average of the index.
func (r *RelativeVigor) Signal() float64 { return r.signal }

func (r *RelativeVigor) state(c *codec) {
	r.moves.state(c)
	r.ranges.state(c)
	c.visit(r.move, r.extent)
	r.smooth.state(c)
	c.output(&r.line)
	c.output(&r.signal)
}

// symmetric is the average of the last four inputs with weights 1, 2, 2, 1.
type symmetric struct {
	inputs [3]float64 // newest first
	taken  int
}

func (s *symmetric) push(x float64) float64 {
	v := (x + 2*s.inputs[0] + 2*s.inputs[1] + s.inputs[2]) / 6
	s.inputs = [3]float64{x, s.inputs[0], s.inputs[1]}
	if s.taken < 3 {
		s.taken++
		return math.NaN()
	}
	return v
}

func (s *symmetric) state(c *codec) {
	c.numbers(s.inputs[:])
	c.index(&s.taken, 4)
}
