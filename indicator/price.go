package indicator

import (
	"fmt"
	"strings"

	"github.com/tidemark/tidemark/market"
)

// Price is what of a bar is fed to an indicator of one number; volume counts as one too.
type Price uint8

const (
	PriceClose Price = iota
	PriceOpen
	PriceHigh
	PriceLow
	PriceMedian   // (high + low) / 2
	PriceTypical  // (high + low + close) / 3
	PriceWeighted // (high + low + 2 close) / 4
	PriceAverage  // (open + high + low + close) / 4
	PriceVolume
	prices // their number
)

var priceNames = [prices]string{
	"close", "open", "high", "low", "median", "typical", "weighted", "average", "volume",
}

// Of is the price of a bar; it is the close for a Price that does not exist.
func (p Price) Of(b market.Bar) float64 {
	switch p {
	case PriceOpen:
		return b.Open
	case PriceHigh:
		return b.High
	case PriceLow:
		return b.Low
	case PriceMedian:
		return median(&b)
	case PriceTypical:
		return b.Typical()
	case PriceWeighted:
		return (b.High + b.Low + 2*b.Close) / 4
	case PriceAverage:
		return averagePrice(&b)
	case PriceVolume:
		return b.Volume
	}
	return b.Close
}

func median(b *market.Bar) float64       { return (b.High + b.Low) / 2 }
func averagePrice(b *market.Bar) float64 { return (b.Open + b.High + b.Low + b.Close) / 4 }

// String is the name, such as "typical".
func (p Price) String() string {
	if p < prices {
		return priceNames[p]
	}
	return fmt.Sprintf("price %d", uint8(p))
}

// MarshalText writes the form of String.
func (p Price) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the form of String.
func (p *Price) UnmarshalText(text []byte) error {
	for i, name := range priceNames {
		if string(text) == name {
			*p = Price(i)
			return nil
		}
	}
	return fmt.Errorf("price %q: want one of %s", text, strings.Join(priceNames[:], ", "))
}
