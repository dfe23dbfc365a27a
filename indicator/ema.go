package indicator

// EMA is the exponential moving average:
//
//	EMA = EMA₁ + α (x − EMA₁),  α = 2 / (n + 1)
//
// Seed: the mean of the first n inputs. Warm-up: n.
type EMA struct {
	core
	smooth smoothing
}

// NewEMA makes the exponential average of the given period.
func NewEMA(period int) *EMA {
	e := &EMA{smooth: exponential(period)}
	e.start(e, period, named("EMA").period("period", period))
	return e
}

// Update adds an input and returns the new Value.
func (e *EMA) Update(x float64) float64 {
	if !e.accept(x) {
		return e.Value()
	}
	return e.set(e.smooth.push(x))
}

func (e *EMA) state(c *codec) { e.smooth.state(c) }
