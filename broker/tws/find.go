package tws

import (
	"context"
	"errors"
	"fmt"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// A Finder answers questions about contracts: a [client.Resolver], or a [client.Conn], which asks each time.
type Finder interface {
	Resolve(context.Context, wire.Contract) (*wire.ContractDetails, error)
	MarketRule(ctx context.Context, id int) ([]wire.PriceIncrement, error)
}

// Find returns the contract of an instrument: that of [Contract], or of several the one that [Choose] takes, and never
// one whose point is worth something else than the instrument's.
func Find(ctx context.Context, f Finder, in *market.Instrument) (*wire.ContractDetails, error) {
	k, err := Contract(in)
	if err != nil {
		return nil, err
	}
	d, err := f.Resolve(ctx, k)
	var ambiguous *client.AmbiguousError
	switch {
	case errors.As(err, &ambiguous):
		chosen, ok := Choose(in, ambiguous.Candidates)
		if !ok {
			return nil, err
		}
		return chosen, nil
	case err != nil:
		return nil, err
	case !same(in, d):
		return nil, lacks(in, "IB's only match, contract %d, differs: %s %s in %s with multiplier %s at a price magnifier of %d, last traded %q",
			d.Contract.ConID, d.Contract.SecType, d.Contract.LocalSymbol, d.Contract.Currency, multiplierText(&d.Contract),
			d.Details.PriceMagnifier, d.Contract.LastTradeDateOrContractMonth)
	}
	return d, nil
}

func multiplierText(k *wire.Contract) string {
	if !k.Multiplier.Valid {
		return "none"
	}
	return k.Multiplier.Value.String()
}

// Describe resolves a contract and returns it with the instrument that it is, asking for the market rule that applies.
// A [*CalendarError] comes with both.
func Describe(ctx context.Context, f Finder, k wire.Contract) (market.Instrument, *wire.ContractDetails, error) {
	d, err := f.Resolve(ctx, k)
	if err != nil {
		return market.Instrument{}, nil, err
	}
	in, err := describe(ctx, f, d)
	return in, d, err
}

// describe asks for the market rule that applies.
func describe(ctx context.Context, f Finder, d *wire.ContractDetails) (market.Instrument, error) {
	rules := map[int][]wire.PriceIncrement{}
	if id, ok := PriceRule(d); ok {
		var err error
		if rules[id], err = f.MarketRule(ctx, id); err != nil {
			return market.Instrument{}, fmt.Errorf("tws: price increments of contract %d: %w", d.Contract.ConID, err)
		}
	}
	return Instrument(d, rules)
}
