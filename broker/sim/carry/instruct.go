package carry

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// Instructions are where the holders of options say what becomes of them. A *sim.Venue is one.
type Instructions interface {
	Instructions() []sim.Instruction
	CarryOut(order.ID, sim.Carried)
}

// spoken are options that an instruction has taken out of a ledger and that are still in its books: the venue tells the
// fill when the booking is over.
type spoken struct {
	ledger *portfolio.Ledger
	option market.ID
}

// instructed is when the next instruction is to be carried out; market.Never if there is none.
func (c *Carry) instructed() market.Time {
	due := market.Never
	if c.opts.Instructions == nil {
		return due
	}
	for _, i := range c.opts.Instructions.Instructions() {
		due = min(due, i.At)
	}
	return due
}

// carryOut carries out the first instruction of a time. An exercised option is delivered: shares, or a future, at the
// strike; one on an index is paid in cash. Like exercise at the expiry it is booked whether the account can pay or not.
func (c *Carry) carryOut(at market.Time, a *portfolio.Account) error {
	for _, i := range c.opts.Instructions.Instructions() {
		if i.At != at {
			continue
		}
		l := a.Ledger(i.Strategy)
		done, err := c.exercised(&i, decimal.Max(decimal.Zero, decimal.Min(i.Quantity, c.held(l, i.Option))), a)
		key := spoken{l, i.Option.ID}
		c.spoken[key] = c.spoken[key].Add(done.Options)
		c.opts.Instructions.CarryOut(i.Order, done)
		return err
	}
	return nil
}

// exercised is what an instruction comes to for a quantity that is held; nothing, and why, where it cannot be carried out.
func (c *Carry) exercised(i *sim.Instruction, quantity decimal.Decimal, a *portfolio.Account) (sim.Carried, error) {
	if i.Lapse {
		return sim.Carried{Options: quantity, Rule: "lapsed"}, nil
	}
	underlying := c.opts.Find(i.Option.Underlying)
	if underlying == nil {
		return sim.Carried{}, fmt.Errorf("exercise of %s: its underlying %s is not in the run", i.Option.Symbol, i.Option.Underlying)
	}
	if underlying.Kind.Tradable() {
		return sim.Carried{
			Options: quantity, Rule: "exercised", Underlying: underlying, Units: i.Option.Delivers(underlying, quantity),
		}, nil
	}
	spot, ok := a.Last(underlying.ID)
	if !ok {
		return sim.Carried{}, fmt.Errorf("exercise of %s: there is no price of its underlying %s", i.Option.Symbol, underlying.Symbol)
	}
	return sim.Carried{Options: quantity, Price: i.Option.Intrinsic(spot), Rule: "exercised for cash"}, nil
}

// held is what a ledger holds of an option, less what instructions have taken out of it just now.
func (c *Carry) held(l *portfolio.Ledger, option *market.Instrument) decimal.Decimal {
	held := l.Position(option.ID).Quantity
	if len(c.spoken) > 0 {
		held = held.Sub(c.spoken[spoken{l, option.ID}])
	}
	return held
}
