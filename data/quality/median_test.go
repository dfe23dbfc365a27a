package quality

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The running median is the middle of the last values when they are sorted anew.
func TestRunningMedian(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := runningMedian{window: rapid.IntRange(1, longWindow).Draw(t, "window")}
		values := rapid.SliceOfN(rapid.Float64Range(0, 100), 1, 600).Draw(t, "values")
		for i, v := range values {
			m.add(v)
			last := slices.Sorted(slices.Values(values[max(0, i+1-m.window) : i+1]))
			if want := last[len(last)/2]; m.value() != want {
				t.Fatalf("after %d values: %v, want %v", i+1, m.value(), want)
			}
		}
	})
}

func TestSimpleRatio(t *testing.T) {
	for ratio, want := range map[float64]bool{
		2: true, 0.5: true, 1.0 / 7: true, 6.964: true, 1.5: true, 2.0 / 3: true, 1.0 / 20: true, 8.1: true,
		1: false, 1.1: false, 1.3: false, 2.3: false, 25: false, 181: false, 1137.5: false, 0.0009: false,
	} {
		if simpleRatio(ratio) != want {
			t.Errorf("ratio %v: %v", ratio, !want)
		}
	}
}
