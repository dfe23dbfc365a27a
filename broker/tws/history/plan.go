package history

import (
	"context"
	"fmt"
	"time"

	"github.com/tidemark/tidemark/broker/tws"
	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// Plan is what is missing of a target.
type Plan struct {
	Target
	// Sessions is how many there are in the period, and Held how many of them need not be asked for.
	Sessions, Held int
	Steps          []Step
	// Estimate is how long the steps take at IB's pace, ticks of quiet sessions assumed.
	Estimate time.Duration
	// Notes say what of the period is left out and why.
	Notes []string

	now      market.Time
	calendar *calendar.Calendar
	record   data.Download
}

// Plan works out what is missing at the time now. It asks the source when its data begins, and nothing else.
func (d *Downloader) Plan(ctx context.Context, t Target, now time.Time) (*Plan, error) {
	if err := t.complete(); err != nil {
		return nil, err
	}
	cal, err := calendar.Get(t.Instrument.Calendar)
	if err != nil {
		return nil, fmt.Errorf("history: calendar of %s: %w", t.Series.Symbol, err)
	}
	p := &Plan{Target: t, calendar: cal, now: market.At(now)}
	if d.Catalog != nil {
		if p.record, err = d.Catalog.Download(t.Series); err != nil {
			return nil, err
		}
	}
	switch p.record.Terms {
	case t.terms():
	case "":
		p.record.Terms = t.terms()
	default:
		return nil, &TermsError{t.Series, p.record.Terms, t.terms()}
	}
	list := windows(cal, &t, p.now)
	p.Sessions = len(list)
	list = p.within(list, d.begins(ctx, p))
	holes, err := p.holes(d.Catalog, list)
	if err != nil {
		return nil, err
	}
	p.Steps = p.cut(holes)
	p.Estimate = p.estimate()
	return p, ctx.Err()
}

// begins asks when the data begins; 0 when that cannot be known.
func (d *Downloader) begins(ctx context.Context, p *Plan) market.Time {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	text, err := d.Source.HeadTimestamp(ctx, wire.RequestHeadTimestamp{
		Contract: p.Contract, UseRTH: p.Regular, WhatToShow: p.What, FormatDate: 2,
	})
	if err == nil {
		var t time.Time
		if t, err = ibtime.Parse(text, time.UTC); err == nil {
			return market.At(t)
		}
	}
	p.note("IB does not say when its data begins: %v", err)
	return 0
}

func (p *Plan) note(format string, args ...any) {
	p.Notes = append(p.Notes, fmt.Sprintf(format, args...))
}

// keeps is how long IB keeps bars of up to 30 seconds: six months.
const keeps = 180 * 24 * time.Hour

// within leaves out the sessions of which IB has nothing.
func (p *Plan) within(list []window, begins market.Time) []window {
	old := 0
	for old < len(list) && list[old].to < begins {
		old++
	}
	if old > 0 {
		p.note("%d sessions before %s are left out: IB's data begins there", old, begins)
	}
	list = list[old:]
	if !p.small() {
		return list
	}
	old = 0
	for old < len(list) && list[old].open < p.now.Add(-keeps) {
		old++
	}
	if old > 0 {
		p.note("%d sessions are left out: IB keeps bars of up to 30 seconds for six months", old)
	}
	return list[old:]
}

// answer is how long IB takes to answer, as a rule.
const answer = 2 * time.Second

// estimate is 60 requests in ten minutes for small bars, and otherwise the time of the answers.
func (p *Plan) estimate() time.Duration {
	n := len(p.Steps)
	least := time.Duration(n) * answer
	if p.small() && n > 0 {
		most := longMost
		if p.What == "BID_ASK" {
			most /= 2 // each counts as two
		}
		return max(least, time.Duration((n-1)/most)*longWindow)
	}
	return least
}

// day is the least that is asked for at once of bars from a minute on.
const day = 24 * time.Hour

// duration is how much a request for bars asks for.
func (p *Plan) duration(span time.Duration) string {
	if p.small() {
		return tws.Duration(max(span, time.Minute))
	}
	return tws.Duration(max(span, day))
}
