package rows

import (
	"fmt"
	"slices"
)

// Problem is what is wrong with a row.
type Problem uint8

const (
	// NoProblem is a good row.
	NoProblem Problem = iota
	// LongLine: the line is longer than Limits.Line bytes.
	LongLine
	// FieldCount: the row has another number of fields than the file, or more than Limits.Columns.
	FieldCount
	// BadTime: the time cannot be read with the layout, or does not exist.
	BadTime
	// BadNumber: a field that should be a number is empty or something else.
	BadNumber
	// NotFinite: a number is NaN or infinite.
	NotFinite
	// NotPositive: a price is zero or negative where the instrument cannot have one.
	NotPositive
	// TooLarge: a price, positive or negative, of more than 1e15.
	TooLarge
	// HighBelowLow: the high is below the low.
	HighBelowLow
	// OutsideRange: the open or the close is not between low and high.
	OutsideRange
	// NegativeVolume: a volume or size is below zero.
	NegativeVolume
	// OutOfOrder: the row is earlier than the one before it.
	OutOfOrder
	// Duplicate: a bar with the same time as the one before it.
	Duplicate

	problems = int(Duplicate) + 1
)

var problemTexts = [problems]struct{ name, says, fix string }{
	NoProblem:      {"none", "is fine", ""},
	LongLine:       {"long-line", "is longer than the limit", "check that the file is text with one row a line"},
	FieldCount:     {"field-count", "has another number of fields than the rows before it", "look for a missing field, a thousands separator or a decimal comma"},
	BadTime:        {"bad-time", "cannot be read as a time", "correct or drop the row; in a CSV mapping, check time"},
	BadNumber:      {"bad-number", "is not a number", "correct or drop the row; in a CSV mapping, check columns and decimal"},
	NotFinite:      {"not-finite", "is not a finite number", "drop the row, or ask the source for the value"},
	NotPositive:    {"not-positive", "is not above zero", "drop the row, or give the kind of instrument if its price may be negative"},
	TooLarge:       {"too-large", "is too large for a price", "correct or drop the row; in a CSV mapping, check columns and price_scale"},
	HighBelowLow:   {"high-below-low", "is above the high", "drop the row; in a CSV mapping, check the order of the columns"},
	OutsideRange:   {"outside-range", "is not between low and high", "drop the row; in a CSV mapping, check the order of the columns"},
	NegativeVolume: {"negative-volume", "is negative", "drop the row; in a CSV mapping, check the columns"},
	OutOfOrder:     {"out-of-order", "is earlier than that of the row before", "sort the file by time, oldest first"},
	Duplicate:      {"duplicate", "is that of the row before", "keep one of the two rows"},
}

// String is the short name, such as "bad-number".
func (p Problem) String() string {
	if int(p) < problems {
		return problemTexts[p].name
	}
	return "unknown"
}

// Readable reports whether the row still holds an observation, which Keep can pass on.
func (p Problem) Readable() bool { return p >= NotPositive }

// MarshalText writes the form of String.
func (p Problem) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the form of String.
func (p *Problem) UnmarshalText(text []byte) error {
	i := slices.IndexFunc(problemTexts[:], func(t struct{ name, says, fix string }) bool { return t.name == string(text) })
	if i < 0 {
		return fmt.Errorf("row problem %q is not known", text)
	}
	*p = Problem(i)
	return nil
}
