package order

// OCAType is what a fill in one order of a group does to the others. The numbers are IB's less one.
type OCAType uint8

const (
	// CancelWithBlock cancels the others.
	CancelWithBlock OCAType = iota
	// ReduceWithBlock takes from the open quantity of the others the share that has filled; only one order of the
	// group works at the exchange at a time, so the group cannot fill too much.
	ReduceWithBlock
	// ReduceWithoutBlock reduces too, with all orders at the exchange at once: two may fill together.
	ReduceWithoutBlock
)

var ocaTypeNames = []string{"cancel-with-block", "reduce-with-block", "reduce-without-block"}

// String is the lower-case name, such as "reduce-with-block".
func (t OCAType) String() string { return name(ocaTypeNames, t) }

// MarshalText writes the form of String.
func (t OCAType) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads the form of String.
func (t *OCAType) UnmarshalText(text []byte) error { return parse("OCA type", ocaTypeNames, text, t) }
