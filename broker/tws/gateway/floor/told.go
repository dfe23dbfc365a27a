package floor

import (
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// A teller makes ticks of bars, for archives that have nothing finer. A bar becomes four trades (its open,
// the extreme that is nearer to the open, the other one, its close) that have its prices and its volume, each
// at a side of a quote of its instant. Of bars of mid prices only the quotes are made.
type teller struct {
	spec   market.BarSpec
	cursor *calendar.Cursor
	// grid has the width of a quote when the bar does not tell.
	grid ladder
	lot  float64
}

// told is one tick: a trade and the quote it met.
type told struct {
	trade market.Trade
	quote market.Quote
}

func newTeller(l *Listing, spec market.BarSpec) *teller {
	return &teller{
		spec: spec, cursor: l.Calendar.Cursor(),
		grid: l.grid, lot: l.Instrument.SizeIncrement.InexactFloat64(),
	}
}

// tell makes the ticks of a bar.
func (t *teller) tell(b *market.Bar) [4]told {
	first, second := b.Low, b.High
	if b.High-b.Open < b.Open-b.Low {
		first, second = second, first
	}
	start := b.Start
	if t.spec.Kind == market.SessionBars {
		if s, phase := t.cursor.Seek(b.End); phase != calendar.Closed {
			start = max(start, s.Open)
		}
	}
	length := b.End.Sub(start)
	width := b.Spread
	if width <= 0 {
		width = t.grid.increment(b.Open)
	}
	var ticks [4]told
	sold := true
	for i, price := range [4]float64{b.Open, first, second, b.Close} {
		at := [4]market.Time{start.Add(min(length/8, time.Second)), start.Add(length / 8 * 3), start.Add(length / 8 * 5), b.End}[i]
		if i > 0 && price != ticks[i-1].trade.Price {
			sold = price < ticks[i-1].trade.Price
		}
		size := t.share(b.Volume, i)
		ticks[i].trade = market.Trade{Time: at, Price: price, Size: size}
		q := market.Quote{Time: at, Bid: price, Ask: price + width, BidSize: max(size, t.lot), AskSize: max(size, t.lot)}
		switch {
		case t.spec.Price == market.Mid:
			q.Bid, q.Ask = price-width/2, price+width/2
		case !sold:
			q.Bid, q.Ask = price-width, price
		}
		q.Bid, q.Ask = exact(q.Bid), exact(q.Ask)
		ticks[i].quote = q
	}
	return ticks
}

// share is the part of a volume that trade i of the four has; the close has what is left over.
func (t *teller) share(volume float64, i int) float64 {
	quarter := float64(int64(volume/4/t.lot)) * t.lot
	if i < 3 {
		return quarter
	}
	return volume - 3*quarter
}

// toldTrades are the trades of a stream of bars.
type toldTrades struct {
	market.BarStream
	teller *teller
	bars   market.Bars
	rows   market.Trades
}

// Next gives a batch.
func (s *toldTrades) Next(batch *market.Trades) error {
	if err := s.BarStream.Next(&s.bars); err != nil {
		return err
	}
	s.rows.Reset()
	var b market.Bar
	for i := range s.bars.Len() {
		s.bars.Row(i, &b)
		for _, t := range s.teller.tell(&b) {
			s.rows.Append(t.trade)
		}
	}
	*batch = s.rows
	return nil
}

// toldQuotes are the quotes of a stream of bars.
type toldQuotes struct {
	market.BarStream
	teller *teller
	bars   market.Bars
	rows   market.Quotes
}

// Next gives a batch.
func (s *toldQuotes) Next(batch *market.Quotes) error {
	if err := s.BarStream.Next(&s.bars); err != nil {
		return err
	}
	s.rows.Reset()
	var b market.Bar
	for i := range s.bars.Len() {
		s.bars.Row(i, &b)
		for _, t := range s.teller.tell(&b) {
			s.rows.Append(t.quote)
		}
	}
	*batch = s.rows
	return nil
}

// metQuotes are quotes made up around a stream of trades: each trade meets one that is a tick wide.
type metQuotes struct {
	market.TradeStream
	grid   ladder
	trades market.Trades
	rows   market.Quotes
	last   float64
	sold   bool
}

// Next gives a batch.
func (s *metQuotes) Next(batch *market.Quotes) error {
	if err := s.TradeStream.Next(&s.trades); err != nil {
		return err
	}
	s.rows.Reset()
	for i, price := range s.trades.Price {
		if s.last != 0 && price != s.last {
			s.sold = price < s.last
		}
		s.last = price
		tick := s.grid.increment(price)
		q := market.Quote{Time: s.trades.Time[i], Bid: exact(price - tick), Ask: price, BidSize: s.trades.Size[i], AskSize: s.trades.Size[i]}
		if s.sold {
			q.Bid, q.Ask = price, exact(price+tick)
		}
		s.rows.Append(q)
	}
	*batch = s.rows
	return nil
}
