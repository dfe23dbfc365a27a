package floor

import (
	"fmt"

	"github.com/tidemark/tidemark/market"
)

// An Archive holds what has happened and what will happen: the past answers questions about history, the
// future is replayed. Streams cover (from, to] and hold rows in order of time. A nil stream without an
// error means that the archive has nothing of the kind. Options are never asked for: the floor prices them.
//
// [Memory], [Synthetic] and [Catalog] are archives.
type Archive interface {
	Quotes(l *Listing, from, to market.Time) (market.QuoteStream, error)
	Trades(l *Listing, from, to market.Time) (market.TradeStream, error)
	// Depth are the recorded order books. Their tops are among the quotes.
	Depth(l *Listing, from, to market.Time) (market.DepthStream, error)
	// Minutes are bars of trades, of one minute, where they are quicker to get than the trades.
	Minutes(l *Listing, from, to market.Time) (market.BarStream, error)
	// First is the time of the earliest observation; false when there is none.
	First(l *Listing) (market.Time, bool)
}

// An ArchiveError is an archive that failed to answer.
type ArchiveError struct {
	// What was asked for: "quotes", "trades", "books" or "bars".
	What   string
	Symbol string
	Err    error
}

func (e *ArchiveError) Error() string {
	return fmt.Sprintf("read %s of %s: %v", e.What, e.Symbol, e.Err)
}

func (e *ArchiveError) Unwrap() error { return e.Err }

// failed wraps what an archive failed with; nil stays nil.
func failed(what string, l *Listing, err error) error {
	if err == nil {
		return nil
	}
	return &ArchiveError{What: what, Symbol: l.Instrument.Symbol, Err: err}
}
