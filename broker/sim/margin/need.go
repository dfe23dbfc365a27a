package margin

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Need is what a position asks for, in the instrument's currency, or the sum of many in the base currency.
type Need struct {
	Initial, Maintenance decimal.Decimal
	// RegT is what Regulation T asks for at the end of the day.
	RegT decimal.Decimal
}

func (n *Need) add(other Need, rate decimal.Decimal) {
	n.Initial = n.Initial.Add(other.Initial.Mul(rate))
	n.Maintenance = n.Maintenance.Add(other.Maintenance.Mul(rate))
	n.RegT = n.RegT.Add(other.RegT.Mul(rate))
}

// Need is what a position of a quantity, negative when short, asks for at a price. The price of an option's underlying is
// under; when it is unknown, zero, the strike stands for it. Sold options ask for their value and 20 % of the underlying
// less what is out of the money, at least for their value and 10 % of the underlying (calls) or of the strike (puts): FINRA
// rule 4210 (f)(2)(E), Cboe rule 10.3.
//
// Below a price of zero, which futures have had (oil, 20 April 2020), parts of the value are parts of its size: a
// contract at -37 asks for what one at 37 does. The side is that of the quantity, whatever the sign of the price.
func (r *Rules) Need(in *market.Instrument, quantity, price, under decimal.Decimal) Need {
	if quantity.IsZero() {
		return Need{}
	}
	if c, ok := r.Contracts[in.Symbol]; ok {
		size := quantity.Abs()
		initial := c.Initial.Mul(size)
		return Need{Initial: initial, Maintenance: c.Maintenance.Mul(size), RegT: initial}
	}
	size := in.Notional(price, quantity).Abs()
	if in.Kind == market.Option {
		if !quantity.IsNegative() {
			return Need{}
		}
		amount := shortOption(in, price, under, rateOption).Mul(quantity.Abs()).Mul(in.Multiplier)
		return Need{amount, amount, amount}
	}
	class := r.class(in)
	rates := class.Long
	if quantity.IsNegative() {
		rates = class.Short
	}
	n := Need{Initial: size.Mul(rates.Initial), Maintenance: size.Mul(rates.Maintenance)}
	if r.Cheap && quantity.IsNegative() && shares(in) {
		least := shortShare(price).Mul(quantity.Abs())
		n.Maintenance, n.Initial = decimal.Max(n.Maintenance, least), decimal.Max(n.Initial, least)
	}
	n.RegT = n.Initial
	switch in.Kind {
	case market.Equity, market.ETF, market.CFD, market.Bond:
		n.RegT = decimal.Max(size.Mul(half), n.Initial)
	}
	return n
}

func shares(in *market.Instrument) bool { return in.Kind == market.Equity || in.Kind == market.ETF }

// shortShare is the least maintenance of one share sold short, beside the percentage.
func shortShare(price decimal.Decimal) decimal.Decimal {
	if price.LessThan(cheapPrice) {
		return decimal.Max(price, cheapLeast)
	}
	return shortLeast
}

// shortOption is the margin of one unit of a sold option's underlying, of which a rate is asked for.
func shortOption(in *market.Instrument, price, under, rate decimal.Decimal) decimal.Decimal {
	if under.IsZero() {
		under = in.Strike
	}
	out, least := in.Strike.Sub(under), under
	if in.Right == market.Put {
		out, least = out.Neg(), in.Strike
	}
	out = decimal.Max(none, out)
	return price.Add(decimal.Max(under.Mul(rate).Sub(out), least.Mul(rateOptionLow)))
}
