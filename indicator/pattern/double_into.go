package pattern

// A long candle, then one of the other colour that opens beyond its range and comes back. How far it
// comes back tells the patterns apart.

func darkCloudCover(w *window, penetration float64) Signal {
	first, second := w.lastTwo()
	return when(first.white() && first.body > first.bodyLong &&
		second.black() && second.open > first.high &&
		second.close > first.open &&
		second.close < first.close-first.share(penetration), Bearish)
}

// reboundsFrom reports a white candle that opens below the low of a long black one.
func (c *candle) reboundsFrom(first *candle) bool {
	return first.black() && first.body > first.bodyLong && c.white() && c.open < first.low
}

func piercing(w *window) Signal {
	first, second := w.lastTwo()
	return when(second.reboundsFrom(first) &&
		second.body > second.bodyLong &&
		second.close < first.open &&
		second.close > first.close+first.share(0.5), Bullish)
}

func thrusting(w *window) Signal {
	first, second := w.lastTwo()
	return when(second.reboundsFrom(first) &&
		second.close > first.close+first.equal &&
		second.close <= first.close+first.share(0.5), Bearish)
}

func inNeck(w *window) Signal {
	first, second := w.lastTwo()
	return when(second.reboundsFrom(first) &&
		second.close >= first.close &&
		second.close <= first.close+first.equal, Bearish)
}

func onNeck(w *window) Signal {
	first, second := w.lastTwo()
	return when(second.reboundsFrom(first) && within(second.close, first.low, first.equal), Bearish)
}
