package pattern

// Signal is what a pattern says about the bar that was just seen, in TA-Lib's numbers. Its sign is the
// direction, except for the patterns that have none: a doji is always 100, and a spinning top has the
// sign of its colour. [Kind] says which.
type Signal int

const (
	None    Signal = 0
	Bullish Signal = 100
	Bearish Signal = -100
	// WeakBullish and WeakBearish are an engulfing or harami whose bodies share one end.
	WeakBullish Signal = 80
	WeakBearish Signal = -80
	// ConfirmedBullish and ConfirmedBearish come up to three bars after a hikkake.
	ConfirmedBullish Signal = 200
	ConfirmedBearish Signal = -200
)

func when(matched bool, s Signal) Signal {
	if matched {
		return s
	}
	return None
}

func (s Signal) weakIf(shareEnd bool) Signal {
	if shareEnd {
		return s * WeakBullish / Bullish
	}
	return s
}
