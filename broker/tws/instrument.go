package tws

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// A DetailsError is a contract that cannot be made an instrument, or an instrument no contract.
type DetailsError struct {
	Name   string // the contract or instrument, as a trader would say it
	Reason string
}

func (e *DetailsError) Error() string { return fmt.Sprintf("tws: %s: %s", e.Name, e.Reason) }

func reject(k *wire.Contract, format string, args ...any) error {
	name := fmt.Sprintf("%s %s", k.SecType, nameOf(k))
	if k.Exchange != "" {
		name += " on " + k.Exchange
	}
	return &DetailsError{name, fmt.Sprintf(format, args...)}
}

// Instrument is what d describes. rules holds the market rule that [PriceRule] names, by its id; others may be
// there too.
//
//	Symbol       the local symbol (ESU5, an option's OSI code), of shares, indices and CFDs the symbol, of pairs
//	             base and currency
//	Exchange     of shares and ETFs the primary exchange, otherwise that of the contract
//	Multiplier   IB's, divided by its price magnifier: corn is quoted in cents, 5000 bushels at a magnifier of 100
//	             make 50 dollars a point. Prices, ticks and strikes stay as they are quoted
//	Grid         the market rule of the contract's exchange; without one, as below server version 126, one step,
//	             the smallest of all exchanges
//	Sizes        as IB states them, from server version 164 on, where fractions need a permission of the account
//	             too; below, whole units
//
// When only the calendar is missing the error is a [*CalendarError], and the instrument is complete but for it.
func Instrument(d *wire.ContractDetails, rules map[int][]wire.PriceIncrement) (market.Instrument, error) {
	k := &d.Contract
	kind, err := kindOf(d)
	if err != nil {
		return market.Instrument{}, err
	}
	in := market.Instrument{
		Symbol: nameOf(k), Kind: kind, Exchange: k.Exchange, Currency: market.Currency(k.Currency),
		SizeIncrement: sizeOr(d.Details.SizeIncrement, one),
	}
	in.MinSize = sizeOr(d.Details.MinSize, in.SizeIncrement)
	switch kind {
	case market.Equity, market.ETF:
		if k.PrimaryExchange != "" {
			in.Exchange = k.PrimaryExchange
		}
	case market.Forex, market.Crypto:
		in.Base = market.Currency(k.Symbol)
		if kind == market.Crypto && !d.Details.SizeIncrement.Valid {
			return market.Instrument{}, reject(k, "IB states no size increment, as gateways below server version 164 do not: update the gateway")
		}
	case market.Future, market.Option:
		in.Underlying, in.Strike, in.Right = k.Symbol, k.Strike.Or(decimal.Zero), rightOf(k.Right)
		if in.Expiry, err = expiry(d); err != nil {
			return market.Instrument{}, err
		}
	}
	if in.Multiplier, err = multiplier(d, kind); err != nil {
		return market.Instrument{}, err
	}
	if in.Grid, err = grid(d, rules); err != nil {
		return market.Instrument{}, err
	}
	calendar, missing := calendarOf(d, kind)
	if in.Calendar = calendar; missing != nil {
		in.Calendar = unknownCalendar // so that only other faults are found
	}
	if err := in.Validate(); err != nil {
		return market.Instrument{}, fmt.Errorf("tws: contract %d as IB describes it: %w", k.ConID, err)
	}
	in.Calendar = calendar
	if missing != nil {
		return in, missing
	}
	return in, nil
}

const unknownCalendar = "unknown"

var one = decimal.NewFromInt(1)

func sizeOr(size wire.Opt[decimal.Decimal], instead decimal.Decimal) decimal.Decimal {
	if size.Valid && size.Value.IsPositive() {
		return size.Value
	}
	return instead
}

// nameOf is the symbol by which a run calls the contract.
func nameOf(k *wire.Contract) string {
	switch k.SecType {
	case wire.Cash, wire.Crypto:
		return k.Symbol + k.Currency
	case wire.Future, wire.Option, wire.FutureOption, wire.ContinuousFuture:
		if k.LocalSymbol != "" {
			return k.LocalSymbol
		}
	}
	return k.Symbol
}

// multiplier is the money that a point of the quoted price is worth.
func multiplier(d *wire.ContractDetails, kind market.Kind) (decimal.Decimal, error) {
	stated := d.Contract.Multiplier
	value := stated.Or(one)
	if value.IsZero() {
		stated.Valid, value = false, one
	}
	if !stated.Valid && (kind == market.Future || kind == market.Option) {
		return value, reject(&d.Contract, "IB states no multiplier, so a point may be worth anything")
	}
	if magnifier := d.Details.PriceMagnifier; magnifier > 1 {
		by := decimal.NewFromInt(int64(magnifier))
		quotient := value.Div(by)
		if !quotient.Mul(by).Equal(value) {
			return value, reject(&d.Contract, "multiplier %s cannot be divided by the price magnifier %d", value, magnifier)
		}
		value = quotient
	}
	return value, nil
}
