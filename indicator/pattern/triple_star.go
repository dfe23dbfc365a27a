package pattern

// Three candles: a move, a small body beyond it, and a turn. The third candle must close into the first
// body by a share of that body, the penetration.

func morningStar(w *window, penetration float64) Signal {
	first, second, third := w.lastThree()
	return when(second.body <= second.bodyShort && turnsUp(first, second, third, penetration), Bullish)
}

func morningDojiStar(w *window, penetration float64) Signal {
	first, second, third := w.lastThree()
	return when(second.body <= second.bodyDoji && turnsUp(first, second, third, penetration), Bullish)
}

func eveningStar(w *window, penetration float64) Signal {
	first, second, third := w.lastThree()
	return when(second.body <= second.bodyShort && turnsDown(first, second, third, penetration), Bearish)
}

func eveningDojiStar(w *window, penetration float64) Signal {
	first, second, third := w.lastThree()
	return when(second.body <= second.bodyDoji && turnsDown(first, second, third, penetration), Bearish)
}

func turnsUp(first, star, third *candle, penetration float64) bool {
	return star.bodyBelow(first) && answersUp(first, third, penetration)
}

func turnsDown(first, star, third *candle, penetration float64) bool {
	return star.bodyAbove(first) && answersDown(first, third, penetration)
}

// answersUp reports a long black candle and a white one, not short, that closes well into its body;
// answersDown is the mirror.
func answersUp(first, third *candle, penetration float64) bool {
	return first.black() && first.body > first.bodyLong &&
		third.white() && third.body > third.bodyShort &&
		third.close > first.close+first.share(penetration)
}

func answersDown(first, third *candle, penetration float64) bool {
	return first.white() && first.body > first.bodyLong &&
		third.black() && third.body > third.bodyShort &&
		third.close < first.close-first.share(penetration)
}

func abandonedBaby(w *window, penetration float64) Signal {
	first, baby, third := w.lastThree()
	switch {
	case !(baby.body <= baby.bodyDoji):
		return None
	case baby.below(first) && third.above(baby) && answersUp(first, third, penetration):
		return Bullish
	case baby.above(first) && third.below(baby) && answersDown(first, third, penetration):
		return Bearish
	}
	return None
}

func tristar(w *window) Signal {
	first, second, third := w.lastThree()
	limit := first.bodyDoji // TA-Lib measures all three by the first
	switch {
	case !(first.body <= limit && second.body <= limit && third.body <= limit):
		return None
	case second.bodyAbove(first) && third.top < second.top:
		return Bearish
	case second.bodyBelow(first) && third.bottom > second.bottom:
		return Bullish
	}
	return None
}
