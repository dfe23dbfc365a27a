package pattern

// A short body at one end of a long shadow, placed against the candle before it.

// handleDown reports the shape of a hammer, handleUp the shape of a hammer upside down.
func (c *candle) handleDown() bool {
	return c.body < c.bodyShort && c.lower > c.shadowLong && c.upper < c.shadowVeryShort
}

func (c *candle) handleUp() bool {
	return c.body < c.bodyShort && c.upper > c.shadowLong && c.lower < c.shadowVeryShort
}

func hammer(w *window) Signal {
	prior, c := w.lastTwo()
	return when(c.handleDown() && c.bottom <= prior.low+prior.near, Bullish)
}

func hangingMan(w *window) Signal {
	prior, c := w.lastTwo()
	return when(c.handleDown() && c.bottom >= prior.high-prior.near, Bearish)
}

func invertedHammer(w *window) Signal {
	prior, c := w.lastTwo()
	return when(c.handleUp() && c.bodyBelow(prior), Bullish)
}

func shootingStar(w *window) Signal {
	prior, c := w.lastTwo()
	return when(c.handleUp() && c.bodyAbove(prior), Bearish)
}
