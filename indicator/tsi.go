package indicator

import "math"

// TSI is Blau's true strength index (Stocks & Commodities 9:11, 1991), from −100 to 100:
//
//	TSI = 100 EMA(short) of EMA(long) of the changes / the same of their sizes
//
// and its signal, an EMA. Without any change it is undefined. Seed: each EMA starts with the mean of
// its first inputs. Warm-up: long + short + signal − 1; Line is there signal − 1 updates earlier.
type TSI struct {
	core
	changeLong, changeShort *EMA
	sizeLong, sizeShort     *EMA
	signal                  *EMA
	previous                float64
	line                    float64
}

// NewTSI makes the index; usual periods are 25, 13 and 7.
func NewTSI(long, short, signal int) *TSI {
	t := &TSI{
		changeLong: NewEMA(long), changeShort: NewEMA(short),
		sizeLong: NewEMA(long), sizeShort: NewEMA(short),
		signal: NewEMA(signal),
	}
	t.start(t, long+short+signal-1, named("TSI").
		period("long", long).period("short", short).period("signal", signal))
	return t
}

// Update adds an input and returns the new Value, the line.
func (t *TSI) Update(x float64) float64 {
	if !t.accept(x) {
		return t.Value()
	}
	change := x - t.previous
	t.previous = x
	if t.taken == 1 {
		return math.NaN()
	}
	numerator := t.changeShort.Update(t.changeLong.Update(change))
	denominator := t.sizeShort.Update(t.sizeLong.Update(math.Abs(change)))
	t.line = 100 * numerator / denominator
	t.signal.Update(t.line)
	return t.set(t.line)
}

// Line is the index itself.
func (t *TSI) Line() float64 { return t.line }

// Signal is the average of the index.
func (t *TSI) Signal() float64 { return t.signal.Value() }

func (t *TSI) state(c *codec) {
	c.visit(t.changeLong, t.changeShort, t.sizeLong, t.sizeShort, t.signal)
	c.number(&t.previous)
	c.output(&t.line)
}
