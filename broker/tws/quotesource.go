package tws

import (
	"context"
	"fmt"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// A quoteSource delivers the best bid and offer at each change. While it is subscribed the connection's reader is the
// one to touch it, so that a tick is in the inbox when its bytes have been read.
type quoteSource struct {
	*feed
	event market.Event
	stale bool // the data is not live
}

func newQuoteSource(f *feed) *quoteSource {
	return &quoteSource{feed: f, event: market.Event{Kind: market.QuoteEvent, Instrument: f.instrument.ID}}
}

func (q *quoteSource) flow(ctx context.Context, s *session, l *listing, ln *line) error {
	q.event.Quote = market.Quote{Instrument: q.instrument.ID}
	q.stale = false
	stream, err := s.conn.MarketDataTo(ctx, wire.RequestMarketData{Contract: l.contract}, func(t client.Tick) {
		defer ln.contain()
		q.hear(&t, ln)
	})
	if err != nil {
		return err
	}
	defer stream.Close()
	_, err = stream.Next(ctx)
	return err
}

func (q *quoteSource) hear(t *client.Tick, ln *line) {
	switch {
	case t.Other != nil:
		q.remark(t.Other, ln)
	case q.take(t):
		q.emit(ln)
	}
}

func (q *quoteSource) emit(ln *line) {
	ln.arrived()
	q.event.Time = now()
	q.event.Quote.Time = q.event.Time
	q.inbox.Market(&q.event)
	if !q.stale && (!ln.flowing.Load() || ln.doubted.Load()) {
		ln.joined()
	}
}

// take folds a tick into the quote, and tells whether that changed it: sizes come twice, with their price and alone.
func (q *quoteSource) take(t *client.Tick) bool {
	quote := &q.event.Quote
	before := *quote
	size := t.Size.Or(0)
	switch t.Type {
	case wire.TickBid, wire.TickDelayedBid:
		quote.Bid, quote.BidSize = q.side(t.Price, size)
	case wire.TickAsk, wire.TickDelayedAsk:
		quote.Ask, quote.AskSize = q.side(t.Price, size)
	case wire.TickBidSize, delayedBidSize:
		if quote.Bid != 0 {
			quote.BidSize = size
		}
	case wire.TickAskSize, delayedAskSize:
		if quote.Ask != 0 {
			quote.AskSize = size
		}
	default:
		return false
	}
	return *quote != before
}

const (
	delayedBidSize = wire.TickDelayedBid + 3
	delayedAskSize = wire.TickDelayedAsk + 3
)

// side is one side of the quote, both 0 when there is none. IB writes that as -1 with size 0. Futures and combos can
// have negative prices, -1 among them; then the size tells.
func (q *quoteSource) side(price, size float64) (float64, float64) {
	negative := q.instrument.Kind == market.Future || q.instrument.Kind == market.Combo
	if price > 0 || price < 0 && negative && (price != -1 || size > 0) {
		return price, size
	}
	return 0, 0
}

// remark reacts to what the gateway says of the data.
func (q *quoteSource) remark(m wire.Message, ln *line) {
	switch m := m.(type) {
	case *wire.MarketDataFreshness:
		fresh := m.Type == wire.Live
		q.stale = !fresh && !q.opts.AcceptDelayed
		if fresh {
			return
		}
		q.alarmOnce(fmt.Sprint("freshness", m.Type), "market data of %s and perhaps others is %v, not live", q.instrument.Symbol, m.Type)
		if q.stale {
			ln.lose(ln, now(), fmt.Sprintf("the data is %v", m.Type))
		}
	case *wire.Error:
		q.alarmOnce(fmt.Sprint("advice", m.Code), "about the market data of %s and perhaps others the broker says %d: %s", q.instrument.Symbol, m.Code, m.Message)
	}
}
