package carry

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// Early assignment. The one time at which exercising a call on a share before its expiry can pay is the last moment before
// the share goes ex-dividend (Merton 1973; Hull, section 15.12), and it does when the dividend is more than what is lost by
// it, the rest of the option's price above its value in exercise. So at the close of the session before an ex-date a call
// that is in the money, and whose last price is above that value by less than the dividend, is taken to be exercised by
// everyone who holds it, and who has written it delivers shares at the strike. (Some holders forget in real markets; the
// lot of assignment then spares some writers.) Puts are not assigned early here. What a strategy holds is its own to
// exercise or sell.

// foresee adds an event for each dividend on shares that an option of the run is on.
func (c *Carry) foresee() error {
	for _, in := range c.opts.Expiring {
		if in.Kind != market.Option || in.Right != market.Call {
			continue
		}
		underlying := c.opts.Find(in.Underlying)
		if underlying == nil || !shares(underlying) {
			continue
		}
		cal, err := c.opts.Calendars(underlying)
		if err != nil {
			return fmt.Errorf("carry: calendar of %s: %w", underlying.Symbol, err)
		}
		for _, a := range c.opts.Actions[underlying] {
			if a.Kind != data.Dividend || a.Ex > in.Expiry {
				continue
			}
			if s, ok := cal.Latest(a.Ex.AddDays(-1)); ok && s.Close >= c.opts.From {
				c.events = append(c.events, event{at: s.Close, in: in, dividend: a.Amount})
			}
		}
	}
	return nil
}

// assign delivers on written calls that it pays to exercise now.
func (c *Carry) assign(e *event, a *portfolio.Account) []order.Fill {
	underlying := c.opts.Find(e.in.Underlying)
	price, priced := a.Last(e.in.ID)
	spot, seen := a.Last(underlying.ID)
	worth := e.in.Intrinsic(spot)
	if !priced || !seen || worth.LessThan(leastInMoney) || price.Sub(worth).GreaterThanOrEqual(e.dividend) {
		return nil
	}
	const rule = "assigned early"
	var fills []order.Fill
	for _, l := range a.Ledgers() {
		if held := l.Position(e.in.ID).Quantity; held.IsNegative() {
			fills = append(fills,
				e.fill(l, e.in, held.Neg(), decimal.Zero, rule), e.fill(l, underlying, held.Mul(e.in.Multiplier), e.in.Strike, rule))
		}
	}
	return fills
}
