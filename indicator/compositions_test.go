package indicator_test

import (
	. "github.com/tidemark/tidemark/indicator"
	"github.com/tidemark/tidemark/market"
)

type bar = market.Bar

func compositionSubjects() []subject {
	return []subject{
		ofBarSeries(func() *Priced { return On(PriceTypical, NewSMA(5)) }, single(func(h history) []float64 {
			return sma(h.typical(), 5)
		})),
		ofSeries(func() *Chained[float64] { return Chain(NewEMA(4), NewRSI(5)) }, onClose(func(x []float64) []float64 {
			return ema(rsi(x, 5), 4)
		})),
		ofBarSeries(func() *Chained[bar] { return Chain(NewSMA(4), NewATR(5)) }, single(func(h history) []float64 {
			return sma(wilder(h.trueRange(), 5), 4)
		})),
		ofSeries(func() *Combined[float64] { return Combine(NewEMA(4), Minus, NewEMA(9)) }, onClose(func(x []float64) []float64 {
			return minus(ema(x, 4), ema(x, 9))
		})),
		ofBarSeries(func() *Combined[bar] { return Combine(On(PriceClose, NewSMA(4)), Over, NewATR(5)) }, single(func(h history) []float64 {
			return over(sma(h.close, 4), wilder(h.trueRange(), 5))
		})),
		crossSubject(),
	}
}

// crossSubject has no bad inputs: an unusable one ends a crossing, which the suite would call a change.
func crossSubject() subject {
	return ofPairs(NewCross, nil, single(func(h history) []float64 {
		side := 0.0
		return of(func(r ...float64) float64 {
			before := side
			switch {
			case r[0] > r[1]:
				side = 1
			case r[0] < r[1]:
				side = -1
			}
			if before*side < 0 {
				return side
			}
			return 0
		}, h.close, h.open)
	}))
}
