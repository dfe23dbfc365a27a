package command

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A board is drawn over itself, a line a symbol, once the events that wait are taken.
func TestBoard(t *testing.T) {
	var out strings.Builder
	b := newBoard(&out, []string{"AAPL", "MSFT"})
	value := func(v float64) *float64 { return &v }
	for i, e := range []quoteEvent{
		{line: 0, kind: wire.TickBid, Price: value(189.5), Size: value(300)},
		{line: 1, kind: -1, Tick: "DATA", Text: "delayed"},
		{line: 1, kind: wire.TickDelayedAsk, Price: value(410.25), Size: value(7)},
		{line: 0, kind: wire.TickBidSize, Size: value(200)},
		{line: 0, kind: wire.TickVolume, Size: value(1e6)},
	} {
		if err := b.show(e, i < 3); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for line := range strings.Lines(out.String()) {
		got = append(got, strings.Join(strings.Fields(line), " "))
	}
	heading := "CONTRACT BID SIZE BID ASK ASK SIZE LAST SIZE VOLUME DATA"
	want := []string{
		heading, "AAPL 200 189.5", "MSFT 410.25 7 delayed",
		"\x1b[3A\x1b[J " + heading, "AAPL 200 189.5 1000000", "MSFT 410.25 7 delayed",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
