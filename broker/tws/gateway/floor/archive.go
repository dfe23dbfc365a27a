package floor

import (
	"fmt"

	"github.com/tidemark/tidemark/market"
)

// An Archive holds what has happened and what will happen: the past answers questions about history, the
// future is replayed. Streams cover (from, to] and hold rows in order of time. A nil stream without an
// error means that the archive has nothing of the kind.
type Archive interface {
	Quotes(in *market.Instrument, from, to market.Time) (market.QuoteStream, error)
	Trades(in *market.Instrument, from, to market.Time) (market.TradeStream, error)
	// Bars are bars of trades, or of mid prices where nothing is reported as a trade.
	Bars(in *market.Instrument, spec market.BarSpec, from, to market.Time) (market.BarStream, error)
	// First is the time of the earliest observation; false when there is none.
	First(in *market.Instrument) (market.Time, bool)
}

// An ArchiveError is an archive that failed to answer.
type ArchiveError struct {
	// What was asked for: "quotes", "trades" or "bars".
	What   string
	Symbol string
	Err    error
}

func (e *ArchiveError) Error() string {
	return fmt.Sprintf("read %s of %s: %v", e.What, e.Symbol, e.Err)
}

func (e *ArchiveError) Unwrap() error { return e.Err }
