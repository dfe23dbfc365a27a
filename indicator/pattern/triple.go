package pattern

import "math"

// Three candles: inside and outside moves, gaps that hold, and the odd ones.

func threeInside(w *window) Signal {
	first, second, third := w.lastThree()
	beyond := third.close < first.open
	if first.black() {
		beyond = third.close > first.open
	}
	return when(first.body > first.bodyLong &&
		second.body <= second.bodyShort &&
		second.top < first.top && second.bottom > first.bottom &&
		third.white() != first.white() && beyond, -first.direction())
}

func threeOutside(w *window) Signal {
	first, second, third := w.lastThree()
	further := third.close > second.close
	if second.black() {
		further = third.close < second.close
	}
	return when(first.white() != second.white() &&
		second.top > first.top && second.bottom < first.bottom && further, second.direction())
}

func stickSandwich(w *window) Signal {
	first, second, third := w.lastThree()
	return when(first.black() && second.white() && third.black() &&
		second.low > first.close &&
		within(third.close, first.close, first.equal), Bullish)
}

func uniqueThreeRiver(w *window) Signal {
	first, second, third := w.lastThree()
	return when(first.black() && first.body > first.bodyLong &&
		second.black() && second.close > first.close && second.open <= first.open &&
		second.low < first.low &&
		third.white() && third.body < third.bodyShort && third.open > second.low, Bullish)
}

func tasukiGap(w *window) Signal {
	first, second, third := w.lastThree()
	up := second.white() && second.bodyAbove(first) &&
		third.close < second.open && third.close > first.top
	down := second.black() && second.bodyBelow(first) &&
		third.close > second.open && third.close < first.bottom
	return when((up || down) &&
		third.white() != second.white() && second.holds(third.open) &&
		math.Abs(second.body-third.body) < second.near, second.direction())
}

func gapSideBySideWhite(w *window) Signal {
	first, second, third := w.lastThree()
	pair := second.white() && third.white() &&
		within(third.body, second.body, second.near) &&
		within(third.open, second.open, second.equal)
	switch {
	case pair && second.bodyAbove(first) && third.bodyAbove(first):
		return Bullish
	case pair && second.bodyBelow(first) && third.bodyBelow(first):
		return Bearish
	}
	return None
}

func gapThreeMethods(w *window) Signal {
	first, second, third := w.lastThree()
	gap := second.bodyAbove(first)
	if first.black() {
		gap = second.bodyBelow(first)
	}
	return when(first.white() == second.white() && third.white() != second.white() && gap &&
		second.holds(third.open) && first.holds(third.close), first.direction())
}
