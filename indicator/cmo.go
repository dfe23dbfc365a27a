package indicator

import "math"

// CMO is Chande's momentum oscillator (The New Technical Trader, 1994), from −100 to 100:
//
//	CMO = 100 (U − D) / (U + D)
//
// with U and D the plain sums of the upward and downward ones of the last n changes. Without any
// change it is undefined. Warm-up: n + 1.
type CMO struct {
	core
	changes upDownSums
}

// NewCMO makes the oscillator over the last period changes.
func NewCMO(period int) *CMO {
	o := &CMO{changes: newUpDownSums(period)}
	o.start(o, period+1, named("CMO").period("period", period))
	return o
}

// Update adds an input and returns the new Value.
func (o *CMO) Update(x float64) float64 {
	if !o.accept(x) {
		return o.Value()
	}
	up, down := o.changes.push(x)
	return o.set(100 * (up - down) / (up + down))
}

func (o *CMO) state(c *codec) { o.changes.state(c) }

// upDownSums are the sums of the upward and of the downward ones of the last n changes.
type upDownSums struct {
	up, down total
	previous float64
	started  bool
}

func newUpDownSums(n int) upDownSums { return upDownSums{up: newTotal(n), down: newTotal(n)} }

func (s *upDownSums) push(x float64) (up, down float64) {
	up, down = upDown(x - s.previous)
	s.previous = x
	if !s.started {
		s.started = true
		return math.NaN(), math.NaN()
	}
	return s.up.push(up), s.down.push(down)
}

func (s *upDownSums) state(c *codec) {
	s.up.state(c)
	s.down.state(c)
	c.number(&s.previous)
	c.flag(&s.started)
}
