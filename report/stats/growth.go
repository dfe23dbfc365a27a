package stats

import (
	"math"
	"time"
)

// ShortestForAnnual is the least length of a run whose return is annualised.
const ShortestForAnnual = 30 * 24 * time.Hour

const day = 24 * time.Hour

// TotalReturn is E_end / E_start - 1.
func TotalReturn(s Series) Value {
	switch {
	case s.Len() < 2:
		return Undefined(TooFewSamples)
	case !(s.Value[0] > 0):
		return Undefined(EquityGone)
	}
	return Of(s.Value[s.Len()-1]/s.Value[0] - 1)
}

// NetProfit is E_end - E_start less the deposits (plus the withdrawals) in between; flow may be nil.
func NetProfit(equity, flow []float64) Value {
	if len(equity) < 2 {
		return Undefined(TooFewSamples)
	}
	profit := equity[len(equity)-1] - equity[0]
	for i := 1; i < len(flow); i++ {
		profit -= flow[i]
	}
	return Of(profit)
}

// CAGR is the compound annual growth rate, (E_end/E_start)^(DaysPerYear/days) - 1, with the days between
// the first and the last sample counted in fractions. It is undefined below 30 days, where it would
// blow up a few days of luck, and once the equity has gone.
func CAGR(s Series, b Basis) Value {
	total := TotalReturn(s)
	number, ok := total.Float()
	switch {
	case !ok:
		return total
	case s.Elapsed() < ShortestForAnnual:
		return Undefined(TooShort)
	case number <= -1:
		return Undefined(EquityGone)
	}
	days := float64(s.Elapsed()) / float64(day)
	return Of(math.Pow(1+number, b.DaysPerYear/days) - 1)
}
