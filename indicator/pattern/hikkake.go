package pattern

// A hikkake is a false break out of an inside bar. It is reported at the bar that breaks out, against
// the break, and once more, doubled, if one of the next three bars closes beyond the other side. A new
// hikkake replaces the one that waits for confirmation.

func hikkake(w *window) Signal { return confirmed(w, falseBreak) }

func modifiedHikkake(w *window) Signal { return confirmed(w, falseBreakAtExtreme) }

// falseBreak is the signal of the hikkake that was completed some bars ago.
func falseBreak(w *window, ago int) Signal {
	first, inside, breaker := w.at(ago+2), w.at(ago+1), w.at(ago)
	switch {
	case !inside.inRangeOf(first):
		return None
	case breaker.sinksFrom(inside):
		return Bullish
	case breaker.risesFrom(inside):
		return Bearish
	}
	return None
}

// falseBreakAtExtreme wants the bar before the inside bar to be one itself, and to close near the end
// of its range to which the break goes.
func falseBreakAtExtreme(w *window, ago int) Signal {
	first, second := w.at(ago+3), w.at(ago+2)
	signal := falseBreak(w, ago)
	atExtreme := second.close <= second.low+second.near
	if signal == Bearish {
		atExtreme = second.close >= second.high-second.near
	}
	return when(second.inRangeOf(first) && atExtreme, signal)
}

const confirmableBars = 3

func confirmed(w *window, shape func(w *window, ago int) Signal) Signal {
	if signal := shape(w, 0); signal != None {
		return signal
	}
	for ago := 1; ago <= confirmableBars; ago++ {
		if signal := shape(w, ago); signal != None {
			return when(confirmsFirst(w, ago, signal), 2*signal)
		}
	}
	return None
}

// confirmsFirst reports whether the latest bar is the first since a hikkake to close beyond the inside bar.
func confirmsFirst(w *window, ago int, signal Signal) bool {
	inside := w.at(ago + 1)
	beyond := func(c *candle) bool {
		if signal == Bullish {
			return c.close > inside.high
		}
		return c.close < inside.low
	}
	for between := ago - 1; between > 0; between-- {
		if beyond(w.at(between)) {
			return false
		}
	}
	return beyond(w.last())
}
