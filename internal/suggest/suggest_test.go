package suggest

import "testing"

// The distances are the textbook examples of Levenshtein's measure.
func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"kitten", "sitting", 3}, {"flaw", "lawn", 2}, {"", "abc", 3}, {"same", "same", 0},
	} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestNearest(t *testing.T) {
	known := []string{"sma-cross", "rsi-reversion", "buy-and-hold"}
	for _, c := range []struct{ name, want string }{
		{"sma-cros", "sma-cross"}, {"smacross", "sma-cross"}, {"xyz", ""}, {"", ""},
	} {
		if got := Nearest(c.name, known); got != c.want {
			t.Errorf("Nearest(%q) = %q, want %q", c.name, got, c.want)
		}
	}
	if got := Hint("sma-cros", known); got != ` (did you mean "sma-cross"?)` {
		t.Errorf("Hint = %s", got)
	}
}
