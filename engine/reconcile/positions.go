package reconcile

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// positions compares what is held of every instrument whose position the broker knows as one.
func (c *comparison) positions() {
	held := map[market.ID]decimal.Decimal{}
	cost := map[market.ID]decimal.Decimal{}
	for _, h := range c.truth.Holdings {
		if h.Instrument != nil {
			held[h.Instrument.ID] = held[h.Instrument.ID].Add(h.Quantity)
			cost[h.Instrument.ID] = h.Cost
		}
	}
	for _, in := range c.Instruments {
		if in.Kind == market.Forex || !in.Kind.Tradable() || in.Kind == market.Combo {
			continue // a pair is its balances, a combo its legs
		}
		ours := c.Quantity(in.ID).Add(c.change[in.ID])
		theirs := held[in.ID]
		if ours.Equal(theirs) {
			continue
		}
		d := Difference{Kind: PositionDiffers, Subject: in.Symbol, Ours: ours, Theirs: theirs}
		price, known := c.Price(in.ID)
		if !known {
			price = cost[in.ID]
		}
		missing := Position{Adopted, in, theirs.Sub(ours), price}
		switch reason, at, explained := c.explain(in, missing.Quantity); {
		case c.New && !c.Traded(in.ID):
			if price.IsZero() && !c.doubt(d, true) { // the broker states no cost: by the next answer the market may have a price
				continue
			}
			missing.Reason = Inherited
		case explained:
			missing.Reason, missing.Price = reason, at
		case !c.doubt(d, !c.Traded(in.ID)):
			continue
		case c.policy == Halt:
			c.result.Unexplained = append(c.result.Unexplained, d)
			continue
		}
		c.settle(missing)
	}
}

// explain finds the reason of a difference in what happens to contracts that end: an option is gone after its
// expiry, and its underlying has come, or left, at the strike.
func (c *comparison) explain(in *market.Instrument, missing decimal.Decimal) (Reason, decimal.Decimal, bool) {
	today := market.DateOf(c.truth.Time.UTC())
	ended := func(in *market.Instrument) bool { return in.Expiry != 0 && in.Expiry < today }
	if ended(in) && missing.Equal(c.Quantity(in.ID).Neg()) {
		price := decimal.Zero
		if in.Kind != market.Option {
			price, _ = c.Price(in.ID)
		}
		return ContractExpired, price, true
	}
	for _, option := range c.Instruments {
		if option.Kind != market.Option || option.Underlying != in.Symbol || !ended(option) {
			continue
		}
		delivered := c.Quantity(option.ID).Mul(option.Multiplier)
		if option.Right == market.Put {
			delivered = delivered.Neg()
		}
		if !delivered.IsZero() && delivered.Equal(missing) {
			return Assigned, option.Strike, true
		}
	}
	return 0, decimal.Zero, false
}

// cent is the least that a balance is compared by: brokers state balances rounded.
var cent = decimal.New(1, -2)

// cash compares the balances, once no execution is missing that would move them.
func (c *comparison) cash() {
	quiet := c.found == 0
	for _, in := range c.Instruments {
		quiet = quiet && !c.Traded(in.ID)
	}
	for _, b := range c.truth.Cash {
		ours := c.Cash(b.Currency)
		difference := b.Amount.Sub(ours)
		if difference.Abs().LessThan(cent) {
			continue
		}
		d := Difference{Kind: CashDiffers, Subject: string(b.Currency), Ours: ours, Theirs: b.Amount}
		switch {
		case c.New && quiet:
			c.settle(Cash{Inherited, b.Currency, difference})
		case c.doubt(d, quiet):
			c.settle(Cash{CashMoved, b.Currency, difference})
		}
	}
}
