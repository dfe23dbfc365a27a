package order

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Fill is one execution of an order, or of a part of it.
type Fill struct {
	// ExecID identifies the execution; the same id never counts twice.
	ExecID   string `json:"exec_id"`
	Order    ID     `json:"order,omitempty"`
	Strategy string `json:"strategy,omitempty"`
	// Instrument is what traded: the order's, or of a leg the leg's.
	Instrument *market.Instrument `json:"-"`
	// Leg marks an execution of one leg of a combo, or what an exercised option brings or takes. It moves a position and
	// money but not what the order has filled, which the execution of the combo as a whole, or of the option, tells; see
	// Moves. (IB reports both, with execution ids of their own.)
	Leg  bool `json:"leg,omitempty"`
	Side Side `json:"side"`
	// Quantity is positive, in units; Price is in the instrument's currency.
	Quantity decimal.Decimal `json:"quantity"`
	Price    decimal.Decimal `json:"price"`
	// Time is the moment of the trade at the venue.
	Time market.Time `json:"time"`
	// Fee is commission and charges in FeeCurrency, positive when paid, negative for a rebate.
	Fee         decimal.Decimal `json:"fee,omitzero"`
	FeeCurrency market.Currency `json:"fee_currency,omitempty"`
	// Maker tells that the order gave liquidity: it had been waiting, and others traded with it.
	Maker bool `json:"maker,omitempty"`
	// Rule says in the venue's words which price this is: "open of the bar", "limit", ...
	Rule string `json:"rule,omitempty"`
	// Tag is copied from the request.
	Tag string `json:"tag,omitempty"`
}

// Signed is the change of position: the quantity, negative when sold.
func (f *Fill) Signed() decimal.Decimal {
	if f.Side == Sell {
		return f.Quantity.Neg()
	}
	return f.Quantity
}

// Moves reports whether the fill moves a position and money. That of a combo as a whole does not: its legs do, each by
// a fill of its own.
func (f *Fill) Moves() bool { return f.Leg || f.Instrument == nil || f.Instrument.Kind != market.Combo }

// check asks for what a fill needs to be told from its repetition and to be added up.
func (f *Fill) check() error {
	if f == nil {
		return errors.New("news of a fill without the fill")
	}
	if f.ExecID == "" {
		return errors.New("fill without an execution id: it could not be told from a repetition")
	}
	if !f.Quantity.IsPositive() {
		return fmt.Errorf("fill %s of quantity %s: must be above 0", f.ExecID, f.Quantity)
	}
	return nil
}
