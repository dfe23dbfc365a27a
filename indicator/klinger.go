package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// Klinger is Klinger's volume oscillator (Stocks & Commodities 15:12, 1997):
//
//	trend = 1 if high + low + close rose, −1 if it fell, else as before
//	dm = high − low,  cm = cm₁ + dm in the same trend as before, else dm₁ + dm
//	force = volume × |2 (dm/cm − 1)| × trend × 100
//	KVO = EMA(fast) − EMA(slow) of the force,  signal = EMA of KVO
//
// Some write |2 dm/cm − 1| for the force; this is the form of the published values we compare with. A
// bar whose cm is 0 counts 0. Seed: the trend starts with the second bar, the force with the third;
// each EMA starts with the mean of its first inputs. Warm-up: the longer of fast and slow, plus
// signal + 1; Line is there signal − 1 updates earlier.
type Klinger struct {
	core
	fast, slow, signal *EMA
	sum, dm, cm, trend float64
	line               float64
}

// NewKlinger makes the oscillator; Klinger's periods are 34, 55 and 13.
func NewKlinger(fast, slow, signal int) *Klinger {
	k := &Klinger{fast: NewEMA(fast), slow: NewEMA(slow), signal: NewEMA(signal)}
	k.start(k, max(fast, slow)+signal+1, named("Klinger").
		period("fast", fast).period("slow", slow).period("signal", signal))
	return k
}

// Update adds a bar and returns the new Value, the line.
func (k *Klinger) Update(b market.Bar) float64 {
	if !k.acceptBar(&b) {
		return k.Value()
	}
	dm, before := b.High-b.Low, k.trend
	dm1 := k.dm
	k.turn(b.High + b.Low + b.Close)
	k.dm = dm
	if k.taken < 3 {
		return math.NaN()
	}
	if k.cm == 0 || k.trend != before {
		k.cm = dm1
	}
	k.cm += dm
	force := 0.0
	if k.cm != 0 {
		force = b.Volume * math.Abs(2*(dm/k.cm-1)) * k.trend * 100
	}
	fast, slow := k.fast.Update(force), k.slow.Update(force)
	k.line = fast - slow
	k.signal.Update(k.line)
	return k.set(k.line)
}

func (k *Klinger) turn(sum float64) {
	switch {
	case k.taken == 1:
	case sum > k.sum:
		k.trend = 1
	case sum < k.sum:
		k.trend = -1
	}
	k.sum = sum
}

// Line is the oscillator itself.
func (k *Klinger) Line() float64 { return k.line }

// Signal is the average of the oscillator.
func (k *Klinger) Signal() float64 { return k.signal.Value() }

func (k *Klinger) state(c *codec) {
	c.visit(k.fast, k.slow, k.signal)
	c.number(&k.sum)
	c.number(&k.dm)
	c.number(&k.cm)
	c.number(&k.trend)
	c.output(&k.line)
}
