package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// Acceleration is how fast a parabolic stop follows: its factor starts at Start, grows by Step with
// every new extreme of the trade, and never exceeds Max.
type Acceleration struct{ Start, Step, Max float64 }

// ParabolicOptions are the parameters of the extended parabolic stop, named as in TA-Lib's SAREXT.
type ParabolicOptions struct {
	// First is the first stop: long at this price if positive, short at −First if negative. With 0
	// the first two bars decide.
	First float64
	// OffsetOnReverse moves the first stop of each further trade away from the price, as a fraction.
	OffsetOnReverse float64
	Long, Short     Acceleration
}

// ParabolicSAR is Wilder's parabolic stop and reverse (New Concepts in Technical Trading Systems,
// 1978), the stop for the bar that is being added:
//
//	SAR = SAR₁ + AF₁ (EP₁ − SAR₁)
//
// EP is the extreme of the trade so far, AF its acceleration factor. A long stop is never above the
// lows of the two bars before, a short one never below their highs. A bar that reaches the stop
// reverses the trade, and the new stop is the old EP.
//
// Seed, as in TA-Lib: the second bar opens the first trade, short if its low fell by more than its
// high rose and by more than 0, else long, with the stop at the first bar's low or high. Warm-up: 2.
type ParabolicSAR struct {
	core
	options ParabolicOptions

	// The trade is kept as if it were long: prices of a short one are negated.
	side              float64 // 1 long, −1 short
	stop, extreme     float64
	factor            float64
	lastHigh, lastLow float64 // of the bar before, not negated
}

// NewParabolicSAR makes Wilder's stop; his start and step are 0.02, his maximum 0.2.
func NewParabolicSAR(start, step, maximum float64) *ParabolicSAR {
	a := Acceleration{start, step, maximum}
	p := &ParabolicSAR{options: ParabolicOptions{Long: a, Short: a}}
	p.start(p, 2, named("ParabolicSAR").acceleration(a))
	return p
}

// NewExtendedParabolicSAR makes a stop with other accelerations for long and short trades.
func NewExtendedParabolicSAR(o ParabolicOptions) *ParabolicSAR {
	p := &ParabolicSAR{options: o}
	p.start(p, 2, named("ExtendedParabolicSAR").
		number("first", o.First, -inputLimit, inputLimit).
		number("offset on reverse", o.OffsetOnReverse, 0, 1).
		acceleration(o.Long).acceleration(o.Short))
	return p
}

func (p *parameters) acceleration(a Acceleration) *parameters {
	return p.number("start", a.Start, 0, 1).number("step", a.Step, 0, 1).number("maximum", a.Max, 0, 1)
}

// Update adds a bar and returns the new Value.
func (p *ParabolicSAR) Update(b market.Bar) float64 {
	if !p.acceptBar(&b) {
		return p.Value()
	}
	if p.taken == 1 {
		p.lastHigh, p.lastLow = b.High, b.Low
		return math.NaN()
	}
	if p.taken == 2 {
		p.open(&b)
		p.lastHigh, p.lastLow = b.High, b.Low
	}
	v := p.step(&b)
	p.lastHigh, p.lastLow = b.High, b.Low
	return p.set(v)
}

// open starts the first trade with the second bar.
func (p *ParabolicSAR) open(b *market.Bar) {
	up, down := b.High-p.lastHigh, p.lastLow-b.Low
	first := p.options.First
	p.side = 1
	if first < 0 || first == 0 && down > 0 && down > up {
		p.side = -1
	}
	p.extreme, _ = p.asLong(b.High, b.Low)
	if _, p.stop = p.asLong(p.lastHigh, p.lastLow); first != 0 {
		p.stop = first
	}
	p.factor = p.first()
}

func (p *ParabolicSAR) step(b *market.Bar) float64 {
	high, low := p.asLong(b.High, b.Low)
	reversed := low <= p.stop
	if reversed {
		p.side = -p.side
		p.stop = -p.extreme
		high, low = p.asLong(b.High, b.Low)
	}
	_, lastLow := p.asLong(p.lastHigh, p.lastLow)
	limit := min(low, lastLow)
	if reversed {
		p.stop = min(p.stop, limit)
		p.stop -= p.side * p.options.OffsetOnReverse * p.stop
		p.extreme, p.factor = high, p.first()
	}
	v := p.side * p.stop
	if high > p.extreme {
		a := p.acceleration()
		p.extreme, p.factor = high, min(p.factor+a.Step, a.Max)
	}
	p.stop = min(p.stop+p.factor*(p.extreme-p.stop), limit)
	return v
}

// asLong is a bar's range, negated while the trade is short.
func (p *ParabolicSAR) asLong(high, low float64) (asHigh, asLow float64) {
	if p.side < 0 {
		return -low, -high
	}
	return high, low
}

func (p *ParabolicSAR) acceleration() Acceleration {
	if p.side < 0 {
		return p.options.Short
	}
	return p.options.Long
}

func (p *ParabolicSAR) first() float64 {
	a := p.acceleration()
	return min(a.Start, a.Max)
}

// Long reports that the trade is long, the stop below the price.
func (p *ParabolicSAR) Long() bool { return p.side > 0 }

func (p *ParabolicSAR) state(c *codec) {
	c.number(&p.side)
	c.number(&p.stop)
	c.number(&p.extreme)
	c.number(&p.factor)
	c.number(&p.lastHigh)
	c.number(&p.lastLow)
}
