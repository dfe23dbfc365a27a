package synth

import "math"

// climate is the level of volatility from day to day: its logarithm is an autoregressive process that
// begins in 1971 and has one innovation a day, so that it is the same whenever a tape begins.
type climate struct {
	chance
	level float64
	// day is the last day whose innovation is in level.
	day int64
}

const (
	// climateMemory is the part of the level's logarithm that is left after a day.
	climateMemory = 0.975
	// climateSpread is the standard deviation of the logarithm.
	climateSpread = 0.4
	// climateStart is 1971-01-01 as days since 1970.
	climateStart = 365
)

func newClimate(seed uint64) climate {
	c := climate{chance: newChance(seed, forDays), day: climateStart}
	c.begin(0)
	c.level = mul(climateSpread, c.normal())
	return c
}

// at is the logarithm of the volatility level on a day, which must not lie before the last one asked.
func (c *climate) at(day int64) float64 {
	innovation := mul(climateSpread, math.Sqrt(1-mul(climateMemory, climateMemory)))
	for ; c.day < day; c.day++ {
		c.level = mul(climateMemory, c.level) + mul(innovation, c.normal())
	}
	return c.level
}

// weather is what happens within an hour: how restless it is, and a normal number for each of its
// minutes. That of the market is the factor all tapes of a seed share.
type weather struct {
	chance
	hour int64
	// heat is the logarithm of the hour's volatility relative to the day's.
	heat    float64
	minutes [60]float64
}

// heatSpread is the standard deviation of the logarithm of an hour's volatility.
const heatSpread = 0.25

func newWeather(seed uint64) weather {
	return weather{chance: newChance(seed, forHours), hour: math.MinInt64}
}

// at makes the weather that of an hour, counted from 1970.
func (w *weather) at(hour int64) {
	if w.warm(hour) {
		for i := range w.minutes {
			w.minutes[i] = w.normal()
		}
	}
}

// warm makes the heat that of an hour, and leaves the minutes as they are; false when it is that hour's already.
func (w *weather) warm(hour int64) bool {
	if w.hour == hour {
		return false
	}
	w.hour = hour
	w.begin(hour)
	w.heat = mul(heatSpread, w.normal())
	return true
}
