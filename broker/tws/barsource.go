package tws

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/aggregate"
)

// A barSource makes time bars of IB's five-second bars, and of history where those are missing. Pieces go through one
// builder in order of time, so that each bar is delivered closed and once, however its pieces came.
type barSource struct {
	*feed
	spec    market.BarSpec
	what    string
	regular bool // regular hours only
	coarse  history
	fine    history

	builder  *aggregate.Builder
	reached  market.Time // the end of the last piece: what ends at or before it has been used
	event    market.Event
	refusals int  // of real-time bars, in a row
	flowing  bool // the history from before the start has been delivered
}

// history is a size of bars of the past.
type history struct {
	size string
	span time.Duration
	most time.Duration // for one request
}

func newBarSource(f *feed, w Want) (source, error) {
	what, ok := WhatToShow(f.instrument.Kind, w.Bars.Price)
	if !ok {
		return nil, fmt.Errorf("tws: IB has no %s prices of %s, a %s", w.Bars.Price, f.instrument.Symbol, f.instrument.Kind)
	}
	if w.Bars.Kind == market.SessionBars {
		return newDailySource(f, w, what)
	}
	if w.Bars.Kind != market.TimeBars || w.Bars.Span%fiveSeconds != 0 {
		return nil, fmt.Errorf("tws: bars of %s cannot be made of IB's bars of five seconds: ask for trades or quotes, of which the engine makes any bars", w.Bars)
	}
	b, err := aggregate.New(w.Bars, market.Seconds(5).Of(w.Bars.Price), f.calendar, aggregate.Options{ExtendedHours: w.ExtendedHours})
	if err != nil {
		return nil, err
	}
	s := &barSource{feed: f, spec: w.Bars, what: what, regular: !w.ExtendedHours, builder: b}
	s.event = market.Event{Kind: market.BarEvent, Instrument: f.instrument.ID}
	s.fine, s.coarse = histories(w.Bars.Span)
	s.reached = s.bucketStart(w)
	return s, nil
}

// histories chooses the sizes of history that a span is made of: fine ones for the last hours, and the largest that
// fits for what is older. Minutes are fine enough where they fit, because IB does not ration them; the largest is half
// an hour, since IB aligns larger ones to hours and not to the open of the session.
func histories(span time.Duration) (fine, coarse history) {
	const largest = 30 * time.Minute
	for _, b := range barSizes {
		if b.spec.Kind != market.TimeBars || b.spec.Span < fiveSeconds || b.spec.Span > largest || span%b.spec.Span != 0 {
			continue
		}
		h := history{b.size, b.spec.Span, b.most}
		if fine.size == "" || b.spec.Span == time.Minute {
			fine = h
		}
		coarse = h
	}
	return fine, coarse
}

// bucketStart is where the bar begins that the wanted start falls into, so that the first bar is whole.
func (b *barSource) bucketStart(w Want) market.Time {
	from := w.From
	if from == 0 {
		from = now()
	}
	if !b.openIn(from, w.ExtendedHours) {
		return from
	}
	s, _ := b.calendar.At(from)
	open := s.Open
	if w.ExtendedHours {
		cursor := b.calendar.Cursor()
		cursor.Seek(from + 1)
		open, _ = cursor.Bounds()
	}
	span := market.Time(w.Bars.Span)
	return open + (from-open)/span*span
}

func (b *barSource) flow(ctx context.Context, s *session, l *listing, ln *line) error {
	stream, err := b.subscribe(ctx, s, l)
	if err != nil {
		var refused *client.RequestError
		if errors.As(err, &refused) {
			b.refusals++
		}
		return err
	}
	defer stream.Close()
	first, err := b.catchUp(ctx, s, l, ln, stream)
	if err != nil {
		return err
	}
	b.flowing, b.event.Late = true, false
	ln.joined()
	if first != nil {
		b.piece(first)
	}
	return b.follow(ctx, s, l, ln, stream)
}

// refusalsAtMost is how often real-time bars may be refused before bars that are kept up to date are asked for instead.
const refusalsAtMost = 2

func (b *barSource) subscribe(ctx context.Context, s *session, l *listing) (pieceStream, error) {
	if b.refusals < refusalsAtMost {
		stream, err := s.conn.RealTimeBars(ctx, wire.RequestRealTimeBars{
			Contract: l.contract, BarSize: 5, WhatToShow: b.what, UseRTH: b.regular,
		})
		if err != nil {
			return nil, err
		}
		return realTime{stream}, nil
	}
	b.alarmOnce("updating "+b.instrument.Symbol, "real-time bars of %s are refused: using bars of %s that are kept up to date, which come later", b.instrument.Symbol, b.fine.size)
	stream, err := s.conn.BarUpdates(ctx, wire.RequestHistoricalData{
		Contract: l.contract, BarSize: b.fine.size, Duration: "1800 S", WhatToShow: b.what, UseRTH: b.regular, FormatDate: 2,
	})
	if err != nil {
		return nil, err
	}
	return &updating{Stream: stream, size: b.fine.span, zone: s.zone}, nil
}

// tardiness is how long after its end a bar's last piece may come.
const tardiness = 3 * time.Second

// follow delivers what the stream brings, fetches what it misses, and closes bars by the clock that nothing closes.
func (b *barSource) follow(ctx context.Context, s *session, l *listing, ln *line, stream pieceStream) error {
	var close closing
	defer close.stop()
	for {
		wait := close.at(ctx, b.builder.Due())
		p, err := stream.next(wait)
		if err != nil {
			if ctx.Err() != nil || wait.Err() == nil {
				b.noteRefusal(err, ln)
				return err
			}
			b.deliver(b.builder.Advance(close.due))
			continue
		}
		b.refusals = 0
		if b.missed(&p, ln) {
			ln.lose(ln, b.reached, "bars were missed and are being fetched")
			if err := b.fill(ctx, s, l, ln, &p); err != nil {
				return err
			}
			b.event.Late = false
			ln.joined()
		}
		ln.arrived()
		b.piece(&p)
	}
}

// closing is the context of waiting for pieces while a bar is open: it ends when the bar must be closed without more
// of them. It is made anew for each bar, not for each piece.
type closing struct {
	due    market.Time
	ctx    context.Context
	cancel context.CancelFunc
}

func (c *closing) at(ctx context.Context, due market.Time) context.Context {
	if due == c.due && c.ctx != nil && c.ctx.Err() == nil {
		return c.ctx
	}
	c.stop()
	c.due = due
	if due == market.Never {
		c.ctx, c.cancel = context.WithCancel(ctx)
	} else {
		c.ctx, c.cancel = context.WithDeadline(ctx, due.Add(tardiness).UTC())
	}
	return c.ctx
}

func (c *closing) stop() {
	if c.cancel != nil {
		c.cancel()
	}
}

// noteRefusal counts a stream of real-time bars that ended before it brought anything.
func (b *barSource) noteRefusal(err error, ln *line) {
	var refused *client.RequestError
	if errors.As(err, &refused) && refused.Code.Class == client.Failure && ln.counted.Load() == 0 && refused.Code.Number != 354 {
		b.refusals++
	}
}

// missed tells whether something should have come before a piece: the market traded in between, for longer than a line
// that is not in doubt is silent now and then.
func (b *barSource) missed(p *market.Bar, ln *line) bool {
	doubted, tolerance := ln.doubted.Load(), ln.opts.Grace
	if doubted {
		tolerance = 0
	}
	hole := b.tradedBetween(b.reached, p.Start, tolerance)
	if doubted && !hole {
		ln.joined()
	}
	return hole
}

// piece feeds one piece, unless it has been used.
func (b *barSource) piece(p *market.Bar) {
	if p.End <= b.reached {
		return
	}
	b.reached = p.End
	p.Instrument = b.instrument.ID
	b.deliver(b.builder.Bar(p))
}

func (b *barSource) deliver(bars []market.Bar) {
	for i := range bars {
		b.event.Time, b.event.Bar = bars[i].End, bars[i]
		b.inbox.Market(&b.event)
	}
}
