package history_test

import (
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
)

// A second's bars are asked for half an hour at a time, 13 times a session, and 60 times in ten minutes.
func TestSmallBars(t *testing.T) {
	d := newDesk(t, &ib{})
	p := d.plan(shares(market.Seconds(1), 20240110, 20240119))
	if len(p.Steps) != 7*13 || p.Estimate != 10*time.Minute {
		t.Errorf("%d steps in %v; want %d in 10m", len(p.Steps), p.Estimate, 7*13)
	}
	both := p.Target
	both.What = "BID_ASK" // counts double: 30 in ten minutes
	if p := d.plan(both); len(p.Steps) != 7*13 || p.Estimate != 30*time.Minute {
		t.Errorf("bids and asks: %d steps in %v; want %d in 30m", len(p.Steps), p.Estimate, 7*13)
	}
	p = d.plan(shares(market.Seconds(5), 20240119, 20240119))
	var sessions int
	for i, s := range p.Steps {
		sessions += s.Sessions
		if i > 0 && (s.From != p.Steps[i-1].To || s.To.Sub(s.From) > time.Hour) {
			t.Errorf("step %d: %+v", i, s)
		}
	}
	// Six hours and a half.
	if len(p.Steps) != 7 || sessions != 1 || p.Steps[6].To != at("2024-01-19T21:00:00Z") {
		t.Errorf("%d steps for %d sessions", len(p.Steps), sessions)
	}
	// 180 days before noon of 20 January 2024 was the morning of 24 July 2023, a Monday.
	p = d.plan(shares(market.Seconds(30), 20230720, 20230726))
	if p.Sessions != 5 || len(p.Steps) != 3 || !strings.Contains(strings.Join(p.Notes, "\n"), "2 sessions are left out") {
		t.Errorf("%d sessions, steps %+v, notes %q", p.Sessions, p.Steps, p.Notes)
	}
}

// Small bars of a session resume where they were left.
func TestSmallBarsResume(t *testing.T) {
	b := &ib{}
	b.minutes(1, "2024-01-19") // stands for bars of five seconds, most of which are missing
	d := newDesk(t, b)
	target := shares(market.Seconds(5), 20240119, 20240119)
	result := d.download(target)
	rows := d.rows(target.Series)
	if result.Requests != 7 || len(rows) != 390 || rows[0].End != at("2024-01-19T14:30:05Z") {
		t.Errorf("%+v, %d rows", result, len(rows))
	}
	forget(t, d, target.Series)
	// The last bar ended at 20:59:05.
	if p := d.plan(target); len(p.Steps) != 1 || p.Steps[0].From != at("2024-01-19T20:59:05Z") {
		t.Errorf("%+v", p.Steps)
	}
}

// Nothing is asked for from before the beginning of the data.
func TestBeginning(t *testing.T) {
	b := &ib{begins: "1705501800"} // 17 January 2024, 14:30 UTC
	d := newDesk(t, b)
	p := d.plan(shares(market.Minutes(1), 20240110, 20240119))
	if len(p.Steps) != 3 || p.Steps[0].To != at("2024-01-17T21:00:00Z") || len(p.Notes) != 1 || !strings.Contains(p.Notes[0], "4 sessions before 2024-01-17") {
		t.Errorf("steps %+v, notes %q", p.Steps, p.Notes)
	}
	b.begins = ""
	if p := d.plan(shares(market.Minutes(1), 20240110, 20240119)); len(p.Steps) != 7 || len(p.Notes) != 1 {
		t.Errorf("steps %+v, notes %q", p.Steps, p.Notes)
	}
}

// With extended hours a session is from 4:00 to 20:00 in New York, and the hours between are nobody's.
func TestExtendedHours(t *testing.T) {
	d := newDesk(t, &ib{})
	target := shares(market.Minutes(1), 20240118, 20240119)
	target.Regular = false
	p := d.plan(target)
	if len(p.Steps) != 2 || p.Steps[0].Open != at("2024-01-18T09:00:00Z") || p.Steps[0].From != at("2024-01-18T01:00:00Z") ||
		p.Steps[1].From != p.Steps[0].To || p.Steps[1].To != at("2024-01-20T01:00:00Z") {
		t.Errorf("%+v", p.Steps)
	}
}

func TestImpossibleTargets(t *testing.T) {
	d := newDesk(t, &ib{})
	for text, target := range map[string]struct {
		spec     market.BarSpec
		kind     market.Kind
		calendar string
		to       market.Date
	}{
		"7m":                  {market.Minutes(7), market.Equity, "XNYS", 20240119},
		"last one not before": {market.Minutes(1), market.Equity, "XNYS", 20230119},
		"no bid prices":       {market.Minutes(1).Of(market.Bid), market.Index, "XNYS", 20240119},
		"XXXX":                {market.Minutes(1), market.Equity, "XXXX", 20240119},
	} {
		impossible := shares(target.spec, 20240119, target.to)
		impossible.Instrument.Kind, impossible.Instrument.Calendar = target.kind, target.calendar
		if _, err := d.Plan(t.Context(), impossible, d.now); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if list, err := d.Catalog.Series(); err != nil || len(list) > 0 {
		t.Error(list, err)
	}
}
