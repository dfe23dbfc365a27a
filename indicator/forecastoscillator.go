package indicator

// ForecastOscillator is Chande's (1994): how far the input lies from what the line through the n
// inputs before had forecast, in percent of the input:
//
//	100 (x − forecast₁) / x
//
// It is undefined where the input is 0. Warm-up: n + 1.
type ForecastOscillator struct {
	core
	line *LinReg
}

// NewForecastOscillator makes the oscillator; the period is at least 2.
func NewForecastOscillator(period int) *ForecastOscillator {
	f := &ForecastOscillator{line: NewLinReg(period)}
	f.start(f, period+1, named("ForecastOscillator").atLeast(2, "period", period))
	return f
}

// Update adds an input and returns the new Value.
func (f *ForecastOscillator) Update(x float64) float64 {
	if !f.accept(x) {
		return f.Value()
	}
	forecast := f.line.Forecast()
	f.line.Update(x)
	return f.set(100 * (x - forecast) / x)
}

func (f *ForecastOscillator) state(c *codec) { c.visit(f.line) }
