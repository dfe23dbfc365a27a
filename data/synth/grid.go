package synth

import (
	"fmt"
	"math"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// step is an increment in decimal, as whole/scale, so that each of its multiples becomes the float64
// nearest to the decimal value.
type step struct{ whole, scale float64 }

const (
	maxWhole = 1 << 40
	// maxCount bounds prices and sizes as numbers of increments, well inside float64's whole numbers.
	maxCount = 1e14
)

func newStep(increment decimal.Decimal) (step, error) {
	whole, exponent := increment.CoefficientInt64(), increment.Exponent()
	if !increment.Coefficient().IsInt64() || whole <= 0 || whole > maxWhole || exponent < -15 || exponent > 9 {
		return step{}, fmt.Errorf("increment %s: want one from 1e-15 to 1e9", increment)
	}
	s := step{whole: float64(whole), scale: 1}
	for ; exponent > 0; exponent-- {
		s.whole *= 10
	}
	for ; exponent < 0; exponent++ {
		s.scale *= 10
	}
	return s, nil
}

// count is the number of increments nearest to x.
func (s step) count(x float64) float64 { return math.Round(mul(x, s.scale) / s.whole) }

// times is n increments.
func (s step) times(n float64) float64 { return mul(n, s.whole) / s.scale }

// grid is an instrument's price ladder in float64.
type grid []rung

type rung struct {
	from float64
	step
}

func newGrid(prices market.PriceGrid) (grid, error) {
	if err := prices.Validate(); err != nil {
		return nil, err
	}
	var g grid
	for _, r := range prices {
		s, err := newStep(r.Increment)
		if err != nil {
			return nil, err
		}
		g = append(g, rung{from: r.From.InexactFloat64(), step: s})
	}
	return g, nil
}

// at is the step at a price.
func (g grid) at(price float64) step {
	for i := len(g) - 1; i > 0; i-- {
		if price >= g[i].from {
			return g[i].step
		}
	}
	return g[0].step
}

// round is the price on the grid nearest to x, and never below one increment.
func (g grid) round(x float64) float64 {
	s := g.at(x)
	return s.times(max(s.count(x), 1))
}
