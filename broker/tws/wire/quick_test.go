package wire

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestQuickNumbers: what is read in one pass is what is read field by field, and what is not stays where it is.
func TestQuickNumbers(t *testing.T) {
	plain := rapid.StringMatching(`-?[0-9]{0,20}(\.[0-9]{0,20})?`)
	odd := rapid.StringMatching(`[-+0-9.eE ]{0,12}`)
	known := rapid.SampledFrom([]string{"", "0", "-0", "2147483647", "2147483648", "2147.483647", "9223372036854775807",
		"999999999", "1000000000", "999999999999999", "9007199254740993", "0.1", ".5", "5.", ".", "1.7976931348623157E308", "Infinite"})
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(plain, odd, known).Draw(t, "text")
		ended := rapid.Bool().Draw(t, "ended")
		frame := []byte("before\x00" + text)
		if ended {
			frame = append(frame, 0)
		}
		c := &coder{version: 176, frame: frame, pos: len("before\x00")}
		n, ok := c.quickInt()
		if ok {
			slow := &coder{version: 176, frame: frame}
			if want := slow.parseInt("n", []byte(text), 32); n != want || slow.err != nil || !ended || c.pos != len(frame) || c.last != len("before\x00") {
				t.Fatalf("%q: %d, want %d, %v", text, n, want, slow.err)
			}
		} else if c.pos != len("before\x00") {
			t.Fatalf("%q was left at %d", text, c.pos)
		}
		c = &coder{version: 176, frame: frame, pos: len("before\x00")}
		x, ok := c.quickFloat()
		if ok {
			want, err := parseFloat([]byte(text))
			if err != nil || math.Float64bits(x) != math.Float64bits(want) || x == unsetInt || !ended || c.pos != len(frame) {
				t.Fatalf("%q: %v, want %v, %v", text, x, want, err)
			}
		} else if c.pos != len("before\x00") {
			t.Fatalf("%q was left at %d", text, c.pos)
		}
		c.err = ErrSyntax
		if _, ok := c.quickFloat(); ok {
			t.Fatal("read after an error")
		}
	})
}
