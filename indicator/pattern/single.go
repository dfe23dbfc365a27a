package pattern

// One candle, judged by its body and shadows alone. The sign is its colour.

func beltHold(w *window) Signal {
	c := w.last()
	return when(c.beltHold(), c.direction())
}

// beltHold reports a long body that starts at the end of the range from which it moves away.
func (c *candle) beltHold() bool {
	start := c.lower
	if c.black() {
		start = c.upper
	}
	return c.body > c.bodyLong && start < c.shadowVeryShort
}

func closingMarubozu(w *window) Signal {
	c := w.last()
	end := c.upper
	if c.black() {
		end = c.lower
	}
	return when(c.body > c.bodyLong && end < c.shadowVeryShort, c.direction())
}

func marubozu(w *window) Signal {
	c := w.last()
	return when(c.marubozu(), c.direction())
}

func longLine(w *window) Signal {
	c := w.last()
	return when(c.body > c.bodyLong &&
		c.upper < c.shadowShort && c.lower < c.shadowShort, c.direction())
}

func shortLine(w *window) Signal {
	c := w.last()
	return when(c.body < c.bodyShort &&
		c.upper < c.shadowShort && c.lower < c.shadowShort, c.direction())
}

func spinningTop(w *window) Signal {
	c := w.last()
	return when(c.body < c.bodyShort &&
		c.upper > c.body && c.lower > c.body, c.direction())
}

func highWave(w *window) Signal {
	c := w.last()
	return when(c.body < c.bodyShort &&
		c.upper > c.shadowVeryLong && c.lower > c.shadowVeryLong, c.direction())
}
