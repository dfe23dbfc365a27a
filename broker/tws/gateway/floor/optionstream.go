package floor

import (
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// An option's past is worked out from its underlying's, with the very rules by which it is quoted live.

// spots are the prices of an underlying in regular trading: of a share the middle of its quotes, of an index
// its values.
type spots struct {
	quotes market.QuoteStream
	trades market.TradeStream
	cursor *calendar.Cursor
	until  market.Time

	quoteRows market.Quotes
	tradeRows market.Trades
}

// optionSpots opens the underlying of an option; nil when it has no data.
func (f *Floor) optionSpots(l *Listing, from, to market.Time) (*spots, error) {
	s := &spots{cursor: l.Calendar.Cursor(), until: l.option.expires}
	var err error
	if l.Underlying.Instrument.Kind == market.Index {
		s.trades, err = f.tradeStream(l.Underlying, from, to)
	} else {
		s.quotes, err = f.quoteStream(l.Underlying, from, to)
	}
	if err != nil || s.trades == nil && s.quotes == nil {
		return nil, err
	}
	return s, nil
}

// each hands the prices of the next batch to use.
func (s *spots) each(use func(at market.Time, spot float64)) error {
	hand := func(at market.Time, spot float64) {
		if _, phase := s.cursor.Seek(at); phase == calendar.Open && at <= s.until {
			use(at, spot)
		}
	}
	if s.trades != nil {
		if err := s.trades.Next(&s.tradeRows); err != nil {
			return err
		}
		for i, at := range s.tradeRows.Time {
			hand(at, s.tradeRows.Price[i])
		}
		return nil
	}
	if err := s.quotes.Next(&s.quoteRows); err != nil {
		return err
	}
	for i, at := range s.quoteRows.Time {
		if bid, ask := s.quoteRows.Bid[i], s.quoteRows.Ask[i]; bid > 0 && ask > 0 {
			hand(at, Mid(bid, ask))
		}
	}
	return nil
}

// Close closes the underlying's stream.
func (s *spots) Close() error {
	if s.trades != nil {
		return s.trades.Close()
	}
	return s.quotes.Close()
}

// optionQuotes are the quotes of an option, those that differ from the one before.
type optionQuotes struct {
	*spots
	listing *Listing
	last    market.Quote
	rows    market.Quotes
}

// Next gives a batch.
func (s *optionQuotes) Next(batch *market.Quotes) error {
	for s.rows.Reset(); s.rows.Len() == 0; {
		err := s.each(func(at market.Time, spot float64) {
			if q := s.listing.quoted(spot, at); q.Bid != s.last.Bid || q.Ask != s.last.Ask {
				s.last = q
				s.rows.Append(q)
			}
		})
		if err != nil {
			return err
		}
	}
	*batch = s.rows
	return nil
}

// optionTrades are the trades of an option.
type optionTrades struct {
	*spots
	listing *Listing
	last    market.Quote
	rows    market.Trades
}

// Next gives a batch.
func (s *optionTrades) Next(batch *market.Trades) error {
	for s.rows.Reset(); s.rows.Len() == 0; {
		err := s.each(func(at market.Time, spot float64) {
			q := s.listing.quoted(spot, at)
			if q.Bid == s.last.Bid && q.Ask == s.last.Ask {
				return
			}
			s.last = q
			if t, ok := s.listing.dealt(&q); ok {
				s.rows.Append(t)
			}
		})
		if err != nil {
			return err
		}
	}
	*batch = s.rows
	return nil
}
