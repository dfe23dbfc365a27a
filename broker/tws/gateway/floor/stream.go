package floor

import (
	"github.com/tidemark/tidemark/market"
)

// quotedOnly reports a kind of contract whose trades nobody reports.
func (l *Listing) quotedOnly() bool {
	k := l.Instrument.Kind
	return k == market.Forex || k == market.CFD
}

// recorded is the instrument under which an archive holds a listing's market: a CFD has the quotes of
// what it is a difference of.
func (l *Listing) recorded() *Listing {
	if l.Instrument.Kind == market.CFD && l.Underlying != nil {
		return l.Underlying
	}
	return l
}

// quoteStream is a listing's best bids and offers in (from, to]; nil when it has none.
func (f *Floor) quoteStream(l *Listing, from, to market.Time) (market.QuoteStream, error) {
	switch {
	case l.Instrument.Kind == market.Index:
		return nil, nil
	case l.option != nil:
		s, err := f.optionSpots(l, from, to)
		if err != nil || s == nil {
			return nil, err
		}
		return &optionQuotes{spots: s, listing: l}, nil
	}
	s, err := f.archive.Quotes(l.recorded(), from, to)
	return s, failed("quotes", l, err)
}

// depthStream is a listing's recorded books in (from, to]; nil when it has none.
func (f *Floor) depthStream(l *Listing, from, to market.Time) (market.DepthStream, error) {
	if l.Instrument.Kind == market.Index || l.option != nil {
		return nil, nil
	}
	s, err := f.archive.Depth(l.recorded(), from, to)
	return s, failed("books", l, err)
}

// tradeStream is a listing's trades in (from, to]; nil when it has none. Those of an index have no size.
func (f *Floor) tradeStream(l *Listing, from, to market.Time) (market.TradeStream, error) {
	switch {
	case l.quotedOnly():
		return nil, nil
	case l.option != nil:
		s, err := f.optionSpots(l, from, to)
		if err != nil || s == nil {
			return nil, err
		}
		return &optionTrades{spots: s, listing: l}, nil
	}
	s, err := f.archive.Trades(l, from, to)
	if err == nil && s != nil && l.Instrument.Kind == market.Index {
		s = &levels{TradeStream: s}
	}
	return s, failed("trades", l, err)
}

// levels are an index's values: trades without a size.
type levels struct {
	market.TradeStream
	zero []float64
}

// Next gives a batch.
func (s *levels) Next(batch *market.Trades) error {
	err := s.TradeStream.Next(batch)
	for len(s.zero) < batch.Len() {
		s.zero = append(s.zero, 0)
	}
	batch.Size = s.zero[:batch.Len()]
	return err
}
