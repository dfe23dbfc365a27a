package backtest

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// universe makes the instruments of a run: from the catalog's definition or the kind's usual one, with
// whatever the configuration says on top.
func universe(run *config.Run, lib *library) (*market.Universe, error) {
	list := make([]market.Instrument, len(run.Instruments))
	var faults []error
	for i := range run.Instruments {
		c := &run.Instruments[i]
		in, err := usual(c, lib)
		if err != nil {
			faults = append(faults, fmt.Errorf("instrument %s: %w", c.Symbol, err))
			continue
		}
		override(&in, c)
		list[i] = in
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return market.NewUniverse(list...)
}

// usual is what is known about an instrument without the configuration: by the catalog, by the LEAN tree,
// or from its kind.
func usual(c *config.Instrument, lib *library) (market.Instrument, error) {
	switch c.Source.From {
	case "catalog":
		in, err := lib.catalog.Instrument(sourceSymbol(c))
		if err == nil {
			in.Symbol = c.Symbol
			return in, nil
		}
		var unknown *data.UnknownInstrumentError
		if !errors.As(err, &unknown) {
			return in, err
		}
	case "lean":
		s, err := named(c)
		if err != nil {
			return market.Instrument{}, err
		}
		// A tree that does not say enough leaves it to the configuration.
		if in, err := lib.tree.Instrument(s); err == nil {
			in.Symbol, in.Kind = c.Symbol, c.Kind
			return in, nil
		}
	}
	return usualOfKind(c)
}

func usualOfKind(c *config.Instrument) (market.Instrument, error) {
	switch c.Kind {
	case market.Forex, market.Crypto:
		base, quote := c.Base, c.Currency
		if base == "" && len(c.Symbol) == 6 {
			base, quote = market.Currency(c.Symbol[:3]), market.Currency(c.Symbol[3:])
		}
		if base == "" || quote == "" {
			return market.Instrument{}, errors.New("give base and currency, the two sides of the pair")
		}
		in := market.NewForex(base, quote)
		if c.Kind == market.Crypto {
			in.Kind, in.Exchange, in.Calendar = market.Crypto, "", "24/7"
			in.Grid = market.UniformGrid(decimal.New(1, -2))
			in.SizeIncrement, in.MinSize = decimal.New(1, -8), decimal.New(1, -8)
		}
		in.Symbol = c.Symbol
		return in, nil
	case market.Future:
		if c.Multiplier == nil || c.Tick == nil || c.Expiry == 0 {
			return market.Instrument{}, errors.New("a future needs multiplier, tick and expiry")
		}
		return market.NewFuture(c.Symbol, c.Underlying, c.Expiry, *c.Multiplier, *c.Tick), nil
	}
	in := market.NewEquity(c.Symbol)
	in.Kind = c.Kind
	if c.Kind == market.Option {
		in.Multiplier = decimal.NewFromInt(100)
	}
	return in, nil
}

// override applies what the configuration says.
func override(in *market.Instrument, c *config.Instrument) {
	text(&in.Exchange, c.Exchange)
	text(&in.Currency, c.Currency)
	text(&in.Base, c.Base)
	text(&in.Calendar, c.Calendar)
	text(&in.Underlying, c.Underlying)
	number(&in.Multiplier, c.Multiplier)
	number(&in.SizeIncrement, c.SizeIncrement)
	number(&in.MinSize, c.MinSize)
	number(&in.Strike, c.Strike)
	if c.Tick != nil {
		in.Grid = market.UniformGrid(*c.Tick)
	}
	if c.Expiry != 0 {
		in.Expiry = c.Expiry
	}
	if c.Right != market.NoRight {
		in.Right = c.Right
	}
}

func text[T ~string](field *T, value T) {
	if value != "" {
		*field = value
	}
}

func number(field *decimal.Decimal, value *decimal.Decimal) {
	if value != nil {
		*field = *value
	}
}

// sourceSymbol is the name that an instrument's source knows it by.
func sourceSymbol(c *config.Instrument) string {
	if c.Source.Symbol != "" {
		return c.Source.Symbol
	}
	return c.Symbol
}
