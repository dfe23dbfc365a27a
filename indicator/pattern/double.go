package pattern

// Two candles, the second judged by where its body lies against the first.

func engulfing(w *window) Signal {
	first, second := w.lastTwo()
	covers := second.top >= first.top && second.bottom <= first.bottom
	sameTop, sameBottom := second.top == first.top, second.bottom == first.bottom
	return when(first.white() != second.white() && covers && !(sameTop && sameBottom),
		second.direction().weakIf(sameTop || sameBottom))
}

func harami(w *window) Signal {
	first, second := w.lastTwo()
	return when(second.body <= second.bodyShort, inside(first, second))
}

func haramiCross(w *window) Signal {
	first, second := w.lastTwo()
	return when(second.body <= second.bodyDoji, inside(first, second))
}

// inside is the signal of a long body that contains the next one: against the long body's colour.
func inside(first, second *candle) Signal {
	contains := second.top <= first.top && second.bottom >= first.bottom
	shareEnd := second.top == first.top || second.bottom == first.bottom
	return when(first.body > first.bodyLong && contains, (-first.direction()).weakIf(shareEnd))
}

func homingPigeon(w *window) Signal {
	first, second := w.lastTwo()
	return when(first.black() && first.body > first.bodyLong &&
		second.black() && second.body <= second.bodyShort &&
		second.open < first.open && second.close > first.close, Bullish)
}

func dojiStar(w *window) Signal {
	first, second := w.lastTwo()
	away := second.bodyAbove(first)
	if first.black() {
		away = second.bodyBelow(first)
	}
	return when(first.body > first.bodyLong && second.body <= second.bodyDoji && away, -first.direction())
}

func kicking(w *window) Signal {
	first, second := w.lastTwo()
	return when(kicks(first, second), second.direction())
}

func kickingByLength(w *window) Signal {
	first, second := w.lastTwo()
	longer := first
	if second.body > first.body {
		longer = second
	}
	return when(kicks(first, second), longer.direction())
}

// kicks reports two marubozu of opposite colours that run away from each other over a gap.
func kicks(first, second *candle) bool {
	away := second.above(first)
	if first.white() {
		away = second.below(first)
	}
	return first.white() != second.white() && first.marubozu() && second.marubozu() && away
}

func counterattack(w *window) Signal {
	first, second := w.lastTwo()
	return when(first.white() != second.white() &&
		first.body > first.bodyLong && second.body > second.bodyLong &&
		within(second.close, first.close, first.equal), second.direction())
}

func separatingLines(w *window) Signal {
	first, second := w.lastTwo()
	return when(first.white() != second.white() &&
		within(second.open, first.open, first.equal) &&
		second.beltHold(), second.direction())
}

func matchingLow(w *window) Signal {
	first, second := w.lastTwo()
	return when(first.black() && second.black() &&
		within(second.close, first.close, first.equal), Bullish)
}
