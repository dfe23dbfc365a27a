package backtest

import (
	"errors"

	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// known is what the catalog or the LEAN tree says of an instrument.
func (lib *library) known(c *config.Instrument) (in market.Instrument, ok bool, err error) {
	switch c.Source.From {
	case "catalog":
		in, err = lib.catalog.Instrument(sourceSymbol(c))
		var unknown *data.UnknownInstrumentError
		if errors.As(err, &unknown) {
			return in, false, nil
		}
		in.Symbol = c.Symbol
		return in, err == nil, err
	case "lean":
		s, err := named(c)
		if err != nil {
			return in, false, err
		}
		// A tree that does not say enough leaves it to the configuration.
		if in, err = lib.tree.Instrument(s); err == nil {
			in.Symbol, in.Kind = c.Symbol, c.Kind
			return in, true, nil
		}
	}
	return in, false, nil
}

// sourceSymbol is the name that an instrument's source knows it by.
func sourceSymbol(c *config.Instrument) string {
	if c.Source.Symbol != "" {
		return c.Source.Symbol
	}
	return c.Symbol
}
