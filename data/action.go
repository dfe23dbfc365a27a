package data

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// ActionKind is the kind of a corporate action.
type ActionKind uint8

const (
	// Split turns every old share into Ratio new ones.
	Split ActionKind = iota
	// Dividend pays Amount for each share held at the close before Ex.
	Dividend
	// SymbolChange renames the instrument to Symbol from Ex on.
	SymbolChange
	// Delisting ends trading: Ex is the first day without a market, Amount what a share is worth then.
	Delisting
)

var actionNames = [...]string{"split", "dividend", "symbol-change", "delisting"}

// String is "split", "dividend", "symbol-change" or "delisting".
func (k ActionKind) String() string {
	if int(k) < len(actionNames) {
		return actionNames[k]
	}
	return "unknown"
}

// MarshalText writes the form of String.
func (k ActionKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads the form of String.
func (k *ActionKind) UnmarshalText(text []byte) error {
	i := slices.Index(actionNames[:], string(text))
	if i < 0 {
		return fmt.Errorf("corporate action %q: want one of %s", text, strings.Join(actionNames[:], ", "))
	}
	*k = ActionKind(i)
	return nil
}

// Action is one corporate action of an instrument.
type Action struct {
	Kind ActionKind `json:"kind"`
	// Ex is the first session that trades without the right: bars of earlier sessions are adjusted.
	Ex market.Date `json:"ex"`
	// Ratio is a split's new shares for old ones.
	Ratio Ratio `json:"ratio,omitzero"`
	// Amount is a dividend's cash for a share, or a delisting's last value of one, in the instrument's
	// currency and for a share as it was counted at the close before Ex.
	Amount decimal.Decimal `json:"amount,omitzero"`
	// Reference is the raw close of the last session before a dividend's Ex, which adjusting needs;
	// zero when unknown, see WithReferences.
	Reference decimal.Decimal `json:"reference,omitzero"`
	// Pay is the date a dividend's cash arrives; zero when unknown.
	Pay market.Date `json:"pay,omitempty"`
	// Symbol is the new name of a SymbolChange.
	Symbol string `json:"symbol,omitempty"`
}

// Order sorts by ex-date, then by kind: a split comes before the dividend of its day.
func (a Action) Order(b Action) int {
	return cmp.Or(cmp.Compare(a.Ex, b.Ex), cmp.Compare(a.Kind, b.Kind))
}

// Validate returns every fault of the action, joined.
func (a Action) Validate() error {
	var faults []error
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("%s of %s: "+format, append([]any{a.Kind, a.Ex}, args...)...))
	}
	if a.Ex == 0 {
		fault("the ex-date is missing")
	}
	switch a.Kind {
	case Split:
		if a.Ratio.New <= 0 || a.Ratio.Old <= 0 {
			fault("ratio %s: want new shares for old ones, such as 7:1", a.Ratio)
		}
	case Dividend:
		if !a.Amount.IsPositive() {
			fault("amount %s: must be above 0", a.Amount)
		}
		if a.Reference.IsNegative() || a.Reference.IsPositive() && a.Amount.GreaterThanOrEqual(a.Reference) {
			fault("reference close %s: must be above the amount %s", a.Reference, a.Amount)
		}
	case SymbolChange:
		if a.Symbol == "" {
			fault("the new symbol is missing")
		}
	case Delisting:
		if a.Amount.IsNegative() {
			fault("amount %s: must not be negative", a.Amount)
		}
	default:
		fault("kind %d is none of %s", a.Kind, strings.Join(actionNames[:], ", "))
	}
	return errors.Join(faults...)
}

func validateActions(actions []Action) error {
	var faults []error
	for i := range actions {
		faults = append(faults, actions[i].Validate())
	}
	return errors.Join(faults...)
}
