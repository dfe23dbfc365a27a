package indicator

// Wilder is the moving average of J. Welles Wilder (New Concepts in Technical Trading Systems, 1978),
// also called smoothed, modified or running average: the exponential average with
//
//	α = 1 / n
//
// Seed: the mean of the first n inputs. Warm-up: n.
type Wilder struct {
	core
	smooth smoothing
}

// NewWilder makes Wilder's average of the given period.
func NewWilder(period int) *Wilder {
	w := &Wilder{smooth: wilders(period)}
	w.start(w, period, named("Wilder").period("period", period))
	return w
}

// Update adds an input and returns the new Value.
func (w *Wilder) Update(x float64) float64 {
	if !w.accept(x) {
		return w.Value()
	}
	return w.set(w.smooth.push(x))
}

func (w *Wilder) state(c *codec) { w.smooth.state(c) }
