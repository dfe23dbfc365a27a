package floor

import (
	"sort"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// Memory is an archive in memory, by the symbol of the instrument: for tests and scripts. It must not
// change while a floor uses it.
type Memory map[string]Recording

// A Recording is what happened to one instrument, oldest first. Any of it may be empty: quotes are made up
// around the trades, and both along the way of the bars.
type Recording struct {
	Quotes market.Quotes
	Trades market.Trades
	// Depth is books, whose tops are the quotes where there are no others.
	Depth []market.Depth
	// Bars are bars of Spec.
	Bars market.Bars
	Spec market.BarSpec
}

var _ Archive = Memory(nil)

// Quotes gives the recorded quotes.
func (m Memory) Quotes(l *Listing, from, to market.Time) (market.QuoteStream, error) {
	return m.shelf(l).quotes(from, to)
}

// Trades gives the recorded trades.
func (m Memory) Trades(l *Listing, from, to market.Time) (market.TradeStream, error) {
	return m.shelf(l).trades(from, to)
}

// Depth gives the recorded books.
func (m Memory) Depth(l *Listing, from, to market.Time) (market.DepthStream, error) {
	return m.shelf(l).depth(from, to)
}

// Minutes gives nothing: in memory, ticks are as quick.
func (m Memory) Minutes(*Listing, market.Time, market.Time) (market.BarStream, error) {
	return nil, nil
}

// First is the time of the earliest quote, trade or bar.
func (m Memory) First(l *Listing) (market.Time, bool) {
	r, first := m[l.Instrument.Symbol], market.Never
	for _, times := range [][]market.Time{r.Quotes.Time, r.Trades.Time, r.Bars.Start} {
		if len(times) > 0 {
			first = min(first, times[0])
		}
	}
	if len(r.Depth) > 0 {
		first = min(first, r.Depth[0].Time)
	}
	return first, first != market.Never
}

func (m Memory) shelf(l *Listing) *shelf {
	r := m[l.Instrument.Symbol]
	s := &shelf{listing: l}
	if r.Quotes.Len() > 0 {
		s.records = append(s.records, record{spans: always, quotes: func(from, to market.Time) (market.QuoteStream, error) {
			rows := r.Quotes.Slice(period(r.Quotes.Time, from, to))
			return data.FromQuotes(&rows), nil
		}})
	}
	if len(r.Depth) > 0 {
		s.records = append(s.records, bookRecord(always, func(from, to market.Time) (market.DepthStream, error) {
			after := func(t market.Time) int {
				return sort.Search(len(r.Depth), func(i int) bool { return r.Depth[i].Time > t })
			}
			return data.FromDepth(r.Depth[after(from):after(to)]), nil
		}))
	}
	if r.Trades.Len() > 0 {
		s.records = append(s.records, record{spans: always, trades: func(from, to market.Time) (market.TradeStream, error) {
			rows := r.Trades.Slice(period(r.Trades.Time, from, to))
			return data.FromTrades(&rows), nil
		}})
	}
	if r.Bars.Len() > 0 {
		s.records = append(s.records, record{spans: always, spec: r.Spec, bars: func(from, to market.Time) (market.BarStream, error) {
			rows := r.Bars.Slice(period(r.Bars.End, from, to))
			return data.FromBars(&rows), nil
		}})
	}
	return s
}
