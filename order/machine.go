package order

// Step is the kind of an event as the state machine sees it. A fill is two kinds: one that leaves
// quantity open and one that completes the order.
type Step uint8

const (
	Deny Step = iota
	Send
	Submit
	Accept
	Reject
	FillPart
	FillAll
	RequestModify
	Modify
	RefuseModify
	RequestCancel
	Cancel
	RefuseCancel
	Expire
	Doubt
	// Reopen: the broker works an order that had ended in our books.
	Reopen
	// A correction is three kinds: nothing is filled after it, a part, or all.
	CorrectNone
	CorrectPart
	CorrectAll

	numSteps = iota
)

var stepNames = [numSteps]string{
	"deny", "send", "submit", "accept", "reject", "fill-part", "fill-all", "request-modify", "modify",
	"refuse-modify", "request-cancel", "cancel", "refuse-cancel", "expire", "doubt", "reopen", "correct-none",
	"correct-part", "correct-all",
}

// String is the name, such as "fill-part".
func (s Step) String() string { return name(stepNames[:], s) }

// Verdict is what the machine thinks of an event.
type Verdict uint8

const (
	// Impossible: the event cannot happen in this state. Nothing changes; report and count it.
	Impossible Verdict = iota
	// Applied: the order is in the returned state.
	Applied
	// Repeated: the order has been through this already. Nothing changes, and nothing is wrong.
	Repeated
	// Late: the order had ended and something still happened to it. A late fill is booked.
	Late
)

// String is the lower-case name.
func (v Verdict) String() string {
	return [...]string{"impossible", "applied", "repeated", "late"}[v&3]
}

// On is the state after a step, for every state and step. Only Applied and Late change the state.
//
// Brokers promise little about the order of messages, so a step may skip others: a fill may be the
// first news of a submitted order. Resting is PartiallyFilled when some quantity is done, else Accepted.
func (s State) On(step Step, filledBefore bool) (State, Verdict) {
	if s >= numStates || step >= numSteps {
		return s, Impossible
	}
	resting := Accepted
	if filledBefore {
		resting = PartiallyFilled
	}
	if s.Done() {
		return s.afterEnd(step, resting)
	}
	switch step {
	case Deny:
		return only(s, s == New, Denied)
	case Send:
		return only(s, s == New, PendingSubmit)
	case Submit:
		return s.submit(filledBefore)
	case Accept:
		return s.accept(resting)
	case Reject:
		return only(s, s != New && !filledBefore, Rejected)
	case FillPart:
		return s.fillPart()
	case FillAll:
		return only(s, s != New, Filled)
	case RequestModify:
		return only(s, s.modifiable(), PendingModify)
	case Modify:
		return s.settle(resting)
	case RefuseModify:
		return s.refuse(PendingModify, resting)
	case RequestCancel:
		if s == PendingCancel {
			return s, Repeated
		}
		return only(s, s != New, PendingCancel)
	case RefuseCancel:
		return s.refuse(PendingCancel, resting)
	case Cancel:
		return only(s, s != New, Cancelled)
	case Expire:
		return only(s, s != New, Expired)
	case Doubt:
		if s == Unknown {
			return s, Repeated
		}
		return only(s, s != New, Unknown)
	case Reopen:
		return s.accept(resting)
	case CorrectNone, CorrectPart, CorrectAll:
		return s.correct(step)
	}
	return s, Impossible
}

// correct says nothing about what is open: a pending request and a doubt stay as they are.
func (s State) correct(step Step) (State, Verdict) {
	switch {
	case s == New:
		return s, Impossible
	case step == CorrectAll:
		return Filled, Applied
	case s == PendingModify || s == PendingCancel || s == Unknown:
		return s, Applied
	case step == CorrectPart:
		return PartiallyFilled, Applied
	case s == PartiallyFilled:
		return Accepted, Applied
	}
	return s, Applied
}

func only(from State, possible bool, to State) (State, Verdict) {
	if !possible {
		return from, Impossible
	}
	return to, Applied
}

func (s State) modifiable() bool {
	switch s {
	case Submitted, Accepted, PartiallyFilled, PendingModify:
		return true
	}
	return false
}

func (s State) submit(filledBefore bool) (State, Verdict) {
	switch {
	case s == New:
		return s, Impossible
	case !filledBefore && (s == PendingSubmit || s == Unknown):
		return Submitted, Applied
	}
	return s, Repeated
}

func (s State) accept(resting State) (State, Verdict) {
	switch s {
	case PendingSubmit, Submitted, Unknown:
		return resting, Applied
	case New:
		return s, Impossible
	}
	return s, Repeated // a pending request stays pending: this confirms the order, not the request
}

func (s State) fillPart() (State, Verdict) {
	switch s {
	case New:
		return s, Impossible
	case PendingModify, PendingCancel:
		return s, Applied
	}
	return PartiallyFilled, Applied
}

// settle ends a pending modification. The broker may also change an order unasked (a person in TWS).
func (s State) settle(resting State) (State, Verdict) {
	switch s {
	case New, PendingSubmit:
		return s, Impossible
	case PendingCancel:
		return s, Applied
	}
	return resting, Applied
}

// refuse ends a pending request that the broker refused. A change and a cancellation can be on their way
// together, so the answer to one may come while the other is pending, or after the order rests again.
func (s State) refuse(pending, resting State) (State, Verdict) {
	switch s {
	case pending, Unknown:
		return resting, Applied
	case PendingCancel:
		return s, Applied
	case PendingModify, Accepted, PartiallyFilled:
		return s, Repeated
	}
	return s, Impossible
}

// afterEnd knows the races that are real: news that crossed the end of the order on the wire.
func (s State) afterEnd(step Step, resting State) (State, Verdict) {
	if s == Denied {
		if step == Deny {
			return s, Repeated
		}
		return s, Impossible
	}
	switch step {
	case FillPart:
		return s, Late
	case FillAll:
		return Filled, Late // from Filled too: an overfill is real money
	case Reopen:
		return resting, Applied
	case CorrectAll:
		return Filled, Late
	case CorrectNone, CorrectPart:
		if s == Filled {
			return Cancelled, Late // a venue that takes a trade back does not work the order again
		}
		return s, Late
	case Deny, Send, RequestModify, RequestCancel:
		return s, Impossible
	case Cancel:
		return s, Repeated // brokers confirm a rejection or an expiry with a cancelled status
	case Expire:
		return s, repeatedIf(s == Expired || s == Filled || s == Cancelled)
	case Reject:
		return s, repeatedIf(s == Rejected || s == Cancelled)
	}
	return s, Repeated // submit, accept, modify, refusals, doubt: older news than the end
}

func repeatedIf(known bool) Verdict {
	if known {
		return Repeated
	}
	return Impossible
}
