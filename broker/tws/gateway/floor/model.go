package floor

import (
	"math"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/option"
)

// Greeks are the values of an option at a volatility.
type Greeks struct {
	option.Values
	Volatility float64
	// Underlying is the price of the underlying that was used.
	Underlying float64
	// Dividends is the present value of what the underlying pays until expiry.
	Dividends float64
}

// terms of the option with the underlying at a price.
func (l *Listing) terms(spot float64, at market.Time) option.Terms {
	right := market.Put
	if l.option.call {
		right = market.Call
	}
	return option.Terms{
		Right: right, Spot: spot, Strike: l.option.strike, Rate: Rate, Yield: l.spec.Yield,
		Years: option.Years(at, l.option.expires),
	}
}

// priced values an option by the formula for Europeans: the floor's options are not exercised early for gain. False for
// terms that no option has.
func priced(t option.Terms, volatility float64) (Greeks, bool) {
	t.Volatility = volatility
	v, err := option.BlackScholes{}.Value(t)
	return Greeks{
		Values: v, Volatility: volatility, Underlying: t.Spot, Dividends: t.Spot * (1 - math.Exp(-t.Yield*t.Years)),
	}, err == nil
}

// value is the option's value by the model.
func (l *Listing) value(spot float64, at market.Time) Greeks {
	t := l.terms(spot, at)
	forward := spot * math.Exp((t.Rate-t.Yield)*t.Years)
	g, _ := priced(t, l.Underlying.smile.at(spot, forward, t.Strike, t.Years))
	return g
}
