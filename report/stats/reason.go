package stats

import (
	"fmt"
	"slices"
)

// Reason says why a number does not exist.
type Reason uint8

const (
	// NotComputed: nobody asked for it.
	NotComputed Reason = iota
	TooFewSamples
	TooShort
	NoVariation
	NoTrades
	NoWins
	NoLosses
	NoDrawdown
	NoBenchmark
	EquityGone
	NotRecorded
	NotFinite
)

var reasons = [...]struct{ code, text string }{
	NotComputed:   {"not-computed", "was not computed"},
	TooFewSamples: {"too-few-samples", "too few samples for this number"},
	TooShort:      {"too-short", "the run is too short for this number"},
	NoVariation:   {"no-variation", "the values do not vary, so the ratio has no denominator"},
	NoTrades:      {"no-trades", "no trade was closed"},
	NoWins:        {"no-wins", "no trade was won"},
	NoLosses:      {"no-losses", "there is no loss to divide by"},
	NoDrawdown:    {"no-drawdown", "the equity never fell below its peak"},
	NoBenchmark:   {"no-benchmark", "there is no benchmark, or it does not overlap with the run"},
	EquityGone:    {"equity-gone", "the equity fell to zero or below, where returns have no meaning"},
	NotRecorded:   {"not-recorded", "the run did not record what this number needs"},
	NotFinite:     {"not-finite", "the result is not a finite number"},
}

// String is the code, such as "no-losses".
func (r Reason) String() string {
	if int(r) < len(reasons) {
		return reasons[r].code
	}
	return fmt.Sprintf("unknown(%d)", r)
}

// Text explains the reason to a person, as the end of a sentence.
func (r Reason) Text() string {
	if int(r) < len(reasons) {
		return reasons[r].text
	}
	return r.String()
}

// MarshalText writes the code.
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads a code.
func (r *Reason) UnmarshalText(text []byte) error {
	i := slices.IndexFunc(reasons[:], func(known struct{ code, text string }) bool { return known.code == string(text) })
	if i < 0 {
		return fmt.Errorf("reason %q is not known", text)
	}
	*r = Reason(i)
	return nil
}
