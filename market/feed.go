package market

// A stream of recorded observations of one instrument in time order. Next empties the batch and fills
// it with up to its caller's wish of rows; it returns io.EOF, with no rows, at the end. The rows may
// share memory with the stream and are valid until the next call.
type (
	// BarStream yields bars of one specification.
	BarStream interface {
		Next(*Bars) error
		Close() error
	}
	// QuoteStream yields best bids and offers.
	QuoteStream interface {
		Next(*Quotes) error
		Close() error
	}
	// TradeStream yields reported transactions.
	TradeStream interface {
		Next(*Trades) error
		Close() error
	}
)
