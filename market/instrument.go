package market

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"
)

// Instrument is what can be observed or traded: its identity, its grids and its calendar. It is
// immutable once a run has started.
type Instrument struct {
	// ID is given by the run; see ID.
	ID ID `json:"-"`
	// Symbol is the name the user gave it, unique within a run: "SPY", "EURUSD", "ESZ3".
	Symbol   string   `json:"symbol"`
	Kind     Kind     `json:"kind"`
	Exchange string   `json:"exchange,omitempty"`
	Currency Currency `json:"currency"`
	// Base is the currency bought by buying one unit of a forex pair or a crypto asset.
	Base Currency `json:"base,omitempty"`
	// Calendar names the trading calendar; see market/calendar.
	Calendar string `json:"calendar"`
	// Multiplier is the money that one point of price is worth per unit: 1 for shares, 50 for ES.
	Multiplier decimal.Decimal `json:"multiplier"`
	Grid       PriceGrid       `json:"grid"`
	// SizeIncrement is the step and MinSize the least quantity of an order, in units.
	SizeIncrement decimal.Decimal `json:"size_increment"`
	MinSize       decimal.Decimal `json:"min_size"`

	// Derivatives: the symbol they derive from and the last day they trade.
	Underlying string          `json:"underlying,omitempty"`
	Expiry     Date            `json:"expiry,omitempty"`
	Strike     decimal.Decimal `json:"strike,omitzero"`
	Right      Right           `json:"right,omitempty"`
	// Legs are the parts of a combo, all of its currency. Its price is their net; see Net. Positions are of the legs alone.
	Legs []Leg `json:"legs,omitempty"`
}

// Leg is one part of a combo: who buys one combo buys Ratio units of Symbol, or sells them where it is negative.
type Leg struct {
	Symbol string `json:"symbol"`
	Ratio  int    `json:"ratio"`
}

// NewEquity is a US-style share: cents, whole shares, multiplier 1, the XNYS calendar. Below a dollar
// the grid is a hundredth of a cent (SEC Regulation NMS, rule 612).
func NewEquity(symbol string) Instrument {
	return Instrument{
		Symbol: symbol, Kind: Equity, Exchange: "SMART", Currency: USD, Calendar: "XNYS",
		Multiplier:    one,
		Grid:          PriceGrid{{Increment: decimal.New(1, -4)}, {From: one, Increment: decimal.New(1, -2)}},
		SizeIncrement: one, MinSize: one,
	}
}

// NewForex is a currency pair such as EURUSD: a twentieth of a pip (IDEALPRO), single units.
func NewForex(base, quote Currency) Instrument {
	increment := decimal.New(5, -5)
	if quote == "JPY" {
		increment = decimal.New(5, -3)
	}
	return Instrument{
		Symbol: string(base + quote), Kind: Forex, Exchange: "IDEALPRO", Currency: quote, Base: base,
		Calendar: "FOREX", Multiplier: one, Grid: UniformGrid(increment), SizeIncrement: one, MinSize: one,
	}
}

// NewFuture is a futures contract on the CME calendar.
func NewFuture(symbol, underlying string, expiry Date, multiplier, tick decimal.Decimal) Instrument {
	return Instrument{
		Symbol: symbol, Kind: Future, Exchange: "CME", Currency: USD, Calendar: "CME",
		Multiplier: multiplier, Grid: UniformGrid(tick), SizeIncrement: one, MinSize: one,
		Underlying: underlying, Expiry: expiry,
	}
}

var one = decimal.NewFromInt(1)

// PriceOf is an observed price as a decimal on the instrument's grid. A price within a millionth of an
// increment of the grid lies on it: arithmetic on float64 makes 100.19999999999999 of 100.20. What
// is not a number gives 0, which no order may carry as its price.
func (in *Instrument) PriceOf(observed float64, r Rounding) decimal.Decimal {
	if math.IsNaN(observed) || math.IsInf(observed, 0) {
		return decimal.Zero
	}
	price := decimal.NewFromFloat(observed)
	nearest := in.Grid.Round(price, Nearest)
	if noise := in.Grid.Increment(price).Shift(-6); r == Nearest || price.Sub(nearest).Abs().LessThanOrEqual(noise) {
		return nearest
	}
	return in.Grid.Round(price, r)
}

// OnGrid reports whether an order may carry this price.
func (in *Instrument) OnGrid(price decimal.Decimal) bool { return in.Grid.Contains(price) }

// OnSizeGrid reports whether an order may have this quantity.
func (in *Instrument) OnSizeGrid(quantity decimal.Decimal) bool {
	return quantity.GreaterThanOrEqual(in.MinSize) && onStep(quantity, in.SizeIncrement)
}

// RoundSize moves a quantity towards zero onto the size grid.
func (in *Instrument) RoundSize(quantity decimal.Decimal) decimal.Decimal {
	return roundTo(quantity.Abs(), in.SizeIncrement, Down).Mul(decimal.NewFromInt(int64(quantity.Sign())))
}

// Notional is the value of a quantity at a price, signed like the quantity, in Currency.
func (in *Instrument) Notional(price, quantity decimal.Decimal) decimal.Decimal {
	value := price.Mul(quantity)
	if in.Multiplier.Equal(one) {
		return value
	}
	return value.Mul(in.Multiplier)
}

// maxSymbol bounds a symbol, in bytes; the longest of IB's local symbols have some thirty.
const maxSymbol = 100

// Validate returns every fault of the definition, joined.
func (in *Instrument) Validate() error {
	var faults []error
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("instrument %q: "+format, append([]any{in.Symbol}, args...)...))
	}
	switch {
	case in.Symbol == "":
		fault("symbol is missing")
	case len(in.Symbol) > maxSymbol:
		fault("symbol has %d bytes: at most %d", len(in.Symbol), maxSymbol)
	case strings.TrimSpace(in.Symbol) != in.Symbol || strings.ContainsFunc(in.Symbol, unicode.IsControl):
		fault("symbol has control characters, or spaces at an end: remove them")
	}
	if len(in.Currency) < 3 {
		fault("currency %q: want a code such as USD", in.Currency)
	}
	if in.Calendar == "" {
		fault("calendar is missing: name one such as XNYS, CME, FOREX or 24/7")
	}
	if !in.Multiplier.IsPositive() {
		fault("multiplier %s: must be above 0", in.Multiplier)
	}
	if err := in.Grid.Validate(); err != nil {
		fault("%w", err)
	}
	if !in.SizeIncrement.IsPositive() {
		fault("size increment %s: must be above 0", in.SizeIncrement)
	}
	if in.MinSize.IsNegative() {
		fault("minimum size %s: must not be negative", in.MinSize)
	}
	in.validateKind(fault)
	return errors.Join(faults...)
}

func (in *Instrument) validateKind(fault func(string, ...any)) {
	switch in.Kind {
	case Future:
		if in.Expiry == 0 {
			fault("a future needs an expiry")
		}
	case Option:
		if in.Expiry == 0 || in.Right == NoRight || !in.Strike.IsPositive() || in.Underlying == "" {
			fault("an option needs underlying, expiry, strike and right (call or put)")
		}
	case Forex, Crypto:
		if in.Base == "" || in.Base == in.Currency {
			fault("base currency %q: want the currency that is bought, other than %s", in.Base, in.Currency)
		}
	case Combo:
		in.validateLegs(fault)
	}
}
