package desk

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/market"
)

// buyingPower is how many times the available funds may be bought, as at IBKR for accounts with margin: shares ask for a
// quarter during the day.
var (
	buyingPower = decimal.NewFromInt(4)
	noDecimal   decimal.Decimal
)

// figures adds an account up, by IBKR's rules; the same package judges the account of a backtest, with trades that it might make.
func (d *Desk) figures(a *account, with ...margin.Trade) margin.Figures {
	book := margin.Book{
		Account: a.books, Rules: a.rules,
		Price: func(in *market.Instrument) (decimal.Decimal, bool) { return d.price(d.market.Listings()[in.ID]) },
		Underlying: func(in *market.Instrument) *market.Instrument {
			if under := d.market.Listings()[in.ID].Underlying; under != nil {
				return under.Instrument
			}
			return nil
		},
	}
	return book.Figures(with...)
}
