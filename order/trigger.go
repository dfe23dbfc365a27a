package order

// Trigger is which prices an order that waits for one looks at (IB: trigger method). Rising to a price is told by
// the bid where bid and ask are looked at, falling to it by the ask. Source: TWS Users' Guide, "Modify the Stop
// Trigger Method".
type Trigger uint8

const (
	// DefaultTrigger leaves it to the venue. (At IB that is Last for stocks and futures, DoubleBidAsk for US
	// options, BidAsk for forex.)
	DefaultTrigger Trigger = iota
	// DoubleBidAsk asks for two bids or asks in a row; at the same price the second must be larger.
	DoubleBidAsk
	// Last asks for a trade, inside the quote or not more than 0.5 % outside of it.
	Last
	// DoubleLast asks for two such trades in a row.
	DoubleLast
	// BidAsk asks for one bid or ask.
	BidAsk
	// LastOrBidAsk asks for either.
	LastOrBidAsk
	// Midpoint asks for the middle of bid and ask.
	Midpoint
)

var triggerNames = []string{"default", "double-bid-ask", "last", "double-last", "bid-ask", "last-or-bid-ask", "midpoint"}

// String is the lower-case name, such as "double-last".
func (t Trigger) String() string { return name(triggerNames, t) }

// MarshalText writes the form of String.
func (t Trigger) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads the form of String.
func (t *Trigger) UnmarshalText(text []byte) error {
	return parse("trigger method", triggerNames, text, t)
}
