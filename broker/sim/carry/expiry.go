package carry

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// Expiry, at the close of the last trading day. A future ends at its last price. An option that is in the money by a
// cent or more is exercised, and assigned to who has written it, without being asked: the Options Clearing Corporation's
// exercise by exception (Rule 805). On shares it is exercised for shares at the strike; on an index it is paid in cash. Its
// underlying must be in the run. What is not in the money ends worthless. See assign for what is assigned earlier, and
// Instructions for what holders ask for.

// leastInMoney is what exercise by exception asks for.
var leastInMoney = decimal.New(1, -2)

// expire ends the positions in a derivative.
func (c *Carry) expire(e *event, a *portfolio.Account) ([]order.Fill, error) {
	if c.opts.Ended != nil {
		c.opts.Ended(e.in)
	}
	if e.in.Kind != market.Option {
		last, _ := a.Last(e.in.ID)
		return c.closeAll(e, a, last, "expiry"), nil
	}
	underlying := c.opts.Find(e.in.Underlying)
	if underlying == nil {
		return nil, expiryUnpriced(e, a)
	}
	spot, ok := a.Last(underlying.ID)
	if !ok {
		return nil, expiryUnpriced(e, a)
	}
	worth := e.in.Intrinsic(spot)
	switch {
	case worth.LessThan(leastInMoney):
		return c.closeAll(e, a, decimal.Zero, "expired worthless"), nil
	case shares(underlying):
		return c.exercise(e, a, underlying), nil
	}
	return c.closeAll(e, a, worth, "settled in cash"), nil
}

func expiryUnpriced(e *event, a *portfolio.Account) error {
	if a.Quantity(e.in.ID).IsZero() {
		return nil
	}
	return fmt.Errorf("expiry of %s: there is no price of its underlying %s: add the instrument to the run", e.in.Symbol, e.in.Underlying)
}

// exercise ends options at no price and trades their shares at the strike: who holds a call or has written a put buys.
func (c *Carry) exercise(e *event, a *portfolio.Account, underlying *market.Instrument) []order.Fill {
	var fills []order.Fill
	for _, l := range a.Ledgers() {
		held := c.held(l, e.in)
		if held.IsZero() {
			continue
		}
		rule := "exercised"
		if held.IsNegative() {
			rule = "assigned"
		}
		fills = append(fills, e.fill(l, e.in, held.Neg(), decimal.Zero, rule),
			e.fill(l, underlying, e.in.Delivers(underlying, held), e.in.Strike, rule))
	}
	return fills
}

// closeAll ends every strategy's position at a price.
func (c *Carry) closeAll(e *event, a *portfolio.Account, price decimal.Decimal, rule string) []order.Fill {
	var fills []order.Fill
	for _, l := range a.Ledgers() {
		if held := c.held(l, e.in); !held.IsZero() {
			fills = append(fills, e.fill(l, e.in, held.Neg(), price, rule))
		}
	}
	return fills
}

// fill is a trade that no order caused.
func (e *event) fill(l *portfolio.Ledger, in *market.Instrument, signed, price decimal.Decimal, rule string) order.Fill {
	side := order.Buy
	if signed.IsNegative() {
		side = order.Sell
	}
	return order.Fill{
		ExecID:   fmt.Sprintf("%s %s %s %s", rule, in.Symbol, e.at, l.Strategy()),
		Strategy: l.Strategy(), Instrument: in, Side: side, Quantity: signed.Abs(), Price: price,
		Time: e.at, FeeCurrency: in.Currency, Rule: rule,
	}
}
