package stats

import "github.com/tidemark/tidemark/market"

// Calmar is CAGR / |maximum drawdown| over the whole series. Over the life of a track record the same
// ratio is known as MAR.
func Calmar(s Series, b Basis) Value {
	return CAGR(s, b).Over(Of(-MaxDepth(Drawdowns(s))), NoDrawdown)
}

// Calmar36 is Calmar over the last 36 months (Young 1991). It is undefined for a shorter series.
func Calmar36(s Series, b Basis) Value {
	if s.Len() == 0 {
		return Undefined(TooFewSamples)
	}
	from := market.At(s.Time[s.Len()-1].UTC().AddDate(0, -36, 0))
	if s.Time[0] > from {
		return Undefined(TooShort)
	}
	return Calmar(s.Since(from), b)
}
