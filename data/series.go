package data

import (
	"cmp"
	"fmt"

	"github.com/tidemark/tidemark/market"
)

// Kind is what a series holds.
type Kind uint8

const (
	Bars Kind = iota
	Quotes
	Trades
	Depth
)

var kindNames = [...]string{Bars: "bars", Quotes: "quotes", Trades: "trades", Depth: "depth"}

// String is the name of the kind's folder: "bars", "quotes", "trades" or "depth".
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// ParseKind reads what String writes.
func ParseKind(text string) (Kind, error) {
	for k, name := range kindNames {
		if name == text {
			return Kind(k), nil
		}
	}
	return 0, fmt.Errorf("kind of series %q: want bars, quotes, trades or depth", text)
}

// MarshalText writes the form of String.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads what ParseKind reads.
func (k *Kind) UnmarshalText(text []byte) error {
	parsed, err := ParseKind(string(text))
	*k = parsed
	return err
}

// Series names one sequence of observations in a catalog. Series compare with ==.
type Series struct {
	Kind   Kind
	Symbol string
	// Spec is the bar specification, and the zero value for all others.
	Spec market.BarSpec
}

// BarSeries names the bars of a symbol.
func BarSeries(symbol string, spec market.BarSpec) Series {
	return Series{Kind: Bars, Symbol: symbol, Spec: spec}
}

// QuoteSeries names the quotes of a symbol.
func QuoteSeries(symbol string) Series { return Series{Kind: Quotes, Symbol: symbol} }

// TradeSeries names the trades of a symbol.
func TradeSeries(symbol string) Series { return Series{Kind: Trades, Symbol: symbol} }

// String is "SPY 1m bars" or "EURUSD quotes".
func (s Series) String() string {
	if s.Kind == Bars {
		return s.Symbol + " " + s.Spec.String() + " bars"
	}
	return s.Symbol + " " + s.Kind.String()
}

// Order sorts by symbol, kind and the text of the specification.
func (s Series) Order(other Series) int {
	return cmp.Or(
		cmp.Compare(s.Symbol, other.Symbol),
		cmp.Compare(s.Kind, other.Kind),
		cmp.Compare(s.Spec.String(), other.Spec.String()))
}

// Info is what the footers of a series' files tell about it.
type Info struct {
	Series
	Rows int64
	// First and Last are the times (of a bar: the ends) of the first and the last row.
	First, Last market.Time
	// Files is the number of year files and Bytes their size on disk.
	Files int
	Bytes int64
}
