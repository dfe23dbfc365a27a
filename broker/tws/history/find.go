package history

import (
	"context"
	"errors"

	"github.com/tidemark/tidemark/broker/tws"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// Find is [tws.Describe] for what is to be downloaded. calendar, when not empty, is the trading calendar to use in place
// of that of the exchange.
func Find(ctx context.Context, f tws.Finder, k wire.Contract, calendar string) (wire.Contract, market.Instrument, error) {
	in, details, err := tws.Describe(ctx, f, k)
	var missing *tws.CalendarError
	if err != nil && (calendar == "" || !errors.As(err, &missing)) {
		return k, market.Instrument{}, err
	}
	if calendar != "" {
		in.Calendar = calendar
	}
	return details.Contract, in, in.Validate()
}
