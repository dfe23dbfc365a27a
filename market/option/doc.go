// Package option values options: what one is worth, how that changes, and which volatility a price implies.
//
//	call := option.Terms{
//		Right: market.Call, Spot: 42, Strike: 40, Years: 0.5, Rate: 0.10, Volatility: 0.20,
//	}
//	values, err := option.BlackScholes{}.Value(call)
//	volatility, err := option.Implied(option.Binomial{Steps: 200, American: true}, call, 4.80)
//
// [BlackScholes] is the formula of Black, Scholes and Merton for options that are exercised at expiry only,
// [Binomial] the tree of Cox, Ross and Rubinstein for those that may be exercised before. A future's option has
// its price as the spot and the interest rate as the yield, which makes the formula Black's of 1976.
//
// # Units
//
// Rates, yields and volatilities are fractions a year (0.05 is 5 %), rates and yields continuously compounded; a
// year has 365 days ([Years]). Values are those of one unit of the underlying: a contract of 100 shares is worth
// 100 times as much. [Values] says what each of the Greeks is measured in; they are what IB's option ticks have.
//
// # Cash dividends
//
// Dividends known in money are taken from the spot at their present value, and what is left has the volatility
// (Hull, Options, Futures, and Other Derivatives, sections 15.12 and 21.3). The volatility that a price implies is
// therefore a little above that of the share itself.
//
// All of it is float64: a model's value is an observation, not money. Nothing here knows a clock, an order or where
// prices come from.
package option
