// Package pattern recognises the 61 Japanese candle patterns of TA-Lib, one bar at a time.
//
// A [Pattern] looks for one [Kind]; a [Scanner] looks for many over one shared window of candles. Both
// take a bar and answer with a [Signal] in TA-Lib's numbers: 100 or -100 for a pattern that this bar
// completes, 200 or -200 when it confirms an earlier one, 80 or -80 where two bodies share an end, 0 for
// none. Each update costs the same however long the stream is, and allocates nothing. A Pattern or
// Scanner belongs to one goroutine.
//
// Sizes are relative. They are measured against the candles before the one in question:
//
//	long, short body    above, below the average body of 10
//	doji                a body up to 0.1 × the average high-low range of 10
//	very short shadow   below 0.1 × the average high-low range of 10
//	short shadow        below half the average of both shadows together of 10
//	long shadow         above its own body (very long: twice its body)
//	near, far, equal    0.2, 0.6, 0.05 × the average high-low range of 5
//
// A signal therefore depends on the last [Kind.Warmup] bars and on nothing older: any two histories that
// share those bars give the same signal, and the saved state is just the last bars. (TA-Lib carries sums
// along, whose rounding depends on the whole history; results can differ only where that decides whether
// a length equals its threshold.)
//
// A bar with a price that is NaN, infinite, or 1e100 and more in size is skipped, as if it had not come,
// and counted; as the bar of that moment it has no signal.
//
// The rules and thresholds are those of TA-Lib 0.6 and later with its default settings
// (https://ta-lib.org). The patterns and their meaning come from Steve Nison, "Japanese Candlestick
// Charting Techniques", Gregory Morris, "Candlestick Charting Explained", Thomas Bulkowski,
// "Encyclopedia of Candlestick Charts", and for the hikkake Daniel Chesler; each Kind names its source.
// No rule looks at the trend: that a hammer matters after a decline is for the strategy to check.
//
// Bars are built elsewhere, and decisions to trade are made elsewhere.
package pattern
