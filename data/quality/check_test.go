package quality_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/data/quality"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// held streams bars from memory, a few at a time.
type held struct {
	bars []market.Bar
	step int
	err  error
}

func (h *held) Next(batch *market.Bars) error {
	batch.Reset()
	if len(h.bars) == 0 {
		if h.err != nil {
			return h.err
		}
		return io.EOF
	}
	n := min(max(h.step, 1), len(h.bars))
	for _, b := range h.bars[:n] {
		batch.Append(b)
	}
	h.bars = h.bars[n:]
	return nil
}

func (h *held) Close() error { return nil }

func check(t testing.TB, bars []market.Bar, c *calendar.Calendar, spec market.BarSpec, o quality.Options) quality.Report {
	t.Helper()
	r, err := quality.Check(&held{bars: bars, step: 7}, market.NewEquity("XYZ"), c, spec, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// minutesOf are flat bars, one for each minute that ends from first to last, both included, on a clock in
// New York; the prices differ a little from bar to bar.
func minutesOf(t testing.TB, date market.Date, first, last string) []market.Bar {
	t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	clock := func(text string) market.Time {
		at, err := time.ParseInLocation("2006-01-02 15:04", date.String()+" "+text, zone)
		if err != nil {
			t.Fatal(err)
		}
		return market.At(at)
	}
	var bars []market.Bar
	for end := clock(first); end <= clock(last); end = end.Add(time.Minute) {
		price := 100 + float64(len(bars)%3)/100
		bars = append(bars, market.Bar{Start: end.Add(-time.Minute), End: end, Open: price, High: price, Low: price, Close: price, Volume: 100})
	}
	return bars
}

// By hand: 2015-12-23 has 390 minutes and the half day after it 210. The stream begins at 09:35 with the
// minute that ends then, and lacks 10:01 to 10:10, the last hour of the first day together with the first
// five minutes of the second, and ends at 12:00.
func TestCoverageByHand(t *testing.T) {
	bars := minutesOf(t, 20151223, "09:35", "10:00")
	bars = append(bars, minutesOf(t, 20151223, "10:11", "15:00")...)
	bars = append(bars, minutesOf(t, 20151224, "09:36", "12:00")...)
	r := check(t, bars, calendarOf(t, "XNYS"), market.Minutes(1), quality.Options{})
	c := *r.Coverage
	// Expected: 09:34 to 16:00 is 386 minutes, 09:30 to 12:00 is 150.
	if c.Expected != 386+150 || c.Missing != 10+60+5 || c.MissingSessions != 0 || math.Abs(c.Score-461.0/536) > 1e-12 {
		t.Errorf("coverage %+v, want 75 of 536 missing", c)
	}
	want := []quality.Gap{
		{From: at(t, "2015-12-23T15:00:00Z"), To: at(t, "2015-12-23T15:10:00Z"), Bars: 10},
		{From: at(t, "2015-12-23T20:00:00Z"), To: at(t, "2015-12-24T14:35:00Z"), Bars: 65},
	}
	if len(r.Gaps) != 2 || r.Gaps[0] != want[0] || r.Gaps[1] != want[1] {
		t.Errorf("gaps %+v, want %+v", r.Gaps, want)
	}
}

func at(t testing.TB, text string) market.Time {
	t.Helper()
	var m market.Time
	if err := m.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return m
}

// Thanksgiving 2013: 28 November had no session, 29 November was a half day. Nothing between the 27th and
// the 2nd of December is one missing session.
func TestMissingSession(t *testing.T) {
	bars := append(minutesOf(t, 20131127, "15:59", "16:00"), minutesOf(t, 20131202, "09:31", "09:32")...)
	r := check(t, bars, calendarOf(t, "XNYS"), market.Minutes(1), quality.Options{})
	if c := r.Coverage; c.MissingSessions != 1 || c.Missing != 210 || c.Expected != 2+210+2 {
		t.Errorf("coverage %+v, want one session of 210 minutes missing", c)
	}
	// Before and after regular hours, and when there are none.
	bars = append(minutesOf(t, 20131127, "08:00", "09:30"), minutesOf(t, 20131128, "10:00", "10:01")...)
	r = check(t, bars, calendarOf(t, "XNYS"), market.Minutes(1), quality.Options{})
	if r.Coverage.Extended != 91 || r.Of(quality.Closed) != 2 || r.Coverage.Expected != 0 || r.Coverage.Score != 1 {
		t.Errorf("coverage %+v, closed %d", r.Coverage, r.Of(quality.Closed))
	}
}

// Whatever bars are left out of two days, the report has that many missing, and they are where the gaps are.
func TestMissingIsWhatWasLeftOut(t *testing.T) {
	full := append(minutesOf(t, 20131007, "09:31", "16:00"), minutesOf(t, 20131008, "09:31", "16:00")...)
	nyse := calendarOf(t, "XNYS")
	rapid.Check(t, func(rt *rapid.T) {
		gone := rapid.SliceOfNDistinct(rapid.IntRange(1, len(full)-2), 0, 100, rapid.ID).Draw(rt, "left out")
		left := make(map[int]bool, len(gone))
		for _, i := range gone {
			left[i] = true
		}
		var bars []market.Bar
		for i, b := range full {
			if !left[i] {
				bars = append(bars, b)
			}
		}
		r := check(t, bars, nyse, market.Minutes(1), quality.Options{})
		inGaps := int64(0)
		for _, g := range r.Gaps {
			inGaps += g.Bars
		}
		if r.Coverage.Expected != int64(len(full)) || r.Coverage.Missing != int64(len(gone)) || inGaps != int64(len(gone)) {
			rt.Fatalf("left out %d of %d: %+v, %d in gaps", len(gone), len(full), r.Coverage, inGaps)
		}
	})
}

// One bad bar of each kind in a series of good ones.
func TestFindings(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func([]market.Bar)
		kind   quality.Kind
		row    int64
		value  float64
	}{
		{"goes back", func(b []market.Bar) { b[50].Start, b[50].End = b[10].Start, b[10].End }, quality.OutOfOrder, 51, 0},
		{"same time", func(b []market.Bar) { b[50].Start, b[50].End = b[49].Start, b[49].End }, quality.Duplicate, 51, 0},
		{"infinite", func(b []market.Bar) { b[50].High = math.Inf(1) }, quality.NotFinite, 51, math.Inf(1)},
		{"zero low", func(b []market.Bar) { b[50].Low = 0 }, quality.NotPositive, 51, 0},
		{"low above high", func(b []market.Bar) { b[50].Low, b[50].High = 101, 99 }, quality.BadRange, 51, 101},
		{"close below low", func(b []market.Bar) { b[50].Low, b[50].High, b[50].Close = 100, 101, 99.99 }, quality.BadRange, 51, 99.99},
		{"negative volume", func(b []market.Bar) { b[50].Volume = -5 }, quality.NegativeVolume, 51, -5},
		{"crossed", func(b []market.Bar) { b[50].Spread = -0.02 }, quality.Crossed, 51, 100.01},
		{"half a cent", func(b []market.Bar) { b[50].High = 100.205 }, quality.OffGrid, 51, 100.205},
		{"no volume", func(b []market.Bar) { b[50].Volume, b[51].Volume = 0, 0 }, quality.ZeroVolume, 51, 0},
		{"spike", func(b []market.Bar) { level(b[50:51], 110) }, quality.Spike, 51, 110},
		{"two for one", func(b []market.Bar) { level(b[50:], 50) }, quality.Split, 51, 50},
		{"one for ten", func(b []market.Bar) { level(b[50:], 1000) }, quality.Split, 51, 1000},
		{"another company", func(b []market.Bar) { level(b[50:], 2550) }, quality.Break, 51, 2550},
		{"last bar", func(b []market.Bar) { level(b[len(b)-1:], 50) }, quality.Split, 100, 50},
		{"stale", func(b []market.Bar) { level(b[40:75], 101) }, quality.Stale, 41, 101},
	} {
		bars := minutesOf(t, 20131007, "09:31", "11:10")
		for i := range bars { // alternating, so that the series has a usual move and no run
			level(bars[i:i+1], 100+float64(i%4)/100)
		}
		if before := check(t, bars, nil, market.Minutes(1), quality.Options{}); len(before.Counts) != 0 {
			t.Fatalf("the good series has findings: %v", before.Findings)
		}
		test.change(bars)
		r := check(t, bars, nil, market.Minutes(1), quality.Options{})
		found := false
		for _, f := range r.Findings {
			if f.Kind == test.kind && f.Row == test.row && f.Value == test.value {
				found = true
				if !strings.HasPrefix(f.String(), fmt.Sprintf("row %d, 2013-10-07T", test.row)) {
					t.Errorf("%s: %q lacks row and time", test.name, f)
				}
			}
		}
		if !found {
			t.Errorf("%s: no %s in row %d with value %v; found %v", test.name, test.kind, test.row, test.value, r.Findings)
		}
	}
}

func level(bars []market.Bar, price float64) {
	for i := range bars {
		bars[i].Open, bars[i].High, bars[i].Low, bars[i].Close = price, price, price, price
	}
}

// Counts go on when the list of findings is full.
func TestFindingsAreLimited(t *testing.T) {
	bars := minutesOf(t, 20131007, "09:31", "11:10")
	for i := range bars {
		bars[i].Volume = -1
	}
	r := check(t, bars, nil, market.Minutes(1), quality.Options{Findings: 3})
	if len(r.Findings) != 3 || r.Of(quality.NegativeVolume) != 100 || r.Of(quality.Spike) != 0 {
		t.Errorf("%d findings, counts %v", len(r.Findings), r.Counts)
	}
}

// A source without any volumes, as of an index, is not accused of it.
func TestNoVolumesAtAll(t *testing.T) {
	bars := minutesOf(t, 20131007, "09:31", "11:10")
	for i := range bars {
		bars[i].Volume = 0
	}
	if r := check(t, bars, nil, market.Minutes(1), quality.Options{}); r.Of(quality.ZeroVolume) != 0 {
		t.Errorf("counts %v", r.Counts)
	}
}

func TestFaults(t *testing.T) {
	broken := errors.New("disk on fire")
	_, err := quality.Check(&held{bars: minutesOf(t, 20131007, "09:31", "09:33"), err: broken}, market.NewEquity("XYZ"), nil, market.Minutes(1), quality.Options{})
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "XYZ 1m bars after row 3") {
		t.Errorf("error %v, want the stream's with symbol and row", err)
	}
	for _, o := range []quality.Options{{Findings: -1}, {Gaps: -1}, {Outlier: 0.5}, {Reverted: 2}, {Break: 1}, {Stale: 1}} {
		if _, err := quality.Check(&held{}, market.NewEquity("XYZ"), nil, market.Minutes(1), o); err == nil {
			t.Errorf("options %+v: no error", o)
		}
	}
	r := check(t, nil, calendarOf(t, "XNYS"), market.Daily(), quality.Options{})
	if r.Rows != 0 || r.Coverage.Score != 1 || len(r.Counts) != 0 {
		t.Errorf("an empty stream: %+v", r)
	}
}

func TestReportJSON(t *testing.T) {
	bars := minutesOf(t, 20131007, "09:31", "09:33")
	bars[1].Volume = -5
	r := check(t, append(bars[:2:2], minutesOf(t, 20131007, "09:36", "09:36")...), calendarOf(t, "XNYS"), market.Minutes(1), quality.Options{})
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"symbol":"XYZ","kind":"bars","spec":"1m","rows":3,"first":"2013-10-07T13:31:00Z","last":"2013-10-07T13:36:00Z",` +
		`"coverage":{"expected":6,"missing":3,"missing_sessions":0,"extended":0,"score":0.5},` +
		`"gaps":[{"from":"2013-10-07T13:32:00Z","to":"2013-10-07T13:35:00Z","bars":3,"sessions":0}],"gap_count":1,` +
		`"counts":[{"kind":"negative-volume","rows":1}],` +
		`"findings":[{"kind":"negative-volume","time":"2013-10-07T13:32:00Z","row":2,"rows":1,"value":-5}]}`
	if string(text) != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
	var back quality.Report
	if err := json.Unmarshal(text, &back); err != nil || back.Of(quality.NegativeVolume) != 1 {
		t.Errorf("comes back as %+v, %v", back, err)
	}
}

func ExampleCheck() {
	newYork, err := calendar.Get("XNYS")
	if err != nil {
		fmt.Println(err)
		return
	}
	var bars []market.Bar
	for _, day := range []market.Date{20240102, 20240103, 20240105} { // the 4th is missing
		session, _ := newYork.Session(day)
		bars = append(bars, market.Bar{Start: session.Open, End: session.Close, Open: 10, High: 11, Low: 9, Close: 10.5, Volume: 1000})
	}
	bars[1].High = 9.5
	report, err := quality.Check(&held{bars: bars}, market.NewEquity("XYZ"), newYork, market.Daily(), quality.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d of %d sessions missing\n", report.Coverage.Missing, report.Coverage.Expected)
	for _, f := range report.Findings {
		fmt.Println(f)
	}
	// Output:
	// 1 of 4 sessions missing
	// row 2, 2024-01-03T21:00:00Z: price 10.5 is on the wrong side of 9.5
}
