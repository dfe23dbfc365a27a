package order

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Order is a request with its identity and everything that has happened to it. The engine's loop owns
// it; everybody else gets copies.
type Order struct {
	Request
	ID         ID                 `json:"id"`
	Strategy   string             `json:"strategy"`
	Instrument *market.Instrument `json:"-"`
	// Created is when the strategy asked, Updated the last event, both by the engine's clock.
	Created market.Time `json:"created"`
	Updated market.Time `json:"updated"`

	State State `json:"state"`
	// Triggered is true once the price that the order waits for has been reached.
	Triggered bool `json:"triggered,omitempty"`
	// Children is how many orders of the same submission follow this one and name it as their Parent. A venue that can
	// keeps it back until they are there too, so that an entry never works without its exits.
	Children int `json:"-"`
	// Filled is the quantity done and AveragePrice what it cost per unit, weighted by quantity.
	Filled       decimal.Decimal `json:"filled,omitzero"`
	AveragePrice decimal.Decimal `json:"average_price,omitzero"`
	// Reason is why the order was denied, rejected, cancelled or expired, or why it waits.
	Reason Reason `json:"reason,omitzero"`
	// BrokerID is the broker's own name for the order.
	BrokerID string `json:"broker_id,omitempty"`

	// execs are the executions. While there is only one, sole is its fill instead, which needs no memory.
	execs []execution
	sole  *Fill
}

// Open is the quantity still to be filled, never below zero.
func (o *Order) Open() decimal.Decimal {
	switch {
	case o.State.Done():
		return decimal.Zero
	case o.Filled.IsZero() && !o.Quantity.IsNegative(): // without a comparison, as most orders fill once
		return o.Quantity
	case o.Filled.GreaterThan(o.Quantity):
		return decimal.Zero
	}
	return o.Quantity.Sub(o.Filled)
}

// Overfill is the quantity done beyond what was asked. It is zero unless the broker filled too much; the
// money moved all the same.
func (o *Order) Overfill() decimal.Decimal {
	return decimal.Max(decimal.Zero, o.Filled.Sub(o.Quantity))
}

// SignedOpen is Open, negative for a sell order.
func (o *Order) SignedOpen() decimal.Decimal {
	if o.Side == Sell {
		return o.Open().Neg()
	}
	return o.Open()
}

// Apply folds an event into the order. Applying the same event twice changes nothing the second time.
// Impossible events return the verdict and an error that says what met what; the order is unchanged.
func (o *Order) Apply(ev Event) (Verdict, error) {
	head := ev.About()
	if head.Order != o.ID {
		return Impossible, fmt.Errorf("event for order %s applied to order %s", head.Order, o.ID)
	}
	var verdict Verdict
	switch e := ev.(type) {
	case WasFilled:
		if err := e.Fill.check(); err != nil {
			return Impossible, fmt.Errorf("order %s: %w", o.ID, err)
		}
		verdict = o.fill(e.Fill)
	case FillCorrected:
		if err := e.Fill.checkCorrection(); err != nil {
			return Impossible, fmt.Errorf("order %s: %w", o.ID, err)
		}
		verdict = o.correct(e.Replaced, e.Fill)
	case Reopened:
		verdict = o.reopen(&e)
	case WasTriggered:
		verdict = o.trigger()
	case Noted:
		verdict = o.mark(!o.State.Done())
		if verdict == Applied {
			o.Reason = e.Reason
		}
	default:
		step := stepOf(ev)
		if step == Accept && o.endWasInferred() {
			step = Reopen
		}
		verdict = o.step(step)
		if verdict == Applied || verdict == Late {
			o.absorb(ev)
		}
		if verdict == Repeated && o.learnsBrokerID(ev) {
			verdict = Applied // a fill may come before the message that carries the broker's id
		}
	}
	if verdict == Impossible {
		return verdict, fmt.Errorf("order %s is %s: %T cannot happen to it", o.ID, o.State, ev)
	}
	if verdict != Repeated {
		o.Updated = head.Time
	}
	return verdict, nil
}

func (o *Order) trigger() Verdict {
	if !o.Type.Waits() || o.State == New || o.State == Denied {
		return Impossible
	}
	verdict := o.mark(!o.Triggered)
	o.Triggered = true
	return verdict
}

// reopen takes the order back to work, for more than it has filled.
func (o *Order) reopen(e *Reopened) Verdict {
	quantity := o.Quantity
	if e.Quantity.IsPositive() {
		quantity = e.Quantity
	}
	if o.State == Filled && quantity.LessThanOrEqual(o.Filled) {
		return Impossible // by our own fills there is nothing left to work
	}
	verdict := o.step(Reopen)
	if verdict == Applied {
		o.Quantity, o.Reason = quantity, e.Reason
		if e.BrokerID != "" {
			o.BrokerID = e.BrokerID
		}
		if o.Filled.IsPositive() && o.Filled.GreaterThanOrEqual(quantity) {
			o.State = Filled
		}
	}
	return verdict
}

func (o *Order) learnsBrokerID(ev Event) bool {
	e, ok := ev.(WasAccepted)
	if !ok || e.BrokerID == "" || o.BrokerID != "" {
		return false
	}
	o.BrokerID = e.BrokerID
	return true
}

func (o *Order) mark(fresh bool) Verdict {
	if fresh {
		return Applied
	}
	return Repeated
}

func (o *Order) step(s Step) Verdict {
	next, verdict := o.State.On(s, !o.Filled.IsZero())
	o.State = next
	return verdict
}

func stepOf(ev Event) Step {
	switch ev.(type) {
	case WasDenied:
		return Deny
	case WasSent:
		return Send
	case WasSubmitted:
		return Submit
	case WasAccepted:
		return Accept
	case WasRejected:
		return Reject
	case ModifyRequested:
		return RequestModify
	case WasModified:
		return Modify
	case ModifyRefused:
		return RefuseModify
	case CancelRequested:
		return RequestCancel
	case WasCancelled:
		return Cancel
	case CancelRefused:
		return RefuseCancel
	case HasExpired:
		return Expire
	case InDoubt:
		return Doubt
	}
	return numSteps
}

// absorb takes over what an event tells beyond the state.
func (o *Order) absorb(ev Event) {
	switch e := ev.(type) {
	case WasDenied:
		o.Reason = e.Reason
	case WasAccepted:
		if e.BrokerID != "" {
			o.BrokerID = e.BrokerID
		}
		if o.Reason.Inferred {
			o.Reason = Reason{}
		}
	case WasRejected:
		o.Reason = e.Reason
	case WasModified:
		o.Request = e.Change.Apply(o.Request)
		if o.Filled.IsPositive() && o.Filled.GreaterThanOrEqual(o.Quantity) {
			// The change met fills that were on their way: nothing is left to trade.
			o.State, o.Reason = Filled, Reason{}
		}
	case WasCancelled:
		o.Reason = e.Reason
	case HasExpired:
		o.Reason = e.Reason
	case InDoubt:
		o.Reason = e.Reason
	}
}
