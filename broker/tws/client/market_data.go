package client

import (
	"context"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A Tick is one message of a market data stream. What Type leaves open is said by Other.
type Tick struct {
	Type       wire.TickType
	Price      float64           // of prices, with the size that belongs to it, and the value of generic ticks
	Size       wire.Opt[float64] // of prices and sizes
	Attributes wire.TickAttributes
	Text       string // of text ticks

	// Other is what is none of those: [*wire.TickOptionComputation], [*wire.MarketDataFreshness],
	// [*wire.TickRequestParams], [*wire.TickEFP], [*wire.TickNews], [*wire.RerouteMarketData], or a [*wire.Error]
	// that lets the stream go on, such as "delayed data follows". The other fields are zero then.
	Other wire.Message
}

// MarketData streams the ticks of a contract, or a snapshot of them that ends with [io.EOF]. The RequestID of r is
// set. It waits for one of [MarketDataLines], and a regulatory snapshot for a second after the one before.
func (c *Conn) MarketData(ctx context.Context, r wire.RequestMarketData) (*Stream[Tick], error) {
	return c.marketData(ctx, r, nil)
}

// MarketDataTo is [Conn.MarketData] without a queue: take is given each tick as soon as it is decoded, by the
// connection's reader and one at a time, which saves the tick the way over another goroutine. It must not wait, nor call
// the connection. The stream's Next waits for the end alone. After Close take is not called any more.
func (c *Conn) MarketDataTo(ctx context.Context, r wire.RequestMarketData, take func(Tick)) (*Stream[Tick], error) {
	return c.marketData(ctx, r, take)
}

func (c *Conn) marketData(ctx context.Context, r wire.RequestMarketData, take func(Tick)) (*Stream[Tick], error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	r.RequestID = id
	free, err := c.take(ctx, MarketDataLines, r.Kind())
	if err != nil {
		return nil, err
	}
	var turn *turn
	if r.RegulatorySnapshot {
		if turn, err = c.turn(ctx, c.pacer.snapshots, departure{cost: 1}, r.Kind()); err != nil {
			free()
			return nil, err
		}
	}
	s := newStream[Tick](streamLimit, false)
	s.take = take
	s, err = open(ctx, c, s, free, request(id), &r, &wire.CancelMarketData{RequestID: id}, feedTick)
	turn.end(err == nil)
	return s, err
}

func feedTick(s *Stream[Tick], m wire.Message) bool {
	switch m := m.(type) {
	case *wire.TickPrice:
		return s.push(Tick{Type: m.Type, Price: m.Price, Size: m.Size, Attributes: m.Attributes})
	case *wire.TickSize:
		return s.push(Tick{Type: m.Type, Size: m.Size})
	case *wire.TickGeneric:
		return s.push(Tick{Type: m.Type, Price: m.Value})
	case *wire.TickString:
		return s.push(Tick{Type: m.Type, Text: string(m.Value)})
	case *wire.TickSnapshotEnd:
		return false
	}
	return s.push(Tick{Other: m})
}

// TickByTick streams every trade, quote or midpoint of a contract, after as many past ones as r.Count asks for.
// The RequestID of r is set. It waits for one of [TickByTickLines], and for 15 s after the last request for the same
// instrument. Since server version 137.
func (c *Conn) TickByTick(ctx context.Context, r wire.RequestTickByTick) (*Stream[wire.TickByTick], error) {
	return c.tickByTick(ctx, r, nil)
}

// TickByTickTo is to [Conn.TickByTick] what [Conn.MarketDataTo] is to [Conn.MarketData].
func (c *Conn) TickByTickTo(
	ctx context.Context, r wire.RequestTickByTick, take func(wire.TickByTick),
) (*Stream[wire.TickByTick], error) {
	return c.tickByTick(ctx, r, take)
}

func (c *Conn) tickByTick(
	ctx context.Context, r wire.RequestTickByTick, take func(wire.TickByTick),
) (*Stream[wire.TickByTick], error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	r.RequestID = id
	free, err := c.take(ctx, TickByTickLines, r.Kind())
	if err != nil {
		return nil, err
	}
	turn, err := c.turn(ctx, c.pacer.tickByTick, departure{place: instrument(&r.Contract), cost: 1}, r.Kind())
	if err != nil {
		free()
		return nil, err
	}
	feed := func(s *Stream[wire.TickByTick], m wire.Message) bool { return feedTickByTick(s, r.Type, m) }
	s := newStream[wire.TickByTick](streamLimit, false)
	s.take = take
	s, err = open(ctx, c, s, free, request(id), &r, &wire.CancelTickByTick{RequestID: id}, feed)
	turn.end(err == nil)
	return s, err
}

// feedTickByTick turns the past ticks, which come as historical ones, into what follows them.
func feedTickByTick(s *Stream[wire.TickByTick], kind wire.TickByTickType, m wire.Message) bool {
	switch m := m.(type) {
	case *wire.TickByTick:
		return s.push(*m)
	case *wire.HistoricalTicksLast:
		for _, t := range m.Ticks {
			s.push(wire.TickByTick{
				RequestID: m.RequestID, Type: kind, Time: t.Time, Price: t.Price, Size: t.Size,
				Exchange: t.Exchange, SpecialConditions: t.SpecialConditions,
				PastLimit: t.PastLimit, Unreported: t.Unreported,
			})
		}
	case *wire.HistoricalTicksBidAsk:
		for _, t := range m.Ticks {
			s.push(wire.TickByTick{
				RequestID: m.RequestID, Type: kind, Time: t.Time, Bid: t.Bid, Ask: t.Ask,
				BidSize: t.BidSize, AskSize: t.AskSize, BidPastLow: t.BidPastLow, AskPastHigh: t.AskPastHigh,
			})
		}
	case *wire.HistoricalTicks:
		for _, t := range m.Ticks {
			s.push(wire.TickByTick{RequestID: m.RequestID, Type: kind, Time: t.Time, Price: t.Price})
		}
	}
	return s.Err() == nil
}
