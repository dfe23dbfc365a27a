package indicator_test

import (
	"math"
	"testing"

	. "github.com/tidemark/tidemark/indicator"
)

func TestCross(t *testing.T) {
	nan := math.NaN()
	for name, steps := range map[string][]struct{ x, y, want float64 }{
		"first side is no crossing": {{1, 2, 0}},
		"over and under":            {{1, 2, 0}, {3, 2, 1}, {4, 2, 0}, {1, 2, -1}, {0, 2, 0}},
		"touch and turn back":       {{1, 2, 0}, {2, 2, 0}, {1, 2, 0}},
		"touch and go through":      {{1, 2, 0}, {2, 2, 0}, {3, 2, 1}},
		"start on the line":         {{2, 2, 0}, {3, 2, 0}, {1, 2, -1}},
		"the other line moves":      {{2, 1, 0}, {2, 3, -1}},
		"not ready":                 {{nan, 2, nan}, {1, 2, 0}, {3, 2, 1}},
		"news for one update only":  {{1, 2, 0}, {3, 2, 1}, {nan, 2, 0}, {3, 2, 0}},
		"a gap hides no crossing":   {{1, 2, 0}, {nan, 2, 0}, {3, 2, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			k := NewCross()
			for i, s := range steps {
				got := k.Update(s.x, s.y)
				if got != s.want && !(math.IsNaN(got) && math.IsNaN(s.want)) {
					t.Fatalf("step %d: %v, want %v", i+1, got, s.want)
				}
				if k.Over() != (s.want == 1) || k.Under() != (s.want == -1) {
					t.Fatalf("step %d: Over %v, Under %v", i+1, k.Over(), k.Under())
				}
			}
		})
	}
}
