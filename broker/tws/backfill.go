package tws

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// recent is how far back fine history is used; older parts are made of coarse one.
const recent = 24 * time.Hour

// catchUp fetches everything up to where the stream takes over. The stream's own pieces wait meanwhile; the first is
// returned, when there is one yet.
func (b *barSource) catchUp(ctx context.Context, s *session, l *listing, ln *line, stream pieceStream) (*market.Bar, error) {
	ln.busy.Store(true)
	defer ln.busy.Store(false)
	if err := b.rewind(); err != nil {
		return nil, err
	}
	if err := b.fetchOld(ctx, s, l); err != nil {
		return nil, err
	}
	if err := b.fetch(ctx, s, l, b.fine, now()); err != nil {
		return nil, err
	}
	if !b.trading(now()) {
		return nil, nil // the stream begins with the next session
	}
	// It begins with the first piece, which comes within seconds where there is one every five.
	first, cancel := context.WithTimeout(ctx, 2*pieceSpan)
	defer cancel()
	p, err := stream.next(first)
	if err != nil {
		if first.Err() != nil && ctx.Err() == nil {
			return nil, nil // a quiet market: the gap is looked at when something comes
		}
		return nil, err
	}
	if b.tradedBetween(b.reached, p.Start, 0) {
		return &p, b.fill(ctx, s, l, ln, b.hole(&p))
	}
	return &p, nil
}

// fillTries is how often history is asked for what it does not have yet, and sureTries how often it must say that there is
// nothing.
const fillTries, sureTries = 5, 3

// fill fetches what lies between the last piece and a time at which the stream goes on. History knows only whole bars, so
// it is asked when the one in which the stream sets in has ended; the stream's pieces that it covers are dropped.
func (b *barSource) fill(ctx context.Context, s *session, l *listing, ln *line, until market.Time) error {
	ln.busy.Store(true)
	defer ln.busy.Store(false)
	if err := b.rewind(); err != nil {
		return err
	}
	if err := b.fetchOld(ctx, s, l); err != nil {
		return err
	}
	whole := market.Time(b.fine.span)
	covered := (until + whole - 1) / whole * whole
	for try := range fillTries {
		if wait := covered.Add(tardiness).UTC(); !sleep(ctx, time.Until(wait)) {
			return context.Cause(ctx)
		}
		if err := b.fetch(ctx, s, l, b.fine, now()); err != nil {
			return err
		}
		if !b.tradedBetween(b.reached, until, 0) {
			return nil
		}
		if !sleep(ctx, time.Duration(try+1)*tardiness) {
			return context.Cause(ctx)
		}
	}
	b.sparse = true
	ln.alarm("bars of %s from %v to %v are missing: IB's history does not have them", b.instrument.Symbol, b.reached, until)
	return nil
}

// fetchOld fetches what is older than fine history is meant for.
func (b *barSource) fetchOld(ctx context.Context, s *session, l *listing) error {
	until := now().Add(-recent)
	if b.coarse == b.fine || b.reached >= until {
		return nil
	}
	// The last close before: there every size of bar ends.
	session, ok := b.calendar.Previous(until)
	if !ok || session.LateClose <= b.reached {
		return nil
	}
	return b.fetch(ctx, s, l, b.coarse, session.LateClose)
}

// fetch feeds the finished bars of the past up to a time, oldest first, in as many requests as are needed.
func (b *barSource) fetch(ctx context.Context, s *session, l *listing, h history, until market.Time) error {
	b.event.Late = b.flowing
	for b.tradedBetween(b.reached, until, h.span-1) {
		from := b.reached
		if !b.trading(from) { // skip the time of no trading
			if next, ok := b.calendar.Next(from); ok {
				from = max(from, b.openingOf(next))
			}
		}
		end := min(until, from.Add(h.most))
		bars, err := b.ask(ctx, s, l, h, end, end.Sub(from))
		if err != nil {
			return err
		}
		for i := range bars {
			p, err := pieceOf(&bars[i], h.span, s.zone)
			if err != nil {
				return err
			}
			p.End = min(p.End, b.closeAfter(p.Start))
			if p.Start >= b.reached && p.End <= until && p.End <= now() { // the last one may still be forming
				b.piece(&p)
			}
		}
		if end == until {
			return nil
		}
		b.reached = max(b.reached, end)
	}
	return nil
}

// ask asks for bars of the past. No bars are an answer only when it is given again, and no farm of history is broken: it
// also is what a service says that is not up yet, in words that depend on its language.
func (b *barSource) ask(ctx context.Context, s *session, l *listing, h history, end market.Time, span time.Duration) ([]wire.Bar, error) {
	r := wire.RequestHistoricalData{
		Contract: l.contract, BarSize: h.size, Duration: Duration(span), WhatToShow: b.what,
		UseRTH: b.regular, FormatDate: 2, End: ibtime.FormatUTC(end.UTC().Add(time.Second - 1)),
	}
	const historyTimeout = 2 * time.Minute
	retry := newBackoff(2*time.Second, 30*time.Second, b.opts.Seed)
	for try := 1; ; try++ {
		if !s.reaches(ctx) {
			return nil, context.Cause(ctx)
		}
		limited, cancel := context.WithTimeout(ctx, historyTimeout)
		bars, err := s.conn.HistoricalBars(limited, r)
		cancel()
		var refused *client.RequestError
		none := errors.As(err, &refused) && refused.Code.Number == 162 && !refused.Code.Retriable && s.archives.complete()
		switch {
		case err == nil && (len(bars) > 0 || try >= sureTries):
			return bars, nil
		case err == nil: // the end of an answer without an answer
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case none && try >= sureTries:
			b.alarmOnce("history "+b.instrument.Symbol, "IB has no history of %s in the %v up to %v: %s", b.instrument.Symbol, span, end, refused.Text)
			return nil, nil
		case try >= fillTries:
			b.alarmOnce("no history "+b.instrument.Symbol, "history of %s does not come, and will be asked for again: %v", b.instrument.Symbol, err)
			return nil, fmt.Errorf("history of %s up to %v: %w", b.instrument.Symbol, end, err)
		}
		// What waits for it is not there, although nobody has said that anything was lost.
		b.line.lose(b.line, b.reached, "history does not come")
		if !sleep(ctx, retry.wait()) {
			return nil, context.Cause(ctx)
		}
	}
}
