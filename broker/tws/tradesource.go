package tws

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// A tradeSource delivers trades: each one where a tick-by-tick line is to be had, else those that the market data
// reports several times a second. While it is subscribed the
// connection's reader is the one to touch it. They are stamped with the time of their arrival: IB states only the second.
type tradeSource struct {
	*feed
	event   market.Event
	sampled bool // there is no tick-by-tick line
}

func newTradeSource(f *feed) *tradeSource {
	return &tradeSource{feed: f, event: market.Event{Kind: market.TradeEvent, Instrument: f.instrument.ID}}
}

// lineWait is how long to wait for a tick-by-tick line to become free.
const lineWait = 30 * time.Second

func (t *tradeSource) flow(ctx context.Context, s *session, l *listing, ln *line) error {
	if !t.sampled {
		err := t.every(ctx, s, l, ln)
		if !lacksLine(err) || ctx.Err() != nil {
			return err
		}
		t.sampled = true
		t.alarm("no tick-by-tick line is free for %s: its trades are sampled several times a second instead", t.instrument.Symbol)
	}
	return t.sample(ctx, s, l, ln)
}

// lacksLine tells whether a subscription failed because there are no more of its kind.
func lacksLine(err error) bool {
	var refused *client.RequestError
	var version *wire.VersionError
	if errors.As(err, &refused) {
		return refused.Code.Number == 10190 || refused.Code.Number == 10189
	}
	return errors.As(err, &version) || errors.Is(err, context.DeadlineExceeded)
}

func (t *tradeSource) every(ctx context.Context, s *session, l *listing, ln *line) error {
	opening, cancel := context.WithTimeout(ctx, lineWait)
	request := wire.RequestTickByTick{Contract: l.contract, Type: wire.TickLast}
	stream, err := s.conn.TickByTickTo(opening, request, func(m wire.TickByTick) {
		defer ln.contain()
		t.emit(m.Price, m.Size.Or(0), ln)
	})
	cancel()
	if err != nil {
		return err
	}
	defer stream.Close()
	ln.subscribed()
	_, err = stream.Next(ctx)
	return err
}

// sample takes trades from the market data. Its ticks state the price, the size and the time of the last trade.
func (t *tradeSource) sample(ctx context.Context, s *session, l *listing, ln *line) error {
	const tradeVolume = "233" // IB's number of the ticks that tell of trades
	request := wire.RequestMarketData{Contract: l.contract, GenericTicks: tradeVolume}
	stream, err := s.conn.MarketDataTo(ctx, request, func(tick client.Tick) {
		defer ln.contain()
		if tick.Other == nil && tick.Type == wire.TickRTVolume {
			if price, size, ok := tradeOf(tick.Text); ok {
				t.emit(price, size, ln)
			}
		}
	})
	if err != nil {
		return err
	}
	defer stream.Close()
	ln.subscribed()
	_, err = stream.Next(ctx)
	return err
}

// tradeOf reads "price;size;time;volume;vwap;single"; the price is empty when only the volume changed.
func tradeOf(text string) (price, size float64, ok bool) {
	first, rest, _ := strings.Cut(text, ";")
	second, _, found := strings.Cut(rest, ";")
	price, errPrice := strconv.ParseFloat(first, 64)
	size, errSize := strconv.ParseFloat(second, 64)
	return price, size, found && errPrice == nil && errSize == nil
}

func (t *tradeSource) emit(price, size float64, ln *line) {
	ln.arrived()
	if price == 0 && size == 0 {
		return // a halt, or its end
	}
	at := now()
	t.event.Time = at
	t.event.Trade = market.Trade{Instrument: t.instrument.ID, Time: at, Price: price, Size: size}
	t.inbox.Market(&t.event)
	if !ln.flowing.Load() || ln.doubted.Load() {
		ln.joined()
	}
}
