package reconcile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Reason is why the books had to change.
type Reason uint8

const (
	// MissedFill: an execution came while we did not listen.
	MissedFill Reason = iota
	// Corrected: the venue changed an execution.
	Corrected
	// MissedFee: the fee of an execution became known while we did not listen.
	MissedFee
	// ForeignTrade: an execution that no order of ours caused.
	ForeignTrade
	// ForcedSale: the broker closed a position.
	ForcedSale
	// MissedAcknowledgement: the broker works an order that we were not sure of.
	MissedAcknowledgement
	// MissedChange: an order works as it was last changed, or as it was before, and nobody told us.
	MissedChange
	// MissedEnd: an order has ended by the broker's own list.
	MissedEnd
	// FoundOpen: an order that had ended in our books is working.
	FoundOpen
	// NeverArrived: the broker does not know an order that it never acknowledged.
	NeverArrived
	// ExpiredUnseen: the broker does not list an order whose time in force has ended.
	ExpiredUnseen
	// Vanished: the broker no longer lists an order that it worked.
	Vanished
	// CancelLost: an order works on without a sign of the cancellation that was sent.
	CancelLost
	// Doubled: two orders at the broker carry one id of ours.
	Doubled
	// ForeignOrderSeen and ForeignOrderGone are news of orders that are not ours.
	ForeignOrderSeen
	ForeignOrderGone
	// Inherited: the account held it before these books began.
	Inherited
	// ContractExpired: the instrument has ended.
	ContractExpired
	// Assigned: an option that ended was exchanged for its underlying.
	Assigned
	// Adopted: nothing explains it, and the policy takes the broker's word.
	Adopted
	// CashMoved: interest, dividends, fees, a deposit or a withdrawal.
	CashMoved

	numReasons = iota
)

var reasonNames = [numReasons]string{
	"missed-fill", "corrected", "missed-fee", "foreign-trade", "forced-sale", "missed-acknowledgement", "missed-change", "missed-end",
	"found-open", "never-arrived", "expired-unseen", "vanished", "cancel-lost", "doubled", "foreign-order-seen",
	"foreign-order-gone", "inherited", "contract-expired", "assigned", "adopted", "cash-moved",
}

// String is the name, such as "missed-fill".
func (r Reason) String() string {
	if int(r) < len(reasonNames) {
		return reasonNames[r]
	}
	return fmt.Sprintf("unknown(%d)", r)
}

// MarshalText writes the form of String.
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the form of String.
func (r *Reason) UnmarshalText(text []byte) error {
	i := slices.Index(reasonNames[:], string(text))
	if i < 0 {
		return fmt.Errorf("reason %q: want one of %s", text, strings.Join(reasonNames[:], ", "))
	}
	*r = Reason(i)
	return nil
}

// Settlement is one thing to do to the books. The set is closed: OrderEvent, Execution, Fee, Again, Surplus,
// Foreign, Position and Cash.
type Settlement interface {
	Why() Reason
	settlement()
}

// Why returns the reason itself.
func (r Reason) Why() Reason { return r }

func (Reason) settlement() {}

type (
	// OrderEvent happens to an order of ours.
	OrderEvent struct {
		Reason
		Event order.Event
	}
	// Execution is booked: for the order it names, or for nobody when it names none of ours.
	Execution struct {
		Reason
		Fill broker.ForeignFill
	}
	// Fee is what an execution that is booked has cost in all.
	Fee struct {
		Reason
		ExecID   string
		Amount   decimal.Decimal
		Currency market.Currency
	}
	// Again: a cancellation is sent once more.
	Again struct {
		Reason
		Order order.ID
	}
	// Surplus is an order at the broker that must be cancelled by its own id.
	Surplus struct {
		Reason
		Order    order.ID
		BrokerID string
	}
	// Foreign is news of an order that is not ours; Gone when it is no longer working.
	Foreign struct {
		Reason
		Report broker.Report
		Gone   bool
	}
	// Position is a change without a trade, signed, at a price.
	Position struct {
		Reason
		Instrument      *market.Instrument
		Quantity, Price decimal.Decimal
	}
	// Cash came or went.
	Cash struct {
		Reason
		Currency market.Currency
		Amount   decimal.Decimal
	}
)

// DifferenceKind is what a difference is in.
type DifferenceKind uint8

const (
	// AccountDiffers: the truth is of another account.
	AccountDiffers DifferenceKind = iota
	// FilledDiffers: the broker says more of an order is filled than its executions add up to.
	FilledDiffers
	// PositionDiffers: the broker holds another quantity.
	PositionDiffers
	// CashDiffers: the broker has another balance.
	CashDiffers
	// OrderDoubled: orders at the broker carry one id of ours.
	OrderDoubled
)

// Difference is something the books and the broker do not agree on.
type Difference struct {
	Kind DifferenceKind
	// Subject is an account, an order id, a symbol or a currency.
	Subject string
	// Ours and Theirs are the two figures.
	Ours, Theirs decimal.Decimal
	// Account is what the broker said, for AccountDiffers.
	Account string
}

// String is a sentence without its period.
func (d Difference) String() string {
	switch d.Kind {
	case AccountDiffers:
		return fmt.Sprintf("the gateway reports account %s, not %s", d.Account, d.Subject)
	case FilledDiffers:
		return fmt.Sprintf("order %s: executions add up to %s, the broker says %s", d.Subject, d.Ours, d.Theirs)
	case OrderDoubled:
		return fmt.Sprintf("order %s: the broker has %s of it", d.Subject, d.Theirs)
	case CashDiffers:
		return fmt.Sprintf("cash in %s: ours is %s, the broker's %s", d.Subject, d.Ours, d.Theirs)
	}
	return fmt.Sprintf("position in %s: ours is %s, the broker's %s", d.Subject, d.Ours, d.Theirs)
}

// same reports that a difference is still what it was. Cash moves with every trade, on both sides; so it is by how much
// it differs that stays, but for the rounding.
func (d Difference) same(other Difference) bool {
	if d.Kind == CashDiffers && other.Kind == CashDiffers {
		moved := d.Theirs.Sub(d.Ours).Sub(other.Theirs.Sub(other.Ours))
		return d.Subject == other.Subject && moved.Abs().LessThanOrEqual(cent)
	}
	return d.Kind == other.Kind && d.Subject == other.Subject && d.Ours.Equal(other.Ours) && d.Theirs.Equal(other.Theirs)
}
