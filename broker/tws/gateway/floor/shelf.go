package floor

import (
	"time"

	"github.com/tidemark/tidemark/market"
)

// shelf is what is recorded of one listing, and makes the rest from it. A nil function means that there is
// nothing of the kind.
type shelf struct {
	listing    *Listing
	openQuotes func(from, to market.Time) (market.QuoteStream, error)
	openTrades func(from, to market.Time) (market.TradeStream, error)
	openBars   func(from, to market.Time) (market.BarStream, error)
	spec       market.BarSpec // of the bars
}

// quotes are those recorded, else made of the trades, else of the bars.
func (s *shelf) quotes(from, to market.Time) (market.QuoteStream, error) {
	switch {
	case s.openQuotes != nil:
		return s.openQuotes(from, to)
	case s.openTrades != nil:
		trades, err := s.openTrades(from, to)
		if err != nil || trades == nil {
			return nil, err
		}
		return &metQuotes{TradeStream: trades, grid: s.listing.grid}, nil
	case s.openBars != nil:
		bars, err := s.openBars(from, s.reach(to))
		if err != nil || bars == nil {
			return nil, err
		}
		return &quotesWithin{QuoteStream: &toldQuotes{BarStream: bars, teller: newTeller(s.listing, s.spec)}, from: from, to: to}, nil
	}
	return nil, nil
}

// trades are those recorded, else made of bars of trades.
func (s *shelf) trades(from, to market.Time) (market.TradeStream, error) {
	switch {
	case s.openTrades != nil:
		return s.openTrades(from, to)
	case s.openBars != nil && s.spec.Price == market.Last:
		bars, err := s.openBars(from, s.reach(to))
		if err != nil || bars == nil {
			return nil, err
		}
		return &tradesWithin{TradeStream: &toldTrades{BarStream: bars, teller: newTeller(s.listing, s.spec)}, from: from, to: to}, nil
	}
	return nil, nil
}

// reach is by when a bar with ticks until a time has ended. The ticks after that time are cut off.
func (s *shelf) reach(to market.Time) market.Time {
	if s.spec.Kind == market.SessionBars {
		return to.Add(24 * time.Hour)
	}
	return to.Add(s.spec.Span)
}
