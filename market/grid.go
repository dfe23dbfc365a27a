package market

import (
	"fmt"

	"github.com/shopspring/decimal"
)

// Rounding says to which side a value moves to reach its grid.
type Rounding uint8

const (
	// Nearest rounds half away from zero.
	Nearest Rounding = iota
	Down
	Up
)

// PriceGrid is a ladder of price increments: each rung holds for prices at or above From (in absolute
// value), up to the next rung. Rungs ascend and the first is From zero. An exchange's tick table and
// IB's market rules have this form.
type PriceGrid []Rung

// Rung is one step of the ladder.
type Rung struct {
	From      decimal.Decimal `json:"from"`
	Increment decimal.Decimal `json:"increment"`
}

// Ticks of one size at every price.
func UniformGrid(increment decimal.Decimal) PriceGrid { return PriceGrid{{Increment: increment}} }

// Increment is the step at a price.
func (g PriceGrid) Increment(price decimal.Decimal) decimal.Decimal {
	for i := len(g) - 1; i > 0; i-- {
		if reaches(price, g[i].From) {
			return g[i].Increment
		}
	}
	return g[0].Increment
}

// reaches reports whether a price, in absolute value, is at least where a rung begins.
func reaches(price, from decimal.Decimal) bool {
	if p, f, ok := small(price, from); ok {
		return p >= f || -p >= f
	}
	return price.Abs().GreaterThanOrEqual(from)
}

// Contains reports whether the price lies on the grid.
func (g PriceGrid) Contains(price decimal.Decimal) bool {
	return onStep(price, g.Increment(price))
}

// Round moves a price onto the grid.
func (g PriceGrid) Round(price decimal.Decimal, r Rounding) decimal.Decimal {
	return roundTo(price, g.Increment(price), r)
}

// Validate returns what is wrong with the ladder.
func (g PriceGrid) Validate() error {
	if len(g) == 0 {
		return fmt.Errorf("price grid is empty: give at least one increment")
	}
	if !g[0].From.IsZero() {
		return fmt.Errorf("price grid starts at %s: the first rung must start at 0", g[0].From)
	}
	for i, rung := range g {
		if !rung.Increment.IsPositive() {
			return fmt.Errorf("price increment %s from %s: must be above 0", rung.Increment, rung.From)
		}
		if i > 0 && !rung.From.GreaterThan(g[i-1].From) {
			return fmt.Errorf("price grid rung %s does not ascend from %s", rung.From, g[i-1].From)
		}
	}
	return nil
}

func onStep(value, step decimal.Decimal) bool {
	if v, s, ok := small(value, step); ok {
		return v%s == 0
	}
	return value.Mod(step).IsZero()
}

// small is two decimals as whole numbers of one unit, where both fit: that is without allocation.
func small(value, step decimal.Decimal) (v, s int64, ok bool) {
	const digits = 18
	shift := value.Exponent() - step.Exponent()
	v, s = value.CoefficientInt64(), step.CoefficientInt64()
	valueDigits, stepDigits := int64(value.NumDigits()), int64(step.NumDigits())
	switch {
	case valueDigits > digits || stepDigits > digits || s == 0:
		return 0, 0, false
	case shift >= 0 && valueDigits+int64(shift) <= digits:
		return v * pow10[shift], s, true
	case shift < 0 && stepDigits-int64(shift) <= digits:
		return v, s * pow10[-shift], true
	}
	return 0, 0, false
}

var pow10 = func() (p [19]int64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = 10 * p[i-1]
	}
	return p
}()

// roundTo is exact: Div would round the quotient to sixteen decimals first.
func roundTo(value, step decimal.Decimal, r Rounding) decimal.Decimal {
	steps, rest := value.QuoRem(step, 0)
	away := false // from zero; steps is truncated towards it
	switch r {
	case Down:
		away = rest.IsNegative()
	case Up:
		away = rest.IsPositive()
	default:
		away = rest.Abs().Mul(two).GreaterThanOrEqual(step)
	}
	if away {
		steps = steps.Add(decimal.NewFromInt(int64(value.Sign())))
	}
	return steps.Mul(step)
}

var two = decimal.NewFromInt(2)
