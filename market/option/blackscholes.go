package option

import "math"

// BlackScholes is the model of Black, Scholes (1973) and Merton (1973): exercise at expiry only, constant rate,
// yield and volatility. With no time or no volatility left it is the limit, the discounted value of exercise.
//
//	price = φ·(S·e^(−qT)·N(φ·d₁) − K·e^(−rT)·N(φ·d₂)),  φ = 1 for a call, −1 for a put
//	d₁ = (ln(S/K) + (r − q + σ²/2)·T) / (σ·√T),  d₂ = d₁ − σ·√T
//
// S is the spot less the present value of cash dividends. Source: Hull, sections 15.8, 17.1 and chapter 19.
type BlackScholes struct{}

// Value is the option's price with its Greeks. It allocates no memory.
func (BlackScholes) Value(t Terms) (Values, error) {
	if err := t.check(); err != nil {
		return Values{}, err
	}
	return t.blackScholes(), nil
}

func (BlackScholes) check(t *Terms) error   { return t.check() }
func (BlackScholes) price(t *Terms) float64 { return t.blackScholes().Price }

func (BlackScholes) bounds(*Terms) (low, high float64) { return 0, mostVolatility }

func (t *Terms) blackScholes() Values {
	var v Values
	var dividends, sooner float64 // what the dividends are worth, and what that loses by a higher rate
	if len(t.Dividends) > 0 {
		dividends, sooner = t.escrow(0)
	}
	sign, spot := t.sign(), t.Spot-dividends
	held, owed := spot*math.Exp(-t.Yield*t.Years), t.Strike*math.Exp(-t.Rate*t.Years)
	root := t.Volatility * math.Sqrt(t.Years)
	n1, n2 := 1.0, 1.0 // the odds of exercise
	decay := 0.0
	if root > 0 {
		d1 := (math.Log(spot/t.Strike)+(t.Rate-t.Yield)*t.Years)/root + root/2
		n1, n2 = normal(sign*d1), normal(sign*(d1-root))
		density := math.Exp(-d1*d1/2) / math.Sqrt(2*math.Pi)
		v.Gamma = density * held / spot / (spot * root)
		v.Vega = held * density * math.Sqrt(t.Years) * point
		decay = -held * density * t.Volatility / (2 * math.Sqrt(t.Years))
	} else if sign*(held-owed) <= 0 {
		n1, n2 = 0, 0
	}
	v.Price = max(sign*(held*n1-owed*n2), 0)
	v.Delta = sign * n1 * held / spot
	v.Rho = (sign*owed*n2*t.Years + v.Delta*sooner) * point
	v.Theta = (decay + sign*(t.Yield*held*n1-t.Rate*owed*n2) - v.Delta*t.Rate*dividends) / daysInYear
	return v
}

// normal is the standard normal distribution function.
func normal(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }
