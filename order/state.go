package order

// State is where an order stands.
type State uint8

const (
	// New exists in our process only.
	New State = iota
	// Denied by a risk rule or a failed check; it never left.
	Denied
	// PendingSubmit is about to leave: its intent is recorded.
	PendingSubmit
	// Submitted has left; the broker has not confirmed it.
	Submitted
	// Accepted is working at the broker.
	Accepted
	// PartiallyFilled is working with some quantity done.
	PartiallyFilled
	// PendingModify is working, with a modification sent and not confirmed.
	PendingModify
	// PendingCancel is working, with a cancellation sent and not confirmed.
	PendingCancel
	// Filled is done in full.
	Filled
	// Cancelled ended by request, ours or the broker's.
	Cancelled
	// Rejected was refused by the broker.
	Rejected
	// Expired ended by its time in force.
	Expired
	// Unknown was sent, and the broker has not told us yet what became of it.
	Unknown

	numStates = iota
)

var stateNames = []string{
	"new", "denied", "pending-submit", "submitted", "accepted", "partially-filled", "pending-modify",
	"pending-cancel", "filled", "cancelled", "rejected", "expired", "unknown",
}

// Done reports that nothing more is expected to happen.
func (s State) Done() bool {
	switch s {
	case Denied, Filled, Cancelled, Rejected, Expired:
		return true
	}
	return false
}

// Working reports that the order may trade at any moment: the broker has it, or may have it.
func (s State) Working() bool { return !s.Done() && s != New }

// String is the name, such as "partially-filled".
func (s State) String() string { return name(stateNames, s) }

// MarshalText writes the form of String.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the form of String.
func (s *State) UnmarshalText(text []byte) error { return parse("order state", stateNames, text, s) }
