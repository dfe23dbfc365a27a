package custody

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// EventKind is what happened to an account.
type EventKind uint8

const (
	// Call is maintenance margin that is missing.
	Call EventKind = iota
	// Liquidation is a position, or a part of one, that is being closed for it.
	Liquidation
	// Overnight is Regulation T's margin that is missing at the end of the day.
	Overnight
	// Restored is margin that is there again.
	Restored
)

var eventNames = [...]string{"margin-call", "liquidation", "overnight-call", "margin-restored"}

// String is the lower-case name, such as "margin-call".
func (k EventKind) String() string {
	if int(k) < len(eventNames) {
		return eventNames[k]
	}
	return "unknown"
}

// MarshalText writes the form of String.
func (k EventKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// Event is something that happened to an account. Money is in the base currency.
type Event struct {
	Time market.Time
	Kind EventKind
	// Equity is the equity with loan value and Maintenance what it must cover.
	Equity, Maintenance decimal.Decimal
	// Strategy, Symbol and Quantity, negative when sold, are those of a liquidation.
	Strategy, Symbol string
	Quantity         decimal.Decimal
}

// String is the event in a sentence.
func (e Event) String() string {
	text := fmt.Sprintf("equity with loan value %s, maintenance margin %s", e.Equity.StringFixed(2), e.Maintenance.StringFixed(2))
	switch e.Kind {
	case Call:
		return "margin is missing: " + text
	case Overnight:
		return "Regulation T's margin is missing at the end of the day: " + text
	case Liquidation:
		verb := "buys"
		if e.Quantity.IsNegative() {
			verb = "sells"
		}
		return fmt.Sprintf("the broker %s %s %s of %s: %s", verb, e.Quantity.Abs(), e.Symbol, e.Strategy, text)
	}
	return "margin is there again: " + text
}
