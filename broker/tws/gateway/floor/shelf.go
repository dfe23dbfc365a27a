package floor

import (
	"time"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// shelf is what is recorded of one listing, and makes the rest from it.
type shelf struct {
	listing *Listing
	records []record // those that are preferred first
}

// A record is one series: quotes, trades, books or bars. Only one of the functions is set, but that books have quotes too,
// their tops.
type record struct {
	spans  []stretch // that it covers
	depth  func(from, to market.Time) (market.DepthStream, error)
	quotes func(from, to market.Time) (market.QuoteStream, error)
	trades func(from, to market.Time) (market.TradeStream, error)
	bars   func(from, to market.Time) (market.BarStream, error)
	spec   market.BarSpec // of the bars
	first  market.Time
}

func bookRecord(spans []stretch, depth func(from, to market.Time) (market.DepthStream, error)) record {
	return record{spans: spans, depth: depth, quotes: func(from, to market.Time) (market.QuoteStream, error) {
		books, err := depth(from, to)
		if err != nil || books == nil {
			return nil, err
		}
		return data.Tops(books), nil
	}}
}

// depth are the recorded books, nil when there are none.
func (s *shelf) depth(from, to market.Time) (market.DepthStream, error) {
	for _, r := range s.records {
		if r.depth != nil {
			return r.depth(from, to)
		}
	}
	return nil, nil
}

// traded reports whether trades are in a record, or can be made of it.
func (r *record) traded() bool {
	return r.trades != nil || r.bars != nil && r.spec.Price == market.Last
}

// quotes are those recorded; where there are none they are made of the trades, else of the bars.
func (s *shelf) quotes(from, to market.Time) (market.QuoteStream, error) {
	parts := divide(s.records, stretch{from, to}, func(*record) bool { return true })
	return chained[market.Quotes](parts, func(p part) (market.QuoteStream, error) {
		switch r := p.record; {
		case r.quotes != nil:
			return r.quotes(p.from, p.to)
		case r.trades != nil:
			trades, err := r.trades(p.from, p.to)
			if err != nil || trades == nil {
				return nil, err
			}
			return &metQuotes{TradeStream: trades, grid: s.listing.grid}, nil
		}
		bars, err := p.bars()
		if err != nil || bars == nil {
			return nil, err
		}
		return &quotesWithin{QuoteStream: &toldQuotes{BarStream: bars, teller: newTeller(s.listing, p.record.spec)}, from: p.from, to: p.to}, nil
	})
}

// trades are those recorded; where there are none they are made of bars of trades.
func (s *shelf) trades(from, to market.Time) (market.TradeStream, error) {
	parts := divide(s.records, stretch{from, to}, (*record).traded)
	return chained[market.Trades](parts, func(p part) (market.TradeStream, error) {
		if p.record.trades != nil {
			return p.record.trades(p.from, p.to)
		}
		bars, err := p.bars()
		if err != nil || bars == nil {
			return nil, err
		}
		return &tradesWithin{TradeStream: &toldTrades{BarStream: bars, teller: newTeller(s.listing, p.record.spec)}, from: p.from, to: p.to}, nil
	})
}

// bars are those in which ticks of the part can lie: one may end after it.
func (p part) bars() (market.BarStream, error) {
	return p.record.bars(p.from, p.to.Add(length(p.record.spec)))
}

// length is the most time that a bar takes.
func length(s market.BarSpec) time.Duration {
	if s.Kind == market.SessionBars {
		return 24 * time.Hour
	}
	return s.Span
}
