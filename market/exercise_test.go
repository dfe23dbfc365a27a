package market

import (
	"testing"

	"github.com/shopspring/decimal"
)

// Two options are exercised: on AAPL with a multiplier of 100, and on a future with the multiplier of the future itself. A call
// of 95 is worth 100.50 - 95 = 5.50, and a put of 95 nothing.
func TestExercise(t *testing.T) {
	share := NewEquity("AAPL")
	future := NewFuture("ESM5", "SPX", NewDate(2025, 6, 20), decimal.NewFromInt(50), decimal.New(25, -2))
	for _, c := range []struct {
		name       string
		right      Right
		underlying *Instrument
		spot       string
		worth      string
		units      int64
	}{
		{"call on a share", Call, &share, "100.50", "5.50", 200},
		{"put on a share", Put, &share, "100.50", "0", -200},
		{"call on a future", Call, &future, "94", "0", 2},
		{"put on a future", Put, &future, "94", "1", -2},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := NewEquity("X")
			in.Kind, in.Right, in.Strike, in.Multiplier = Option, c.right, decimal.NewFromInt(95), decimal.NewFromInt(100)
			if c.underlying == &future {
				in.Multiplier = future.Multiplier
			}
			if got := in.Intrinsic(decimal.RequireFromString(c.spot)); !got.Equal(decimal.RequireFromString(c.worth)) {
				t.Errorf("worth %s, want %s", got, c.worth)
			}
			if got := in.Delivers(c.underlying, decimal.NewFromInt(2)); !got.Equal(decimal.NewFromInt(c.units)) {
				t.Errorf("delivers %s, want %d", got, c.units)
			}
		})
	}
}
