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
	line    *line
	spec    market.BarSpec
	what    string
	regular bool // regular hours only
	coarse  history
	fine    history

	builder  *aggregate.Builder
	traded   bool        // the bar under construction has a trade
	reached  market.Time // the end of the last piece: what ends at or before it has been used
	event    market.Event
	refusals int         // of real-time bars, in a row
	updating bool        // the stream is of bars that are kept up to date
	sparse   bool        // there are times without bars, for IB too
	caught   market.Time // when history was fetched last
	flowing  bool        // the run no longer waits for the history from before its start
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
	if w.Bars.Kind != market.TimeBars || w.Bars.Span%pieceSpan != 0 {
		return nil, fmt.Errorf("tws: bars of %s cannot be made of IB's bars of five seconds: ask for trades or quotes, of which the engine makes any bars", w.Bars)
	}
	s := &barSource{feed: f, spec: w.Bars, what: what, regular: !w.ExtendedHours}
	var err error
	if s.builder, err = s.newBuilder(); err != nil {
		return nil, err
	}
	s.event = market.Event{Kind: market.BarEvent, Instrument: f.instrument.ID}
	s.fine, s.coarse = histories(w.Bars.Span)
	s.reached = w.From
	if w.From == 0 {
		s.reached = now()
	}
	s.reached = s.bucketStart(s.reached)
	return s, nil
}

func (b *barSource) newBuilder() (*aggregate.Builder, error) {
	return aggregate.New(b.spec, market.Seconds(5).Of(b.spec.Price), b.calendar, aggregate.Options{ExtendedHours: !b.regular})
}

// histories chooses the sizes of history that a span is made of: fine ones for the last hours, and the largest that
// fits for what is older. Minutes are fine enough where they fit, because IB does not ration them; the largest is half
// an hour, since IB aligns larger ones to hours and not to the open of the session.
func histories(span time.Duration) (fine, coarse history) {
	const largest = 30 * time.Minute
	for _, b := range barSizes {
		if b.spec.Kind != market.TimeBars || b.spec.Span < pieceSpan || b.spec.Span > largest || span%b.spec.Span != 0 {
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

// bucketStart is where the bar begins that a time falls into.
func (b *barSource) bucketStart(t market.Time) market.Time {
	if !b.openIn(t, !b.regular) {
		return t
	}
	cursor := b.calendar.Cursor()
	cursor.Seek(t + 1)
	open, _ := cursor.Bounds()
	span := market.Time(b.spec.Span)
	return open + (t-open)/span*span
}

// rewind drops the bar under construction, to make it anew from history: that knows no five seconds of which some are
// missing.
func (b *barSource) rewind() error {
	if b.builder.Due() == market.Never {
		return nil
	}
	fresh, err := b.newBuilder()
	if err != nil {
		return err
	}
	b.builder, b.reached = fresh, b.bucketStart(b.reached-1)
	return nil
}

func (b *barSource) flow(ctx context.Context, s *session, l *listing, ln *line) error {
	b.line = ln
	err := b.stream(ctx, s, l, ln)
	if !s.sky.cutOff.Load() { // else it was refused for another reason
		b.noteRefusal(err, ln)
	}
	if b.refusals >= 2*refusalsAtMost && !ln.warm {
		b.alarm("no bars of %s: IB refuses those in real time and those that are kept up to date: %v", b.instrument.Symbol, err)
		ln.warmed() // the rest trades without them
	}
	return err
}

func (b *barSource) stream(ctx context.Context, s *session, l *listing, ln *line) error {
	stream, err := b.subscribe(ctx, s, l, ln)
	if err != nil {
		return err
	}
	defer stream.Close()
	b.flowing = ln.warm
	first, err := b.catchUp(ctx, s, l, ln, stream)
	if err != nil {
		return err
	}
	b.flowing, b.caught = true, now()
	ln.warmed()
	if !b.trading(now()) || first != nil && s.proves(first) {
		ln.joined() // else with the first piece
	}
	if first != nil {
		b.live(first)
	}
	return b.follow(ctx, s, l, ln, stream)
}

// refusalsAtMost is how often real-time bars may be refused before bars that are kept up to date are asked for instead.
const refusalsAtMost = 2

func (b *barSource) subscribe(ctx context.Context, s *session, l *listing, ln *line) (pieceStream, error) {
	b.updating = b.refusals >= refusalsAtMost
	ln.pace.Store(0)
	if !b.updating && !b.sparse {
		ln.pace.Store(int64(pieceSpan))
	}
	if !b.updating {
		stream, err := s.conn.RealTimeBars(ctx, wire.RequestRealTimeBars{
			Contract: l.contract, BarSize: 5, WhatToShow: b.what, UseRTH: b.regular,
		})
		if err != nil {
			return nil, err
		}
		return realTime{stream, ln}, nil
	}
	b.alarmOnce("updating "+b.instrument.Symbol, "real-time bars of %s are refused: using bars of %s that are kept up to date, which come later", b.instrument.Symbol, b.fine.size)
	stream, err := s.conn.BarUpdates(ctx, wire.RequestHistoricalData{
		Contract: l.contract, BarSize: b.fine.size, Duration: "1800 S", WhatToShow: b.what, UseRTH: b.regular, FormatDate: 2,
	})
	if err != nil {
		return nil, err
	}
	return &updating{Stream: stream, line: ln, size: b.fine.span, zone: s.zone}, nil
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
			if ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded) {
				return err
			}
			if err := b.closeByClock(ctx, s, l, ln, close.due); err != nil {
				return err
			}
			continue
		}
		b.refusals = 0
		if b.missed(&p, ln) {
			ln.lose(ln, b.reached, "bars were missed and are being fetched")
			if b.updating && !sleep(ctx, b.rationed()) {
				return context.Cause(ctx)
			}
			if err := b.fill(ctx, s, l, ln, b.hole(&p)); err != nil {
				return err
			}
			b.caught = now()
		}
		if (!ln.flowing.Load() || ln.doubted.Load()) && s.proves(&p) {
			ln.joined()
		}
		b.live(&p)
	}
}

// proves tells whether a piece shows that data flows: not one from before the last outage, which has waited for history.
func (s *session) proves(p *market.Bar) bool { return int64(p.End) >= s.sky.backAt.Load() }

// live feeds a piece of the stream. One that had to wait while history was fetched is late.
func (b *barSource) live(p *market.Bar) {
	b.event.Late = p.End < b.caught.Add(-2*pieceSpan)
	b.piece(p)
}

// closeByClock ends a bar of which the last piece has not come: what history has of it counts, once the gateway can know.
func (b *barSource) closeByClock(ctx context.Context, s *session, l *listing, ln *line, due market.Time) error {
	if s.sky.cutOff.Load() {
		if !sleep(ctx, time.Second) {
			return context.Cause(ctx)
		}
		return nil
	}
	ln.busy.Store(true)
	defer ln.busy.Store(false)
	if now().Sub(due) > ln.opts.Grace { // what came before took long
		ln.lose(ln, b.reached, "the end of a bar has not come")
	}
	if err := b.rewind(); err != nil {
		return err
	}
	if err := b.fetch(ctx, s, l, b.fine, now()); err != nil {
		return err
	}
	b.deliver(b.builder.Advance(due))
	b.event.Late = false
	return nil
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

// missed tells whether something should have come before a piece: the market traded in between. History and real-time bars
// have one for every five seconds, with or without trades, so that one that does not come was missed; a line of which
// history has no more, and that is not in doubt, may be silent now and then. A bar that is kept up to date is whole only
// when nothing was missed since it began.
func (b *barSource) missed(p *market.Bar, ln *line) bool {
	doubted := ln.doubted.Load()
	if doubted && b.updating {
		return true
	}
	tolerance := ln.opts.Grace
	if doubted || !b.sparse {
		tolerance = 0
	}
	return b.tradedBetween(b.reached, p.Start, tolerance)
}

// ration is how often history of less than a minute is asked for on account of bars that are kept up to date, of which
// many are missed: IB gives 60 in ten minutes for all instruments together.
const ration = 30 * time.Second

// rationed is how long to wait before history is asked for again.
func (b *barSource) rationed() time.Duration {
	if b.fine.span >= time.Minute {
		return 0
	}
	return time.Until(b.caught.Add(ration).UTC())
}

// hole is the end of what was missed before a piece. One that is kept up to date may lack as much itself.
func (b *barSource) hole(p *market.Bar) market.Time {
	if b.updating {
		return p.End
	}
	return p.Start
}

// piece feeds one piece, unless it has been used.
func (b *barSource) piece(p *market.Bar) {
	if p.End <= b.reached {
		return
	}
	b.reached = p.End
	p.Instrument = b.instrument.ID
	b.firstTrade(p)
	b.deliver(b.builder.Bar(p))
}

// firstTrade lets a bar begin with its first trade, as IB's own longer bars do: pieces without one repeat the price from
// before. A bar of nothing else stays as they are.
func (b *barSource) firstTrade(p *market.Bar) {
	inside := b.builder.Due() != market.Never && p.End <= b.builder.Due()
	if inside && !b.traded && p.Volume > 0 {
		if fresh, err := b.newBuilder(); err == nil { // as one was made before
			b.builder = fresh
		}
	}
	b.traded = p.Volume > 0 || inside && b.traded
}

func (b *barSource) deliver(bars []market.Bar) {
	for i := range bars {
		b.event.Time, b.event.Bar = bars[i].End, bars[i]
		b.inbox.Market(&b.event)
	}
}
