package history

import (
	"context"
	"errors"

	"github.com/tidemark/tidemark/broker/tws"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// Finder answers questions about contracts; [client.Conn] does.
type Finder interface {
	Resolve(context.Context, wire.Contract) (*wire.ContractDetails, error)
	MarketRule(ctx context.Context, id int) ([]wire.PriceIncrement, error)
}

// Find is the contract that k describes, and the instrument that it is. calendar, when not empty, is the trading
// calendar to use in place of that of the exchange.
func Find(ctx context.Context, f Finder, k wire.Contract, calendar string) (wire.Contract, market.Instrument, error) {
	details, err := f.Resolve(ctx, k)
	if err != nil {
		return k, market.Instrument{}, err
	}
	rules := map[int][]wire.PriceIncrement{}
	if id, ok := tws.PriceRule(details); ok {
		if rules[id], err = f.MarketRule(ctx, id); err != nil {
			return k, market.Instrument{}, err
		}
	}
	in, err := tws.Instrument(details, rules)
	if calendar != "" {
		var missing *tws.CalendarError
		if errors.As(err, &missing) {
			err = nil
		}
		in.Calendar = calendar
	}
	if err == nil {
		err = in.Validate()
	}
	return details.Contract, in, err
}
