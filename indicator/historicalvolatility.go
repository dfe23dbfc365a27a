package indicator

// HistoricalVolatility is the sample standard deviation (divisor n − 1) of the last n log returns from
// close to close. Multiply by the root of the number of bars a year to make it annual. An input not
// above 0 has no return, nor has the one after it. Warm-up: n + 1.
type HistoricalVolatility struct {
	core
	rate      *LogReturn
	deviation *StdDev
}

// NewHistoricalVolatility makes the deviation of the last period returns; the period is at least 2.
func NewHistoricalVolatility(period int) *HistoricalVolatility {
	v := &HistoricalVolatility{rate: NewLogReturn(1), deviation: NewSampleStdDev(period)}
	v.start(v, period+1, named("HistoricalVolatility").atLeast(2, "period", period))
	return v
}

// Update adds an input and returns the new Value.
func (v *HistoricalVolatility) Update(x float64) float64 {
	if !v.accept(x) {
		return v.Value()
	}
	return v.set(v.deviation.Update(v.rate.Update(x)))
}

func (v *HistoricalVolatility) state(c *codec) { c.visit(v.rate, v.deviation) }
