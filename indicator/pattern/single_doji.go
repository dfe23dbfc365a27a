package pattern

// All of these are doji: a body so short that open and close are as good as equal. They differ in the
// shadows.

func doji(w *window) Signal {
	c := w.last()
	return when(c.body <= c.bodyDoji, Bullish)
}

func dragonflyDoji(w *window) Signal {
	c := w.last()
	return when(c.body <= c.bodyDoji &&
		c.upper < c.shadowVeryShort &&
		c.lower > c.shadowVeryShort, Bullish)
}

func gravestoneDoji(w *window) Signal {
	c := w.last()
	return when(c.body <= c.bodyDoji &&
		c.lower < c.shadowVeryShort &&
		c.upper > c.shadowVeryShort, Bullish)
}

func longLeggedDoji(w *window) Signal {
	c := w.last()
	return when(c.body <= c.bodyDoji &&
		(c.lower > c.shadowLong || c.upper > c.shadowLong), Bullish)
}

func rickshawMan(w *window) Signal {
	c := w.last()
	middle := c.low + (c.high-c.low)/2
	return when(c.body <= c.bodyDoji &&
		c.lower > c.shadowLong && c.upper > c.shadowLong &&
		c.bottom <= middle+c.near && c.top >= middle-c.near, Bullish)
}

func takuri(w *window) Signal {
	c := w.last()
	return when(c.body <= c.bodyDoji &&
		c.upper < c.shadowVeryShort &&
		c.lower > c.shadowVeryLong, Bullish)
}
