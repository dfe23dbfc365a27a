package option

import (
	"fmt"
	"math"
)

// Binomial is the tree of Cox, Ross and Rubinstein (1979). With more steps its price comes nearer to the model's,
// a little above and below in turn as their number is odd or even: to about a thousandth of the spot's
// deviation with 200. Time grows with the square of the steps.
//
//	u = e^(σ√Δt), d = 1/u, p = (e^((r−q)Δt) − d) / (u − d)
//
// The nodes are those of the spot less the present value of cash dividends, to which the dividends still to come are
// added where exercise is weighed. Delta, Gamma and Theta are read off the first nodes, Vega and Rho are the
// difference of trees a point apart on each side. Source: Hull, chapter 21.
type Binomial struct {
	// Steps are 2 to [MaxSteps].
	Steps int
	// American options may be exercised at every step, others only at the last.
	American bool
}

// MaxSteps bounds a tree: 2000 steps take some milliseconds.
const MaxSteps = 2000

// Value is the option's price with its Greeks. It allocates no memory. Besides impossible terms it refuses a
// volatility so small that the steps are too few to follow the rates, or so great that the leaves are no numbers.
func (b Binomial) Value(t Terms) (Values, error) {
	if err := b.check(&t); err != nil {
		return Values{}, err
	}
	if t.Years == 0 {
		return t.blackScholes(), nil
	}
	low, high := b.bounds(&t)
	if t.Volatility <= low || t.Volatility > high {
		want := fmt.Sprintf("above %.6g and at most %.6g with %d steps", low, high, b.Steps)
		return Values{}, &InputError{"volatility", t.Volatility, want}
	}
	v := b.climb(&t)
	room := (t.Volatility - low) / 2
	v.Vega = b.slope(&t, &t.Volatility, min(point, room)) * point
	v.Rho = b.slope(&t, &t.Rate, min(point, room/math.Sqrt(b.step(&t)))) * point
	return v, nil
}

// slope is how the price changes with one of the terms, from h below to h above it.
func (b Binomial) slope(t *Terms, of *float64, h float64) float64 {
	middle := *of
	*of = middle + h
	above := b.price(t)
	*of = middle - h
	below := b.price(t)
	*of = middle
	return (above - below) / (2 * h)
}

func (b Binomial) check(t *Terms) error {
	if b.Steps < 2 || b.Steps > MaxSteps {
		return &InputError{"number of steps", float64(b.Steps), fmt.Sprintf("2 to %d", MaxSteps)}
	}
	return t.check()
}

func (b Binomial) price(t *Terms) float64 {
	if t.Years == 0 {
		return t.blackScholes().Price
	}
	return b.climb(t).Price
}

func (b Binomial) step(t *Terms) float64 { return t.Years / float64(b.Steps) }

// mostSpread is how far the leaves may lie from the root, as a logarithm: float64 ends at 709.
const mostSpread = 300

// bounds keep the odds of a step up between 0 and 1, and the leaves within float64.
func (b Binomial) bounds(t *Terms) (low, high float64) {
	root := math.Sqrt(b.step(t))
	return math.Abs(t.Rate-t.Yield) * root, min(mostVolatility, mostSpread/(root*float64(b.Steps)))
}

// climb goes back from the leaves to the root.
func (b Binomial) climb(t *Terms) Values {
	n, dt, sign := b.Steps, b.step(t), t.sign()
	dividends, _ := t.escrow(0)
	spot := t.Spot - dividends
	up := math.Exp(t.Volatility * math.Sqrt(dt))
	down, square := 1/up, up*up
	odds := (math.Exp((t.Rate-t.Yield)*dt) - down) / (up - down)
	discount := math.Exp(-t.Rate * dt)
	rise, fall := discount*odds, discount*(1-odds)

	var worth [MaxSteps + 1]float64
	lowest := spot * math.Exp(-t.Volatility*math.Sqrt(dt)*float64(n))
	for j, s := 0, lowest; j <= n; j, s = j+1, s*square {
		worth[j] = max(sign*(s-t.Strike), 0)
	}
	var second [3]float64
	var first [2]float64
	if n == 2 {
		second = [3]float64(worth[:3])
	}
	for i := n - 1; i >= 0; i-- {
		lowest *= up
		if !b.American {
			for j := range i + 1 {
				worth[j] = rise*worth[j+1] + fall*worth[j]
			}
		} else {
			coming, _ := t.escrow(float64(i) * dt)
			for j, s := 0, lowest; j <= i; j, s = j+1, s*square {
				worth[j] = max(rise*worth[j+1]+fall*worth[j], sign*(s+coming-t.Strike))
			}
		}
		switch i {
		case 2:
			second = [3]float64(worth[:3])
		case 1:
			first = [2]float64(worth[:2])
		}
	}
	v := Values{Price: worth[0], Delta: (first[1] - first[0]) / (spot * (up - down))}
	above, below := (second[2]-second[1])/(spot*(square-1)), (second[1]-second[0])/(spot*(1-down*down))
	v.Gamma = (above - below) / (spot * (square - down*down) / 2)
	v.Theta = ((second[1]-worth[0])/(2*dt) - v.Delta*t.Rate*dividends) / daysInYear
	return v
}
