package market

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestMid(t *testing.T) {
	for _, want := range []struct{ bid, ask, mid float64 }{{1, 2, 1.5}, {0, 2, 2}, {1, 0, 1}, {0, 0, 0}} {
		if got := (&Quote{Bid: want.bid, Ask: want.ask}).Mid(); got != want.mid {
			t.Errorf("mid of %v and %v is %v, want %v", want.bid, want.ask, got, want.mid)
		}
	}
	if got := (&Bar{High: 12, Low: 9, Close: 9}).Typical(); got != 10 {
		t.Errorf("typical price %v, want 10", got)
	}
}

// Time comes first, then the instrument, then book before quote before trade before bar.
func TestEventOrder(t *testing.T) {
	sorted := []Event{
		{Time: 1, Instrument: 9, Kind: BarEvent},
		{Time: 2, Instrument: 0, Kind: DepthEvent},
		{Time: 2, Instrument: 0, Kind: QuoteEvent},
		{Time: 2, Instrument: 0, Kind: TradeEvent},
		{Time: 2, Instrument: 0, Kind: BarEvent},
		{Time: 2, Instrument: 1, Kind: QuoteEvent},
		{Time: 3, Instrument: 0, Kind: QuoteEvent},
	}
	for i := range sorted {
		for j := range sorted {
			want := compare(Time(i), Time(j))
			if got := sorted[i].Order(&sorted[j]); got != want {
				t.Errorf("event %d against %d: %d, want %d", i, j, got, want)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		shuffled := rapid.Permutation(sorted).Draw(t, "events")
		slices.SortFunc(shuffled, func(a, b Event) int { return a.Order(&b) })
		if !slices.Equal(shuffled, sorted) {
			t.Fatalf("sorted to %v", shuffled)
		}
	})
}

func TestNamesOfEnums(t *testing.T) {
	for want, got := range map[string]string{
		"quote": QuoteEvent.String(), "trade": TradeEvent.String(), "bar": BarEvent.String(), "depth": DepthEvent.String(),
		"equity": Equity.String(), "combo": Combo.String(), "call": Call.String(), "put": Put.String(), "": NoRight.String(),
		"last": Last.String(), "mid": Mid.String(), "unknown": Kind(200).String(),
	} {
		if got != want {
			t.Errorf("name %q, want %q", got, want)
		}
	}
	if Index.Tradable() || !Equity.Tradable() {
		t.Error("an index is traded, or a share is not")
	}
}
