package pattern

import "math"

// candle is a bar with its parts measured, in the price's unit.
type candle struct {
	open, high, low, close float64
	top, bottom            float64 // the ends of the real body
	body, upper, lower     float64 // the lengths of the real body and of the two shadows
	thresholds
}

func newCandle(open, high, low, close float64) candle {
	c := candle{open: open, high: high, low: low, close: close, top: open, bottom: close}
	if c.white() {
		c.top, c.bottom = close, open
	}
	c.body = math.Abs(close - open)
	c.upper = high - c.top
	c.lower = c.bottom - low
	return c
}

// white counts a candle that closes where it opened, as TA-Lib does.
func (c *candle) white() bool { return c.close >= c.open }

func (c *candle) black() bool { return !c.white() }

// direction is Bullish for a white candle and Bearish for a black one.
func (c *candle) direction() Signal {
	if c.white() {
		return Bullish
	}
	return Bearish
}

// holds reports whether a price lies inside the real body, its ends excluded.
func (c *candle) holds(price float64) bool { return c.bottom < price && price < c.top }

// bodyAbove and bodyBelow report a gap between two real bodies; the shadows may overlap.
func (c *candle) bodyAbove(prior *candle) bool { return c.bottom > prior.top }

func (c *candle) bodyBelow(prior *candle) bool { return c.top < prior.bottom }

// above and below report a gap between whole candles, shadows included.
func (c *candle) above(prior *candle) bool { return c.low > prior.high }

func (c *candle) below(prior *candle) bool { return c.high < prior.low }

// risesFrom and sinksFrom report a range that moved up or down at both ends.
func (c *candle) risesFrom(prior *candle) bool { return c.high > prior.high && c.low > prior.low }

func (c *candle) sinksFrom(prior *candle) bool { return c.high < prior.high && c.low < prior.low }

// inRangeOf reports an inside bar.
func (c *candle) inRangeOf(prior *candle) bool { return c.high < prior.high && c.low > prior.low }

// marubozu reports a long body with hardly a shadow.
func (c *candle) marubozu() bool { return c.body > c.bodyLong && c.bare() }

// bare reports very short shadows on both sides.
func (c *candle) bare() bool { return c.upper < c.shadowVeryShort && c.lower < c.shadowVeryShort }

// share is a part of the real body, rounded before it is added to a price: a machine that fuses
// multiplication and addition must not see other patterns.
func (c *candle) share(part float64) float64 { return float64(c.body * part) }

func within(price, of, tolerance float64) bool {
	return price <= of+tolerance && price >= of-tolerance
}
