package pattern

// Three candles that march one way: crows fall, soldiers rise, and a march that tires warns of its end.

func twoCrows(w *window) Signal {
	first, second, third := w.lastThree()
	return when(first.white() && first.body > first.bodyLong &&
		second.black() && second.bodyAbove(first) &&
		third.black() && second.holds(third.open) && first.holds(third.close), Bearish)
}

func upsideGapTwoCrows(w *window) Signal {
	first, second, third := w.lastThree()
	return when(first.white() && first.body > first.bodyLong &&
		second.black() && second.body <= second.bodyShort && second.bodyAbove(first) &&
		third.black() && third.open > second.open && third.close < second.close &&
		third.close > first.close, Bearish)
}

func threeBlackCrows(w *window) Signal {
	prior, first, second, third := w.lastFour()
	return when(prior.white() && prior.high > first.close &&
		first.crow() && second.crow() && third.crow() &&
		first.holds(second.open) && second.holds(third.open) &&
		first.close > second.close && second.close > third.close, Bearish)
}

// crow reports a black candle that closes at its low or very near it.
func (c *candle) crow() bool { return c.black() && c.lower < c.shadowVeryShort }

func identicalThreeCrows(w *window) Signal {
	first, second, third := w.lastThree()
	return when(first.crow() && second.crow() && third.crow() &&
		first.close > second.close && second.close > third.close &&
		within(second.open, first.close, first.equal) &&
		within(third.open, second.close, second.equal), Bearish)
}

// climb reports three white candles with rising closes.
func climb(first, second, third *candle) bool {
	return first.white() && second.white() && third.white() &&
		third.close > second.close && second.close > first.close
}

// stepsFrom reports an open above the prior one that lies in the prior white body or near its top.
func (c *candle) stepsFrom(prior *candle) bool {
	return c.open > prior.open && c.open <= prior.close+prior.near
}

func threeWhiteSoldiers(w *window) Signal {
	first, second, third := w.lastThree()
	return when(climb(first, second, third) &&
		first.soldier() && second.soldier() && third.soldier() &&
		second.stepsFrom(first) && third.stepsFrom(second) &&
		second.body > first.body-first.far && third.body > second.body-second.far &&
		third.body > third.bodyShort, Bullish)
}

// soldier reports a candle that closes at its high or very near it.
func (c *candle) soldier() bool { return c.upper < c.shadowVeryShort }

func advanceBlock(w *window) Signal {
	first, second, third := w.lastThree()
	return when(climb(first, second, third) &&
		second.stepsFrom(first) && third.stepsFrom(second) &&
		first.body > first.bodyLong && first.upper < first.shadowShort &&
		tires(first, second, third), Bearish)
}

// tires reports a climb that weakens: bodies that shrink, or shadows that grow above them.
func tires(first, second, third *candle) bool {
	collapses := second.body < first.body-first.far && third.body < second.body+second.near
	stops := third.body < second.body-second.far
	fades := third.body < second.body && second.body < first.body &&
		(third.upper > third.shadowShort || second.upper > second.shadowShort)
	isSoldInto := third.body < second.body && third.upper > third.shadowLong
	return collapses || stops || fades || isSoldInto
}

func stalledPattern(w *window) Signal {
	first, second, third := w.lastThree()
	return when(climb(first, second, third) &&
		first.body > first.bodyLong &&
		second.body > second.bodyLong && second.soldier() && second.stepsFrom(first) &&
		third.body < third.bodyShort &&
		third.open >= second.close-third.body-second.near, Bearish)
}

func threeStarsInTheSouth(w *window) Signal {
	first, second, third := w.lastThree()
	return when(first.black() && second.black() && third.black() &&
		first.body > first.bodyLong && first.lower > first.shadowLong &&
		second.body < first.body &&
		second.open > first.close && second.open <= first.high &&
		second.low < first.close && second.low >= first.low &&
		second.lower > second.shadowVeryShort &&
		third.body < third.bodyShort && third.bare() &&
		third.low > second.low && third.high < second.high, Bullish)
}
