package quality

import (
	"fmt"
	"slices"
)

// Kind is what a finding is about.
type Kind uint8

const (
	// OutOfOrder: a row earlier than the one before it.
	OutOfOrder Kind = iota
	// Duplicate: a bar with the same end as the one before it.
	Duplicate
	// NotFinite: a price or volume that is NaN or infinite.
	NotFinite
	// NotPositive: a price of zero or below, of an instrument that cannot have one.
	NotPositive
	// BadRange: low above high, or open or close outside them.
	BadRange
	// NegativeVolume: a volume or size below zero.
	NegativeVolume
	// Crossed: a bid above the ask, at the end of a bar or in a quote.
	Crossed
	// Closed: a row at a time at which the calendar has no trading, extended hours included.
	Closed
	// Spike: a price far off that the next one takes back: a suspicious tick.
	Spike
	// Split: a lasting jump by a simple ratio: probably a split that was not adjusted for.
	Split
	// Break: a lasting jump, large and not by a simple ratio: another company under the same ticker,
	// another unit, or a long time in between.
	Break
	// Stale: a run of bars with the same close.
	Stale
	// ZeroVolume: a run of bars without volume, in a series that has volumes.
	ZeroVolume
	// OffGrid: a price that is not a multiple of the instrument's increment.
	OffGrid

	kinds = int(OffGrid) + 1
)

var kindNames = [kinds]string{
	"out-of-order", "duplicate", "not-finite", "not-positive", "bad-range", "negative-volume", "crossed",
	"closed", "spike", "split", "break", "stale", "zero-volume", "off-grid",
}

// String is the short name, such as "bad-range".
func (k Kind) String() string {
	if int(k) < kinds {
		return kindNames[k]
	}
	return "unknown"
}

// MarshalText writes the form of String.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads the form of String.
func (k *Kind) UnmarshalText(text []byte) error {
	i := slices.Index(kindNames[:], string(text))
	if i < 0 {
		return fmt.Errorf("kind of finding %q is not known", text)
	}
	*k = Kind(i)
	return nil
}
