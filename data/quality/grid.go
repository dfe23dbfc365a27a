package quality

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// grid is an instrument's price increments as float64, for looking at many prices. It is empty when
// prices need not lie on the grid.
type grid []struct{ from, increment float64 }

// newGrid is the instrument's grid for prices of a source; mid prices lie between.
func newGrid(in *market.Instrument, p market.PriceSource) grid {
	if p == market.Mid {
		return nil
	}
	g := make(grid, len(in.Grid))
	for i, rung := range in.Grid {
		g[i].from, g[i].increment = rung.From.InexactFloat64(), rung.Increment.InexactFloat64()
	}
	return g
}

// off reports whether a price is off the grid, and what the nearest price on it is. A hundredth of an
// increment is left to rounding.
func (g grid) off(price float64) (nearest float64, off bool) {
	size := math.Abs(price)
	for i := len(g) - 1; i >= 0; i-- {
		if i > 0 && size < g[i].from {
			continue
		}
		steps := price / g[i].increment
		whole := math.Round(steps)
		if math.Abs(steps-whole) <= 0.01 {
			return price, false
		}
		return tidy(whole * g[i].increment), true
	}
	return price, false
}

// tidy cuts off the last digits, which are rounding errors, of a number that is shown.
func tidy(x float64) float64 { return math.Round(x*1e10) / 1e10 }
