package synth_test

import (
	"errors"
	"io"
	"slices"
	"testing"

	"github.com/tidemark/tidemark/data/synth"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// minutes reads a tape's minutes that end in sessions from a date on.
func minutes(t *testing.T, tape *synth.Tape) market.Bars {
	t.Helper()
	stream, err := tape.Bars(market.Minutes(1))
	if err != nil {
		t.Fatal(err)
	}
	var all, batch market.Bars
	for {
		err := stream.Next(&batch)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		var b market.Bar
		for i := range batch.Len() {
			batch.Row(i, &b)
			all.Append(b)
		}
	}
}

// A part of a tape is that part of the whole, whatever was read before.
func TestPeriodIsAPartOfTheWhole(t *testing.T) {
	in := market.NewEquity("AAA")
	for _, name := range []string{"XNYS", "CME", "24/7"} {
		c, err := calendar.Get(name)
		if err != nil {
			t.Fatal(err)
		}
		o := synth.Defaults(&in)
		o.Seed, o.First, o.Last = 7, 20240301, 20240425
		whole, err := synth.New(&in, c, o)
		if err != nil {
			t.Fatal(err)
		}
		fresh, err := synth.New(&in, c, o)
		if err != nil {
			t.Fatal(err)
		}
		all := minutes(t, whole)
		session, ok := c.Session(20240410)
		if !ok {
			t.Fatalf("%s: no session on 2024-04-10", name)
		}
		first, _ := slices.BinarySearch(all.End, session.Open+1)
		want := all.Slice(first, all.Len())
		for what, part := range map[string]*synth.Tape{
			"after the whole": whole.Period(20240410, 20991231), "first of all": fresh.Period(20240410, 20240425),
			"part of a part": fresh.Period(20240402, 20240425).Period(20240410, 20240425),
		} {
			got := minutes(t, part)
			if !slices.Equal(got.End, want.End) || !slices.Equal(got.Close, want.Close) || !slices.Equal(got.High, want.High) || !slices.Equal(got.Volume, want.Volume) {
				t.Errorf("%s %s: %d minutes that differ from the whole's %d", name, what, got.Len(), want.Len())
			}
		}
		if rest := minutes(t, whole.Period(20240101, 20240229)); rest.Len() != 0 {
			t.Errorf("%s: a period before the tape has %d minutes", name, rest.Len())
		}
	}
}
