package floor

import (
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// Memory is an archive in memory, by the symbol of the instrument: for tests and scripts. It must not
// change while a floor uses it.
type Memory map[string]Recording

// A Recording is what happened to one instrument, oldest first. Any of it may be empty.
type Recording struct {
	Quotes market.Quotes
	Trades market.Trades
}

var _ Archive = Memory(nil)

// Quotes gives the recorded quotes.
func (m Memory) Quotes(in *market.Instrument, from, to market.Time) (market.QuoteStream, error) {
	r := m[in.Symbol].Quotes
	first, last := period(r.Time, from, to)
	if first == last {
		return nil, nil
	}
	rows := r.Slice(first, last)
	return data.FromQuotes(&rows), nil
}

// Trades gives the recorded trades.
func (m Memory) Trades(in *market.Instrument, from, to market.Time) (market.TradeStream, error) {
	r := m[in.Symbol].Trades
	first, last := period(r.Time, from, to)
	if first == last {
		return nil, nil
	}
	rows := r.Slice(first, last)
	return data.FromTrades(&rows), nil
}

// Bars are built from the trades, or from the quotes when there are none.
func (m Memory) Bars(in *market.Instrument, spec market.BarSpec, from, to market.Time) (market.BarStream, error) {
	return nil, nil
}

// First is the time of the earliest quote or trade.
func (m Memory) First(in *market.Instrument) (market.Time, bool) {
	r, first := m[in.Symbol], market.Never
	if r.Quotes.Len() > 0 {
		first = r.Quotes.Time[0]
	}
	if r.Trades.Len() > 0 {
		first = min(first, r.Trades.Time[0])
	}
	return first, first != market.Never
}
