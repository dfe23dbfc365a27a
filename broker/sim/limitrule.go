package sim

// LimitRule is when a limit order fills that prices only touch.
type LimitRule uint8

const (
	// Touch: a price at the limit fills. It is the default because it follows from the other
	// assumption made here, that whoever traded at a price would also have traded with us; and because
	// it is what published backtests assume.
	Touch LimitRule = iota
	// Through: trades must go beyond the limit, as if we stood last in the queue. Choose it for
	// strategies that live on passive fills. It concerns last prices only: an offer at the limit can
	// always be taken.
	Through
)

var limitRuleNames = []string{"touch", "through"}

// String is "touch" or "through".
func (r LimitRule) String() string { return name(limitRuleNames, int(r)) }

// MarshalText writes the form of String.
func (r LimitRule) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the form of String.
func (r *LimitRule) UnmarshalText(text []byte) error {
	i, err := parse("limit rule", limitRuleNames, text)
	*r = LimitRule(i)
	return err
}
