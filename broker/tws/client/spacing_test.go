package client

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestSpacingHolds: whatever is asked whenever, equal keys are a gap apart, no request waits longer than it must, and
// what has passed is forgotten.
func TestSpacingHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spacing{gap: 15 * time.Second}
		now := time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC)
		last := map[string]time.Time{}
		for range rapid.IntRange(1, 200).Draw(t, "requests") {
			now = now.Add(time.Duration(rapid.IntRange(0, 20_000).Draw(t, "ms")) * time.Millisecond)
			key := fmt.Sprint(rapid.IntRange(0, 3).Draw(t, "key"))
			want := now
			if before, ok := last[key]; ok && before.Add(s.gap).After(now) {
				want = before.Add(s.gap)
			}
			if got := s.reserve(now, key); !got.Equal(want) {
				t.Fatalf("leaves at %v, want %v", got, want)
			}
			last[key] = want
		}
		s.reserve(now.Add(time.Hour*24), "new")
		if len(s.next) != 1 {
			t.Errorf("%d keys are remembered", len(s.next))
		}
	})
}
