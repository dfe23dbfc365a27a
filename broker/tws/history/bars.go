package history

import (
	"context"
	"fmt"
	"time"

	"github.com/tidemark/tidemark/broker/tws"
	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// bars asks for the bars of a step and buffers those that belong to it. It returns the time of the last.
func (r *run) bars(ctx context.Context, s Step) (last market.Time, err error) {
	size, err := tws.BarSize(r.plan.Series.Spec)
	if err != nil {
		return 0, err
	}
	end := s.To
	if r.plan.daily() {
		// The day's bar is only certain to be in the answer when the day is over.
		end = min(end.Add(day/2), r.plan.now)
	}
	request := wire.RequestHistoricalData{
		Contract: r.plan.Contract, End: ibtime.FormatUTC(end.UTC()), Duration: r.plan.duration(end.Sub(s.Open)),
		BarSize: size, WhatToShow: r.plan.What, UseRTH: r.plan.Regular, FormatDate: 2,
	}
	rows, err := persist(ctx, r.d, r.plan.limit(), func(ctx context.Context, source Source) ([]wire.Bar, error) {
		r.result.Requests++
		return source.HistoricalBars(ctx, request)
	})
	if err != nil {
		return 0, err
	}
	bars, err := r.timed(rows)
	if err != nil {
		return 0, err
	}
	for _, b := range bars {
		if b.End <= s.From || b.End > s.To {
			continue // the answer to a round duration
		}
		if b.End <= last {
			return 0, fmt.Errorf("history: bars of %s: the one that starts at %s comes after a later one", r.plan.Series, b.Start)
		}
		r.buffer.bars.Append(b)
		last = b.End
	}
	return last, nil
}

// timed gives bars their starts and ends.
func (r *run) timed(rows []wire.Bar) ([]market.Bar, error) {
	if r.plan.daily() {
		return r.dated(rows)
	}
	bars := make([]market.Bar, len(rows))
	span := r.plan.Series.Spec.Span
	sessions := r.plan.calendar.Cursor()
	for i := range rows {
		start, err := ibtime.Parse(rows[i].Date, nil)
		if err != nil {
			return nil, fmt.Errorf("history: bars of %s: %w", r.plan.Series, err)
		}
		bars[i] = observed(&rows[i])
		bars[i].Start = market.At(start)
		bars[i].End = r.plan.closing(sessions, bars[i].Start, span)
		if i > 0 && bars[i].Start > bars[i-1].Start {
			bars[i-1].End = min(bars[i-1].End, bars[i].Start)
		}
	}
	return bars, nil
}

// closing is when a bar ends: with its span, or with the hours that are asked for.
func (p *Plan) closing(sessions *calendar.Cursor, start market.Time, span time.Duration) market.Time {
	end := start.Add(span)
	// What is complete a nanosecond after the start happened in the session in which the bar starts.
	s, phase := sessions.Seek(start.Add(time.Nanosecond))
	if phase == calendar.Closed {
		return end
	}
	if _, closes := p.hours(s); closes > start {
		return min(end, closes)
	}
	return end
}

// dated makes daily bars; those of days without a session are left out and counted.
func (r *run) dated(rows []wire.Bar) ([]market.Bar, error) {
	var bars []market.Bar
	for i := range rows {
		date, err := ibtime.ParseDate(rows[i].Date)
		if err != nil {
			return nil, fmt.Errorf("history: bars of %s: %w", r.plan.Series, err)
		}
		session, ok := r.plan.calendar.Session(date)
		if !ok {
			r.result.Homeless++
			continue
		}
		b := observed(&rows[i])
		b.Start, b.End = session.Open, session.Close
		bars = append(bars, b)
	}
	return bars, nil
}

// observed is a bar without its times; of what is not traded IB gives the volume -1.
func observed(b *wire.Bar) market.Bar {
	return market.Bar{Open: b.Open, High: b.High, Low: b.Low, Close: b.Close, Volume: max(0, b.Volume.Or(0))}
}
