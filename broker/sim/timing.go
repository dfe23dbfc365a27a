package sim

import (
	"fmt"
	"slices"
	"strings"
)

// Timing is which price an order meets first.
type Timing uint8

const (
	// NextOpen: an order sent at T meets the open of the next bar that starts at T or later. A strategy
	// that decides on a bar's close cannot have traded at that close, so this is the default.
	NextOpen Timing = iota
	// ThisClose: an order sent at T meets the close of the bar that ended at T, or the quote or trade of
	// T, if there is one; market orders else wait for the next close. This assumes that the strategy
	// knew the close a moment before it was made. backtrader calls it cheat-on-close, backtesting.py
	// trade_on_close.
	ThisClose
)

var timingNames = []string{"next-open", "this-close"}

// String is "next-open" or "this-close".
func (t Timing) String() string { return name(timingNames, int(t)) }

// MarshalText writes the form of String.
func (t Timing) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads the form of String.
func (t *Timing) UnmarshalText(text []byte) error {
	i, err := parse("timing", timingNames, text)
	*t = Timing(i)
	return err
}

func name(names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return fmt.Sprintf("unknown(%d)", i)
}

func parse(what string, names []string, text []byte) (int, error) {
	i := slices.Index(names, strings.ToLower(string(text)))
	if i < 0 {
		return 0, fmt.Errorf("%s %q: want one of %s", what, text, strings.Join(names, ", "))
	}
	return i, nil
}
