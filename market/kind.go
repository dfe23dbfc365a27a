package market

import (
	"fmt"
	"slices"
	"strings"
)

// Kind is the class of an instrument.
type Kind uint8

const (
	Equity Kind = iota
	ETF
	Future
	Option
	Forex
	Index
	Crypto
	CFD
	Bond
	Combo
	// Continuous is a series of futures contracts under one symbol; what is traded is the contract whose turn it is.
	Continuous
)

var kindNames = [...]string{"equity", "etf", "future", "option", "forex", "index", "crypto", "cfd", "bond", "combo", "continuous"}

// String is the lower-case name used in configuration.
func (k Kind) String() string { return name(kindNames[:], int(k)) }

// Tradable is false for an index and a continuous series, which have a price but no market of their own.
func (k Kind) Tradable() bool { return k != Index && k != Continuous }

// MarshalText writes the form of String.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads the form of String.
func (k *Kind) UnmarshalText(text []byte) error {
	i, err := parseName("instrument kind", kindNames[:], string(text))
	*k = Kind(i)
	return err
}

// Right is what an option gives: to buy (call) or to sell (put).
type Right uint8

const (
	NoRight Right = iota
	Call
	Put
)

var rightNames = [...]string{"", "call", "put"}

// String is "call", "put" or empty.
func (r Right) String() string { return name(rightNames[:], int(r)) }

// MarshalText writes the form of String.
func (r Right) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the form of String.
func (r *Right) UnmarshalText(text []byte) error {
	*r = NoRight
	if len(text) == 0 {
		return nil
	}
	i, err := parseName("option right", rightNames[1:], string(text))
	if err == nil {
		*r = Right(i + 1)
	}
	return err
}

// Currency is an ISO 4217 code, or a crypto asset's usual ticker, in capitals.
type Currency string

// USD is the default currency of accounts and instruments.
const USD Currency = "USD"

func name(names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return "unknown"
}

func parseName(what string, names []string, text string) (int, error) {
	i := slices.Index(names, strings.ToLower(text))
	if i < 0 {
		return 0, fmt.Errorf("%s %q: want one of %s", what, text, strings.Join(names, ", "))
	}
	return i, nil
}
