package order

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Event is something that happened to an order. Events are values and never change once made. The set
// is closed: WasDenied, WasSent, WasSubmitted, WasAccepted, WasRejected, WasFilled, ModifyRequested,
// WasModified, ModifyRefused, CancelRequested, WasCancelled, CancelRefused, HasExpired, InDoubt,
// Reopened, FillCorrected, WasTriggered and Noted.
type Event interface {
	// About is the order and the moment the event happened.
	About() Header
	event()
}

// Header is what all events have.
type Header struct {
	Order ID          `json:"order"`
	Time  market.Time `json:"time"`
}

// About returns the header itself.
func (h Header) About() Header { return h }

func (Header) event() {}

type (
	// WasDenied: a risk rule or a check refused the order before it left.
	WasDenied struct {
		Header
		Reason Reason
	}
	// WasSent: the intent is recorded and the order is on its way.
	WasSent struct{ Header }
	// WasSubmitted: the order has left us.
	WasSubmitted struct{ Header }
	// WasAccepted: the broker works the order under its own id.
	WasAccepted struct {
		Header
		BrokerID string
	}
	// WasRejected: the broker refused the order.
	WasRejected struct {
		Header
		Reason Reason
	}
	// WasFilled: a part or the whole of the order traded. The fill never changes once told, so that everybody may keep it.
	WasFilled struct {
		Header
		Fill *Fill
	}
	// ModifyRequested: a change is on its way.
	ModifyRequested struct {
		Header
		Change Change
	}
	// WasModified: the broker works the order as changed: on request, or because its group was reduced, its
	// stop was adjusted, or a price of its own became known.
	WasModified struct {
		Header
		Change Change
	}
	// ModifyRefused: the order works on unchanged.
	ModifyRefused struct {
		Header
		Reason Reason
	}
	// CancelRequested: a cancellation is on its way.
	CancelRequested struct{ Header }
	// WasCancelled: the rest of the order will not trade.
	WasCancelled struct {
		Header
		Reason Reason
	}
	// CancelRefused: the order works on, or had ended before.
	CancelRefused struct {
		Header
		Reason Reason
	}
	// HasExpired: the time in force ended the order.
	HasExpired struct {
		Header
		Reason Reason
	}
	// InDoubt: nobody knows whether the broker has the order.
	InDoubt struct {
		Header
		Reason Reason
	}
	// Reopened: the order had ended in our books, and the broker lists it as working, for a quantity in all; 0 is
	// the quantity that we know. A filled order can be reopened only for more.
	Reopened struct {
		Header
		BrokerID string
		Quantity decimal.Decimal
		Reason   Reason
	}
	// FillCorrected: the venue changed an execution afterwards. Replaced is the execution id that counted so
	// far; a quantity of 0 takes it back.
	FillCorrected struct {
		Header
		Replaced string
		Fill     *Fill
	}
	// WasTriggered: the price waited for was reached; the order is now a market or limit order.
	WasTriggered struct{ Header }
	// Noted explains why a working order has not filled so far. It is sent when the reason changes.
	Noted struct {
		Header
		Reason Reason
	}
)
