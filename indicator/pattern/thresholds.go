package pattern

// thresholds are TA-Lib's default candle settings, worked out for one candle: how long is long for it.
// Each is a factor times an average over the candles before it, or times the candle's own body. TA-Lib
// has one more, BodyVeryLong, which none of its patterns uses.
//
// Where the window does not hold enough candles before this one, an average is too small. Nobody sees it:
// a rule is not asked before its lookback has filled the averages that it reads.
type thresholds struct {
	bodyLong        float64 // average body of 10
	bodyShort       float64 // average body of 10
	bodyDoji        float64 // 0.1 × average high-low range of 10
	shadowLong      float64 // its own body
	shadowVeryLong  float64 // 2 × its own body
	shadowShort     float64 // half the average of both shadows together of 10
	shadowVeryShort float64 // 0.1 × average high-low range of 10
	near            float64 // 0.2 × average high-low range of 5
	far             float64 // 0.6 × average high-low range of 5
	equal           float64 // 0.05 × average high-low range of 5
}

// measure sets the thresholds of a candle that is about to enter the window.
func (w *window) measure(c *candle) {
	const long, short = 10, 5
	var body, shadows, span, recent float64
	for ago := long - 1; ago >= 0; ago-- {
		prior := w.at(ago)
		body += prior.body
		shadows += prior.upper + prior.lower
		span += prior.high - prior.low
		if ago < short {
			recent += prior.high - prior.low
		}
	}
	body /= long
	shadows /= long
	span /= long
	recent /= short
	c.thresholds = thresholds{
		bodyLong:        body,
		bodyShort:       body,
		bodyDoji:        0.1 * span,
		shadowLong:      c.body,
		shadowVeryLong:  2 * c.body,
		shadowShort:     shadows / 2,
		shadowVeryShort: 0.1 * span,
		near:            0.2 * recent,
		far:             0.6 * recent,
		equal:           0.05 * recent,
	}
}
