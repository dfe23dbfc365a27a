package carry

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/portfolio"
)

// collateral is what a lender is given for a share: 102 % of its price, rounded up to a whole unit of money. Source: IBKR,
// "Short Sale Cost": the fee is the rate a year of the collateral, for 360 days.
func collateral(price decimal.Decimal) decimal.Decimal { return price.Mul(decimal.New(102, -2)).Ceil() }

// borrow books the fees of the shares that the account is short of. What one strategy holds another need not borrow;
// the fee is divided among those that are short.
func (c *Carry) borrow(a *portfolio.Account, at market.Time, day market.Date, nights int64) {
	for in, net := range a.Quantities() {
		rates, ok := c.opts.Borrow[in.Symbol]
		if !ok {
			rates = c.opts.Borrow["*"]
		}
		percent, known := rates.on(day)
		price, priced := a.Last(in.ID)
		if !known || !priced || !shares(in) || !net.IsNegative() {
			continue
		}
		fee := forNights(collateral(price).Mul(net), percent, nights)
		short := shortOf(a, in)
		for _, l := range a.Ledgers() {
			held := l.Position(in.ID).Quantity
			if !held.IsNegative() {
				continue
			}
			l.Post(portfolio.Posting{
				Time: at, Kind: portfolio.BorrowFee, Symbol: in.Symbol,
				Money: portfolio.Money{Currency: in.Currency, Amount: fee.Mul(held).DivRound(short, 2)},
			})
		}
	}
}

// shortOf is what all strategies that are short of an instrument are short of it, negative.
func shortOf(a *portfolio.Account, in *market.Instrument) decimal.Decimal {
	sum := decimal.Zero
	for _, l := range a.Ledgers() {
		if held := l.Position(in.ID).Quantity; held.IsNegative() {
			sum = sum.Add(held)
		}
	}
	return sum
}
