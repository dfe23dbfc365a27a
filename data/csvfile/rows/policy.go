package rows

import (
	"fmt"
	"slices"
)

// Policy is what happens to a bad row.
type Policy uint8

const (
	// Fail stops the import at the first bad row. It is the default.
	Fail Policy = iota
	// Drop leaves bad rows out and counts them.
	Drop
	// Keep passes bad rows on as they are, where they hold an observation at all, and counts them; the
	// stream may then go back in time. It is meant for looking at the defects of a file.
	Keep
)

var policyNames = []string{"fail", "drop", "keep"}

// String is "fail", "drop" or "keep".
func (p Policy) String() string {
	if int(p) < len(policyNames) {
		return policyNames[p]
	}
	return "unknown"
}

// MarshalText writes the form of String.
func (p Policy) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the form of String; empty text is Fail.
func (p *Policy) UnmarshalText(text []byte) error {
	i := slices.Index(policyNames, string(text))
	if len(text) == 0 {
		i = int(Fail)
	}
	if i < 0 {
		return fmt.Errorf("policy for bad rows %q: want fail, drop or keep", text)
	}
	*p = Policy(i)
	return nil
}
