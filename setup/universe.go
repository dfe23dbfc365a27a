package setup

import (
	"errors"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/market"
)

// Known is what is known of an instrument without the configuration; false when nothing is.
type Known func(*config.Instrument) (market.Instrument, bool, error)

// Universe makes the instruments of a run: what is known of them, else what is usual for their kind, with whatever the
// configuration says on top. Nothing is known where known is nil.
func Universe(run *config.Run, known Known) (*market.Universe, error) {
	list := make([]market.Instrument, len(run.Instruments))
	var faults []error
	for i := range run.Instruments {
		c := &run.Instruments[i]
		if c.Kind == market.Combo {
			continue // made of the others
		}
		in, err := usual(c, known)
		if err != nil {
			faults = append(faults, fmt.Errorf("instrument %s: %w", c.Symbol, err))
			continue
		}
		if c.Kind == market.Continuous {
			in = series(c, list[:i])
		}
		override(&in, c)
		list[i] = in
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	for i := range run.Instruments {
		if c := &run.Instruments[i]; c.Kind == market.Combo {
			list[i] = combo(c, list)
			override(&list[i], c)
		}
	}
	return market.NewUniverse(list...)
}

// combo is a combo of others: with the calendar and the currency of its first leg, the finest grid of them, and the largest
// multiplier, so that a combo with shares against an option has the price of one share.
func combo(c *config.Instrument, list []market.Instrument) market.Instrument {
	in := market.NewEquity(c.Symbol)
	in.Kind, in.Grid = market.Combo, nil
	in.Exchange = "" // a broker sends it where its legs go
	for _, leg := range c.Legs {
		in.Legs = append(in.Legs, market.Leg{Symbol: leg.Symbol, Ratio: leg.Ratio})
		i := slices.IndexFunc(list, func(other market.Instrument) bool { return other.Symbol == leg.Symbol })
		if i < 0 || len(list[i].Grid) == 0 {
			continue // the universe tells
		}
		part := &list[i]
		tick := part.Grid[len(part.Grid)-1].Increment
		if in.Grid == nil {
			in.Currency, in.Calendar, in.Multiplier, in.Grid = part.Currency, part.Calendar, part.Multiplier, market.UniformGrid(tick)
			continue
		}
		in.Multiplier = decimal.Max(in.Multiplier, part.Multiplier)
		in.Grid = market.UniformGrid(decimal.Min(in.Grid[0].Increment, tick))
	}
	return in
}

func usual(c *config.Instrument, known Known) (market.Instrument, error) {
	if known != nil {
		if in, ok, err := known(c); ok || err != nil {
			return in, err
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

// series is a continuous series: like its last contract, but for what a contract alone has.
func series(c *config.Instrument, contracts []market.Instrument) market.Instrument {
	last := c.Roll.Contracts[len(c.Roll.Contracts)-1]
	i := slices.IndexFunc(contracts, func(in market.Instrument) bool { return in.Symbol == last })
	if i < 0 {
		return market.Instrument{Symbol: c.Symbol} // the contract has a fault of its own
	}
	in := contracts[i]
	in.Symbol, in.Kind, in.Expiry = c.Symbol, market.Continuous, 0
	return in
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
