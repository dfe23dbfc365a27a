package carry

import (
	"fmt"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// act books a corporate action.
func (c *Carry) act(e *event, a *portfolio.Account) ([]order.Fill, error) {
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
		return delist(e, a), nil
	}
	return nil, nil
}

// delist ends positions at what a share is worth, or at its last price where that is not known.
func delist(e *event, a *portfolio.Account) []order.Fill {
	worth := e.action.Amount
	if worth.IsZero() {
		worth, _ = a.Last(e.in.ID)
	}
	var fills []order.Fill
	for _, l := range a.Ledgers() {
		held := l.Position(e.in.ID).Quantity
		if held.IsZero() {
			continue
		}
		side := order.Sell
		if held.IsNegative() {
			side = order.Buy
		}
		fills = append(fills, order.Fill{
			ExecID:   fmt.Sprintf("delisting %s %s %s", e.in.Symbol, e.at, l.Strategy()),
			Strategy: l.Strategy(), Instrument: e.in, Side: side, Quantity: held.Abs(), Price: worth,
			Time: e.at, FeeCurrency: e.in.Currency, Rule: "delisting",
		})
	}
	return fills
}
