package history_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// New York had whole sessions on these days, and was closed on 15 January, for Martin Luther King's day.
var winterDays = []string{"2024-01-10", "2024-01-11", "2024-01-12", "2024-01-16", "2024-01-17", "2024-01-18", "2024-01-19"}

// Minutes come a session a request, with the times of their ends, and only once.
func TestMinutes(t *testing.T) {
	b := &ib{}
	b.minutes(1, winterDays...)
	d := newDesk(t, b)
	target := shares(market.Minutes(1), 20240110, 20240119)
	p := d.plan(target)
	if p.Sessions != 7 || p.Held != 0 || len(p.Steps) != 7 {
		t.Errorf("%d sessions, %d held, %d steps; want 7, 0, 7", p.Sessions, p.Held, len(p.Steps))
	}
	result := d.download(target)
	// A session from 9:30 to 16:00 has 390 minutes.
	if result.Rows != 7*390 || result.Requests != 7 || result.Empty != 0 ||
		result.First != at("2024-01-10T14:31:00Z") || result.Last != at("2024-01-19T21:00:00Z") {
		t.Errorf("%+v", result)
	}
	want := []string{
		"1 min | TRADES | 1 D | 20240110-21:00:00",
		"1 min | TRADES | 1 D | 20240111-21:00:00",
		"1 min | TRADES | 1 D | 20240112-21:00:00",
		"1 min | TRADES | 1 D | 20240116-21:00:00",
		"1 min | TRADES | 1 D | 20240117-21:00:00",
		"1 min | TRADES | 1 D | 20240118-21:00:00",
		"1 min | TRADES | 1 D | 20240119-21:00:00",
	}
	if diff := cmp.Diff(want, b.asked); diff != "" {
		t.Error(diff)
	}
	rows := d.rows(target.Series)
	first := market.Bar{
		Start: at("2024-01-10T14:30:00Z"), End: at("2024-01-10T14:31:00Z"),
		Open: 108.7, High: 109.7, Low: 107.7, Close: 108.7, Volume: 870,
	}
	if diff := cmp.Diff(first, rows[0]); diff != "" {
		t.Error(diff)
	}
	if in, err := d.Catalog.Instrument("X"); err != nil || in.Calendar != "XNYS" {
		t.Errorf("definition: %+v, %v", in, err)
	}
	if p := d.plan(target); p.Held != 7 || len(p.Steps) != 0 {
		t.Errorf("a second plan: %d held, steps %+v", p.Held, p.Steps)
	}
}

// Larger bars share requests, as far as the table of durations in IB's documentation goes: 5 minutes a week.
func TestSessionsShareRequests(t *testing.T) {
	b := &ib{}
	b.minutes(5, winterDays...)
	d := newDesk(t, b)
	result := d.download(shares(market.Minutes(5), 20240110, 20240119))
	// From the open on the 22nd to the close on the 28th are 6.3 days, to the close on the 29th 7.3.
	want := []string{"5 mins | TRADES | 7 D | 20240116-21:00:00", "5 mins | TRADES | 3 D | 20240119-21:00:00"}
	if diff := cmp.Diff(want, b.asked); diff != "" || result.Rows != 7*78 {
		t.Errorf("%d rows, want %d %s", result.Rows, 7*78, diff)
	}
}

// IB's hours begin on the hour, and with the session: the first of New York has half an hour.
func TestHours(t *testing.T) {
	b := &ib{}
	for _, start := range []string{"1705501800", "1705503600", "1705507200", "1705510800", "1705514400", "1705518000", "1705521600"} {
		b.bars = append(b.bars, wire.Bar{Date: start, Open: 1, High: 1, Low: 1, Close: 1})
	}
	d := newDesk(t, b)
	target := shares(market.Hours(1), 20240117, 20240117)
	d.download(target)
	var got []string
	for _, row := range d.rows(target.Series) {
		got = append(got, row.Start.UTC().Format("15:04")+"-"+row.End.UTC().Format("15:04"))
	}
	want := []string{"14:30-15:00", "15:00-16:00", "16:00-17:00", "17:00-18:00", "18:00-19:00", "19:00-20:00", "20:00-21:00"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A daily bar belongs to the session of its date, which was over at 13:00 on the day after Thanksgiving; a bar of a
// holiday, such as Christmas's, has none.
func TestDays(t *testing.T) {
	b := &ib{}
	for _, date := range []string{"20231122", "20231124", "20231127", "20231225", "20240119"} {
		b.bars = append(b.bars, wire.Bar{Date: date, Open: 1, High: 1, Low: 1, Close: 1})
	}
	d := newDesk(t, b)
	target := shares(market.Daily(), 20231122, 20240131)
	result := d.download(target)
	if result.Homeless != 1 || result.Rows != 4 || len(b.asked) != 1 {
		t.Errorf("%+v, asked %q", result, b.asked)
	}
	rows := d.rows(target.Series)
	if rows[1].Start != at("2023-11-24T14:30:00Z") || rows[1].End != at("2023-11-24T18:00:00Z") ||
		rows[3].End != at("2024-01-19T21:00:00Z") {
		t.Errorf("%+v", rows)
	}
}

// The close moves with daylight saving, which ended in 2023 on 5 November.
func TestDaylightSaving(t *testing.T) {
	b := &ib{}
	d := newDesk(t, b)
	result := d.download(shares(market.Minutes(1), 20231103, 20231106))
	want := []string{"1 min | TRADES | 1 D | 20231103-20:00:00", "1 min | TRADES | 1 D | 20231106-21:00:00"}
	if diff := cmp.Diff(want, b.asked); diff != "" || result.Empty != 2 {
		t.Errorf("%+v %s", result, diff)
	}
}

// What a series is of decides what IB is asked for.
func TestWhat(t *testing.T) {
	for _, c := range []struct {
		in   market.Instrument
		spec market.BarSpec
		want string
	}{
		{market.NewForex("EUR", "USD"), market.Hours(1).Of(market.Mid), "1 hour | MIDPOINT | 1 D | 20240118-22:00:00"},
		{market.NewForex("EUR", "USD"), market.Hours(1).Of(market.Ask), "1 hour | ASK | 1 D | 20240118-22:00:00"},
		{market.NewFuture("ESH4", "ES", 20240315, tick, tick), market.Minutes(1), "1 min | TRADES | 1 D | 20240118-22:00:00"},
	} {
		b := &ib{}
		d := newDesk(t, b)
		target := shares(c.spec, 20240118, 20240118)
		target.Instrument, target.Series.Symbol, target.Regular = c.in, c.in.Symbol, false
		d.download(target)
		if len(b.asked) != 1 || b.asked[0] != c.want {
			t.Errorf("%s: %q, want %q", c.in.Symbol, b.asked, c.want)
		}
	}
}
