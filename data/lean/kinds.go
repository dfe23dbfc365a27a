package lean

import (
	"fmt"
	"strings"

	"github.com/tidemark/tidemark/market"
)

// SecurityType is the first folder of the tree.
type SecurityType uint8

const (
	Equity SecurityType = iota
	Option
	Index
	IndexOption
	Forex
	CFD
	Crypto
	CryptoFuture
	Future
	FutureOption
)

// securityTypes describes each type: its folder, its name in the market-hours database, the kind of
// instrument, the power of ten of its prices, and what its files of one name hold.
var securityTypes = [...]struct {
	folder, hours string
	kind          market.Kind
	priceShift    int
	// contracts: a zip holds one file per contract. sessions: hour and daily bars cover exchange
	// sessions. quotes: a bar file without a word for its content holds quotes.
	contracts, sessions, quotes bool
}{
	Equity:       {folder: "equity", hours: "Equity", kind: market.Equity, priceShift: -4, sessions: true},
	Option:       {folder: "option", hours: "Option", kind: market.Option, priceShift: -4, contracts: true, sessions: true},
	Index:        {folder: "index", hours: "Index", kind: market.Index, sessions: true},
	IndexOption:  {folder: "indexoption", hours: "IndexOption", kind: market.Option, priceShift: -4, contracts: true, sessions: true},
	Forex:        {folder: "forex", hours: "Forex", kind: market.Forex, quotes: true},
	CFD:          {folder: "cfd", hours: "Cfd", kind: market.CFD, quotes: true},
	Crypto:       {folder: "crypto", hours: "Crypto", kind: market.Crypto},
	CryptoFuture: {folder: "cryptofuture", hours: "CryptoFuture", kind: market.Crypto, contracts: true},
	Future:       {folder: "future", hours: "Future", kind: market.Future, contracts: true},
	FutureOption: {folder: "futureoption", hours: "FutureOption", kind: market.Option, contracts: true},
}

// String is the name of the folder.
func (t SecurityType) String() string {
	if int(t) < len(securityTypes) {
		return securityTypes[t].folder
	}
	return "unknown"
}

// MarshalText writes the form of String.
func (t SecurityType) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads the form of String.
func (t *SecurityType) UnmarshalText(text []byte) error {
	for i := range securityTypes {
		if strings.EqualFold(securityTypes[i].folder, string(text)) {
			*t = SecurityType(i)
			return nil
		}
	}
	return fmt.Errorf("security type %q: want equity, option, index, indexoption, forex, cfd, crypto, cryptofuture, future or futureoption", text)
}

// Resolution is the third folder of the tree.
type Resolution uint8

const (
	Daily Resolution = iota
	Hour
	Minute
	Second
	Tick
)

var resolutionNames = []string{"daily", "hour", "minute", "second", "tick"}

// String is the name of the folder.
func (r Resolution) String() string {
	if int(r) < len(resolutionNames) {
		return resolutionNames[r]
	}
	return "unknown"
}

// MarshalText writes the form of String.
func (r Resolution) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the form of String.
func (r *Resolution) UnmarshalText(text []byte) error {
	for i, name := range resolutionNames {
		if strings.EqualFold(name, string(text)) {
			*r = Resolution(i)
			return nil
		}
	}
	return fmt.Errorf("resolution %q: want %s", text, strings.Join(resolutionNames, ", "))
}

// perDay reports whether there is one file a day.
func (r Resolution) perDay() bool { return r >= Minute }

// Spec is the specification of the resolution's bars, made of a price; ticks have none.
func (r Resolution) Spec(p market.PriceSource) market.BarSpec {
	switch r {
	case Daily:
		return market.Daily().Of(p)
	case Hour:
		return market.Hours(1).Of(p)
	case Minute:
		return market.Minutes(1).Of(p)
	case Second:
		return market.Seconds(1).Of(p)
	}
	return market.BarSpec{}
}

// Content is what the rows of a file are.
type Content uint8

const (
	Trade Content = iota
	Quote
	OpenInterest
)

var contentNames = []string{"trade", "quote", "openinterest"}

// String is the word in file names.
func (c Content) String() string {
	if int(c) < len(contentNames) {
		return contentNames[c]
	}
	return "unknown"
}

// MarshalText writes the form of String.
func (c Content) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// contentOf reads the word in a file name.
func contentOf(word string) (Content, bool) {
	for i, name := range contentNames {
		if strings.EqualFold(name, word) {
			return Content(i), true
		}
	}
	return 0, false
}
