package portfolio

import (
	"fmt"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Unbookable is a fill that the account cannot take. The money may have moved at the broker: stop
// trading the instrument and look at the fill.
type Unbookable struct {
	Fill   order.Fill
	Reason string
}

// Error names the fill and what is wrong with it.
func (e *Unbookable) Error() string {
	symbol := "no instrument"
	if e.Fill.Instrument != nil {
		symbol = e.Fill.Instrument.Symbol
	}
	return fmt.Sprintf("book fill %q of order %s (%s %s %s at %s): %s",
		e.Fill.ExecID, e.Fill.Order, e.Fill.Side, e.Fill.Quantity, symbol, e.Fill.Price, e.Reason)
}

func (a *Account) bookable(f *order.Fill) error { return a.refuse(f, false) }

// chargeable is bookable for a fee alone, which a combo can have too.
func (a *Account) chargeable(f *order.Fill) error { return a.refuse(f, true) }

func (a *Account) refuse(f *order.Fill, fee bool) error {
	reason := ""
	switch in := f.Instrument; {
	case in == nil || in.ID < 0 || int(in.ID) >= len(a.instruments) || a.instruments[in.ID] != in:
		reason = "the instrument is not one of the account's"
	case settlementOf(in.Kind) == unsettled && !(fee && in.Kind == market.Combo):
		reason = "a " + in.Kind.String() + " has no position of its own; book the fills of what it stands for"
	case !in.Multiplier.IsPositive():
		reason = "the instrument's multiplier is " + in.Multiplier.String() + ": it must be above 0"
	case a.byName[f.Strategy] == nil:
		reason = "no ledger is open for strategy " + f.Strategy
	case !f.Quantity.IsPositive():
		reason = "the quantity must be above 0"
	case !f.Fee.IsZero() && f.FeeCurrency == "":
		reason = "the fee " + f.Fee.String() + " has no currency"
	default:
		return nil
	}
	return &Unbookable{Fill: *f, Reason: reason}
}
