package floor

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// Yield is a bond's yield to maturity at a clean price in percent of its face, in percent a year with two
// payments, at a time; 0 when l is no bond, or there is no yield. Time to maturity is counted in years of 365.25
// days, where a trade counts the days of the coupon's own convention.
func (l *Listing) Yield(price float64, at market.Time) float64 {
	maturity := l.spec.Maturity
	if l.Instrument.Kind != market.Bond || maturity == 0 || !(price > 0) {
		return 0
	}
	const daysPerYear = 365.25
	left := years(market.At(maturity.Clock(0, 0, l.Calendar.Zone())).Sub(at)) * 365 / daysPerYear
	if left == 0 {
		return 0
	}
	low, high := -0.99, 10.0
	for range 100 {
		middle := (low + high) / 2
		if bondPrice(l.spec.Coupon, left, middle) > price {
			low = middle
		} else {
			high = middle
		}
	}
	return low * 100
}

// bondPrice is the clean price of a bond with half-yearly coupons at a yield.
func bondPrice(coupon, years, yield float64) float64 {
	periods := math.Ceil(years * 2)
	// first is the part of the present period that is left.
	first := years*2 - (periods - 1)
	factor := 1 / (1 + yield/2)
	price := 0.0
	for k := range int(periods) {
		price += coupon / 2 * math.Pow(factor, first+float64(k))
	}
	price += 100 * math.Pow(factor, first+periods-1)
	return price - coupon/2*(1-first)
}
