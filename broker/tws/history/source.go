package history

import (
	"context"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// Source answers questions about the past; [client.Conn] does.
type Source interface {
	HistoricalBars(context.Context, wire.RequestHistoricalData) ([]wire.Bar, error)
	HistoricalTrades(context.Context, wire.RequestHistoricalTicks) ([]wire.HistoricalTrade, error)
	HistoricalQuotes(context.Context, wire.RequestHistoricalTicks) ([]wire.HistoricalQuote, error)
	HeadTimestamp(context.Context, wire.RequestHeadTimestamp) (string, error)
	// Err is why the connection has ended, nil while it has not.
	Err() error
}
