package rows

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// Check is what every observation must pass: prices that can be, a bar that is consistent, time that
// goes forward.
type Check struct {
	// anyPrice allows prices of zero and below.
	anyPrice bool
	last     market.Time
	started  bool
}

// maxPrice is the largest price that is taken. Above it, neighbouring float64 values are more than a tenth
// apart; the largest of all make every sum infinite.
const maxPrice = 1e15

// NewCheck makes the check for a kind of instrument. Futures, contracts for difference and combos may
// trade at zero and below, as oil did on 20 April 2020; nothing else may.
func NewCheck(kind market.Kind) Check {
	return Check{anyPrice: kind == market.Future || kind == market.CFD || kind == market.Combo}
}

// Prices checks the four prices of a bar and names the one to blame.
func (c *Check) Prices(open, high, low, close float64) (column string, value float64, p Problem) {
	if !c.anyPrice && (low <= 0 || open <= 0 || high <= 0 || close <= 0) {
		switch {
		case open <= 0:
			return "open", open, NotPositive
		case high <= 0:
			return "high", high, NotPositive
		case low <= 0:
			return "low", low, NotPositive
		}
		return "close", close, NotPositive
	}
	switch {
	case high > maxPrice:
		return "high", high, TooLarge
	case low < -maxPrice:
		return "low", low, TooLarge
	case low > high:
		return "low", low, HighBelowLow
	case open > high || open < low:
		return "open", open, OutsideRange
	case close > high || close < low:
		return "close", close, OutsideRange
	}
	return "", 0, NoProblem
}

// Price is the price of a trade, or one side of a quote.
func (c *Check) Price(price float64) Problem {
	switch {
	case price <= 0 && !c.anyPrice:
		return NotPositive
	case math.Abs(price) > maxPrice:
		return TooLarge
	}
	return NoProblem
}

// Order compares a time with that of the row accepted last. Bars must come later than it; ticks may
// share an instant.
func (c *Check) Order(t market.Time, bar bool) Problem {
	switch {
	case !c.started || t > c.last:
		return NoProblem
	case t < c.last:
		return OutOfOrder
	case bar:
		return Duplicate
	}
	return NoProblem
}

// Accept remembers the time of a row that is handed out.
func (c *Check) Accept(t market.Time) { c.last, c.started = t, true }
