package pattern

// Four and five candles.

func threeLineStrike(w *window) Signal {
	first, second, third, fourth := w.lastFour()
	strikes := third.close > second.close && second.close > first.close &&
		fourth.open > third.close && fourth.close < first.open
	if third.black() {
		strikes = third.close < second.close && second.close < first.close &&
			fourth.open < third.close && fourth.close > first.open
	}
	return when(first.white() == second.white() && second.white() == third.white() &&
		fourth.white() != third.white() &&
		second.opensNear(first) && third.opensNear(second) && strikes, third.direction())
}

// opensNear reports an open in the prior body or near it.
func (c *candle) opensNear(prior *candle) bool {
	return c.open >= prior.bottom-prior.near && c.open <= prior.top+prior.near
}

func concealingBabySwallow(w *window) Signal {
	first, second, third, fourth := w.lastFour()
	return when(first.black() && second.black() && third.black() && fourth.black() &&
		first.bare() && second.bare() &&
		third.bodyBelow(second) &&
		third.upper > third.shadowVeryShort && third.high > second.close &&
		fourth.high > third.high && fourth.low < third.low, Bullish)
}

func breakaway(w *window) Signal {
	first, second, third, fourth, fifth := w.lastFive()
	runs := second.bodyAbove(first) && third.risesFrom(second) && fourth.risesFrom(third)
	fallsBack := fifth.close < second.open && fifth.close > first.close
	if first.black() {
		runs = second.bodyBelow(first) && third.sinksFrom(second) && fourth.sinksFrom(third)
		fallsBack = fifth.close > second.open && fifth.close < first.close
	}
	return when(first.body > first.bodyLong &&
		first.white() == second.white() && second.white() == fourth.white() &&
		fifth.white() != fourth.white() && runs && fallsBack, fifth.direction())
}

func ladderBottom(w *window) Signal {
	first, second, third, fourth, fifth := w.lastFive()
	return when(first.black() && second.black() && third.black() &&
		first.open > second.open && second.open > third.open &&
		first.close > second.close && second.close > third.close &&
		fourth.black() && fourth.upper > fourth.shadowVeryShort &&
		fifth.white() && fifth.open > fourth.open && fifth.close > fourth.high, Bullish)
}

func matHold(w *window, penetration float64) Signal {
	first, second, third, fourth, fifth := w.lastFive()
	floor := first.close - first.share(penetration)
	return when(first.body > first.bodyLong && first.white() &&
		second.body < second.bodyShort && second.black() && second.bodyAbove(first) &&
		third.body < third.bodyShort && third.bottom < first.close && third.bottom > floor &&
		fourth.body < fourth.bodyShort && fourth.bottom < first.close && fourth.bottom > floor &&
		third.top < second.open && fourth.top < third.top &&
		fifth.white() && fifth.open > fourth.close &&
		fifth.close > max(second.high, third.high, fourth.high), Bullish)
}

func risingFallingThreeMethods(w *window) Signal {
	first, second, third, fourth, fifth := w.lastFive()
	resumes := third.close < second.close && fourth.close < third.close &&
		fifth.open > fourth.close && fifth.close > first.close
	if first.black() {
		resumes = third.close > second.close && fourth.close > third.close &&
			fifth.open < fourth.close && fifth.close < first.close
	}
	return when(first.body > first.bodyLong &&
		second.rests(first) && third.rests(first) && fourth.rests(first) &&
		fifth.body > fifth.bodyLong && fifth.white() == first.white() && resumes, first.direction())
}

// rests reports a short candle of the other colour whose body touches the range of the long one.
func (c *candle) rests(long *candle) bool {
	return c.body < c.bodyShort && c.white() != long.white() &&
		c.bottom < long.high && c.top > long.low
}
