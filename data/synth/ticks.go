package synth

import "github.com/tidemark/tidemark/market"

// Trades reads the tape as trades.
func (t *Tape) Trades() market.TradeStream { return &tradeStream{events: t.newEvents()} }

// Quotes reads the tape as best bids and offers: the one that each trade met, at its time.
func (t *Tape) Quotes() market.QuoteStream { return &quoteStream{events: t.newEvents()} }

type tradeStream struct {
	events events
	rows   market.Trades
}

// Next gives a batch of trades.
func (s *tradeStream) Next(batch *market.Trades) error {
	s.rows.Reset()
	for s.rows.Len() < batchRows {
		tick := s.events.next()
		if tick == nil {
			break
		}
		s.rows.Append(tick.trade)
	}
	*batch = s.rows
	return endAt(s.rows.Len())
}

// Close has nothing to release.
func (s *tradeStream) Close() error { return nil }

type quoteStream struct {
	events events
	rows   market.Quotes
}

// Next gives a batch of quotes.
func (s *quoteStream) Next(batch *market.Quotes) error {
	s.rows.Reset()
	for s.rows.Len() < batchRows {
		tick := s.events.next()
		if tick == nil {
			break
		}
		s.rows.Append(tick.quote)
	}
	*batch = s.rows
	return endAt(s.rows.Len())
}

// Close has nothing to release.
func (s *quoteStream) Close() error { return nil }
