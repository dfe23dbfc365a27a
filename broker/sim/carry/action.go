package carry

import (
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// act books a corporate action or an expiry.
func (c *Carry) act(e *event, a *portfolio.Account) ([]order.Fill, error) {
	if e.expires {
		return c.expire(e, a)
	}
	if !e.dividend.IsZero() {
		return c.assign(e, a), nil
	}
	switch e.action.Kind {
	case data.Split:
		if c.opts.Split != nil {
			c.opts.Split(e.in, e.action.Ratio)
		}
		return a.Split(e.in.ID, e.action.Ratio.New, e.action.Ratio.Old, e.at)
	case data.Dividend:
		for _, l := range a.Ledgers() {
			held := l.Position(e.in.ID).Quantity
			l.Post(portfolio.Posting{
				Time: e.at, Kind: portfolio.Dividend, Symbol: e.in.Symbol,
				Money: portfolio.Money{Currency: e.in.Currency, Amount: held.Mul(e.action.Amount).Round(2)},
			})
		}
	case data.Delisting:
		return c.delist(e, a), nil
	}
	return nil, nil
}

// delist ends positions at what a share is worth, or at its last price where that is not known.
func (c *Carry) delist(e *event, a *portfolio.Account) []order.Fill {
	if c.opts.Ended != nil {
		c.opts.Ended(e.in)
	}
	worth := e.action.Amount
	if worth.IsZero() {
		worth, _ = a.Last(e.in.ID)
	}
	return c.closeAll(e, a, worth, "delisting")
}
