package stats_test

import (
	"math"
	"testing"

	"github.com/tidemark/tidemark/report/stats"
)

// wantClose compares to nine significant digits.
func wantClose(t *testing.T, name string, got stats.Value, want float64) {
	t.Helper()
	number, ok := got.Float()
	if !ok {
		t.Errorf("%s: got n/a (%s), want %v", name, got.Reason(), want)
		return
	}
	if math.Abs(number-want) > 1e-9*math.Max(1, math.Abs(want)) {
		t.Errorf("%s: got %v, want %v", name, number, want)
	}
}

func wantUndefined(t *testing.T, name string, got stats.Value, want stats.Reason) {
	t.Helper()
	if number, ok := got.Float(); ok {
		t.Errorf("%s: got %v, want n/a (%s)", name, number, want)
	} else if got.Reason() != want {
		t.Errorf("%s: got n/a (%s), want n/a (%s)", name, got.Reason(), want)
	}
}
