package market

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"
)

// MaxLegs bounds the legs of a combo.
const MaxLegs = 6

// netDecimals is how many decimals a net price keeps that does not end.
const netDecimals = 10

// Parts are the instruments of a combo's legs, in the order of Legs. The error joins every fault: a leg that find does
// not know, that has no market of its own or another currency, or a ratio that it cannot trade.
func (in *Instrument) Parts(find func(symbol string) (*Instrument, error)) ([]*Instrument, error) {
	parts := make([]*Instrument, len(in.Legs))
	var faults []error
	for i, leg := range in.Legs {
		part, err := find(leg.Symbol)
		if err == nil {
			err = in.refuseLeg(leg, part)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("combo %q, leg %d: %w", in.Symbol, i+1, err))
		}
		parts[i] = part
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return parts, nil
}

func (in *Instrument) refuseLeg(leg Leg, part *Instrument) error {
	switch {
	case part.Kind == Combo || !part.Kind.Tradable():
		return fmt.Errorf("%q is of kind %s: want what can be traded by itself", leg.Symbol, part.Kind)
	case part.Currency != in.Currency:
		return fmt.Errorf("%q is priced in %s: all legs must have the combo's currency, %s", leg.Symbol, part.Currency, in.Currency)
	case !part.OnSizeGrid(leg.Units()):
		return fmt.Errorf("%q trades in steps of %s and at least %s: a ratio of %d is none", leg.Symbol, part.SizeIncrement, part.MinSize, leg.Ratio)
	}
	return nil
}

// Units is how much of the leg one combo trades, without its sign.
func (l Leg) Units() decimal.Decimal { return decimal.NewFromInt(int64(l.Ratio)).Abs() }

// Net is the price of one combo of these parts at these prices, all in the order of Legs: what one pays for all of them
// over the combo's multiplier, so that the notional of a combo is that of its legs. It may be negative, which is received.
// (IB quotes so too: 100 shares against an option of 100 shares have the price of a share less that of the option.)
func (in *Instrument) Net(parts []*Instrument, prices []decimal.Decimal) decimal.Decimal {
	sum := decimal.Zero
	for i, leg := range in.Legs {
		sum = sum.Add(parts[i].Notional(prices[i], decimal.NewFromInt(int64(leg.Ratio))))
	}
	if in.Multiplier.Equal(one) {
		return sum
	}
	return sum.DivRound(in.Multiplier, netDecimals)
}

// validateLegs looks at what can be said of the legs without their instruments.
func (in *Instrument) validateLegs(fault func(string, ...any)) {
	if n := len(in.Legs); n < 2 || n > MaxLegs {
		fault("a combo has from two to %d legs, not %d", MaxLegs, n)
	}
	seen := map[string]bool{}
	divisor := 0
	for i, leg := range in.Legs {
		switch {
		case leg.Symbol == "" || leg.Symbol == in.Symbol:
			fault("leg %d: want the symbol of another instrument", i+1)
		case seen[leg.Symbol]:
			fault("leg %d: %q is a leg already: give it one ratio", i+1, leg.Symbol)
		case leg.Ratio == 0:
			fault("leg %d: the ratio of %q must not be 0; a negative one is sold", i+1, leg.Symbol)
		}
		seen[leg.Symbol] = true
		divisor = commonDivisor(divisor, max(leg.Ratio, -leg.Ratio))
	}
	if divisor > 1 {
		fault("the ratios have the common divisor %d: divide by it and trade as many more", divisor)
	}
}

// commonDivisor is the greatest one, by Euclid's algorithm.
func commonDivisor(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
