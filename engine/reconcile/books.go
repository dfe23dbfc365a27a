package reconcile

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Books is what the engine believes. The functions are asked while Reconcile runs and change nothing.
type Books struct {
	// Account is the account that the truth must be of; empty takes any.
	Account     string
	Instruments []*market.Instrument
	// Orders are the working orders of the run and those that ended lately, in the order of creation.
	Orders []*order.Order
	// Foreign are the working orders of others that are known, by the broker's id.
	Foreign map[string]broker.Report
	// Execution is what counts so far of the trade that an execution id belongs to, false when nothing does.
	Execution func(execID string) (order.Fill, bool)
	Quantity  func(market.ID) decimal.Decimal
	Cash      func(market.Currency) decimal.Decimal
	// Price is the last price of an instrument, false before there was one.
	Price func(market.ID) (decimal.Decimal, bool)
	// Expires is when the time in force of an order ends, market.Never when it does not.
	Expires func(*order.Order) market.Time
	// Fresh says whether anything was sent or heard of an order since the inquiry was asked, Traded whether
	// anything happened to the position in an instrument since then.
	Fresh  func(order.ID) bool
	Traded func(market.ID) bool
	// New books have never seen this account: what it holds is inherited.
	New bool
	// Suspected are the differences that the truth before left open.
	Suspected []Difference
}

// Policy says what becomes of a position that nothing explains.
type Policy uint8

const (
	// Halt leaves it to a person.
	Halt Policy = iota
	// Adopt takes the broker's word.
	Adopt
)

// String is "halt" or "adopt".
func (p Policy) String() string { return [...]string{"halt", "adopt"}[p&1] }

// Result is what a comparison found.
type Result struct {
	// Settlements are to be applied in this order.
	Settlements []Settlement
	// Doubtful are differences that may be gone with the next truth: ask again.
	Doubtful []Difference
	// Unexplained are differences that a person must decide on.
	Unexplained []Difference
}

// Agreed reports that the books, with the settlements applied, are the broker's. Cash that moves is no reason to
// hold orders back.
func (r *Result) Agreed() bool {
	if len(r.Unexplained) > 0 {
		return false
	}
	for _, d := range r.Doubtful {
		if d.Kind != CashDiffers {
			return false
		}
	}
	return true
}
