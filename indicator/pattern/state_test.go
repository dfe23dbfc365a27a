package pattern_test

import (
	"bytes"
	"errors"
	"math"
	"testing"

	"github.com/tidemark/tidemark/indicator/pattern"
	"github.com/tidemark/tidemark/market"
	"pgregory.net/rapid"
)

// restore makes a new Pattern from the state of p.
func restore(t rapid.TB, p *pattern.Pattern) *pattern.Pattern {
	state, err := p.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	restored := newPattern(t, p.Kind())
	if err := restored.UnmarshalBinary(state); err != nil {
		t.Fatal(err)
	}
	return restored
}

func TestRestoredPatternContinues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := drawBars(t, "before", true), drawBars(t, "after", true)
		for _, kind := range pattern.All() {
			original := newPattern(t, kind)
			for _, b := range before {
				original.Update(b)
			}
			restored := restore(t, original)
			if restored.Signal() != original.Signal() || restored.Ready() != original.Ready() {
				t.Fatalf("%s: restored %d, ready %v; was %d, %v", kind,
					restored.Signal(), restored.Ready(), original.Signal(), original.Ready())
			}
			for i, b := range after {
				got, want := restored.Update(b), original.Update(b)
				if got != want || restored.Ready() != original.Ready() {
					t.Fatalf("%s, bar %d after restoring: got %d, want %d", kind, i, got, want)
				}
			}
		}
	})
}

// One window serves all kinds, so a Scanner can take up the state of a Pattern.
func TestRestoredScannerContinues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := drawBars(t, "before", true), drawBars(t, "after", true)
		original := newPattern(t, rapid.SampledFrom(pattern.All()).Draw(t, "kind"))
		for _, b := range before {
			original.Update(b)
		}
		state, err := original.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		scanner := newScanner(t, original.Kind())
		if err := scanner.UnmarshalBinary(state); err != nil {
			t.Fatal(err)
		}
		if scanner.Signal(original.Kind()) != original.Signal() {
			t.Fatalf("restored %d, was %d", scanner.Signal(original.Kind()), original.Signal())
		}
		for i, b := range after {
			scanner.Update(b)
			if got, want := scanner.Signal(original.Kind()), original.Update(b); got != want {
				t.Fatalf("bar %d after restoring: got %d, want %d", i, got, want)
			}
		}
		again, err := scanner.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		if want, _ := original.MarshalBinary(); !bytes.Equal(again, want) {
			t.Fatal("the states differ at the end")
		}
	})
}

func TestUnmarshalRefuses(t *testing.T) {
	hammer := newPattern(t, pattern.Hammer)
	quiet(func(b market.Bar) { hammer.Update(b) })
	good, err := hammer.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"nothing":          nil,
		"half a header":    good[:1],
		"another format":   append([]byte{2}, good[1:]...),
		"another flag":     append([]byte{1, 2}, good[2:]...),
		"too many candles": append([]byte{1, 0, 17}, make([]byte, 17*32)...),
		"a byte short":     good[:len(good)-1],
		"a byte long":      append(bytes.Clone(good), 0),
		"a NaN":            append(bytes.Clone(good[:len(good)-8]), 0, 0, 0, 0, 0, 0, 0xf8, 0x7f),
	} {
		if err := hammer.UnmarshalBinary(data); !errors.Is(err, pattern.ErrState) {
			t.Errorf("%s: error %v, want ErrState", name, err)
		}
	}
	if got := hammer.Update(bar(99.2, 99.3, 97, 99.3)); got != pattern.Bullish {
		t.Errorf("after refused states: got %d, want the former state to go on", got)
	}
}

func FuzzUnmarshal(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{1, 1, 0})
	f.Add([]byte{1, 0, 17})
	p := newPattern(f, pattern.Doji)
	f.Add(append([]byte{1, 0, 1}, bytes.Repeat([]byte{0xff}, 32)...)) // a candle of NaN
	for _, price := range []float64{100, 1e99, 0, math.Copysign(0, -1)} {
		p.Update(bar(price, price+1, price-1, price))
		state, err := p.MarshalBinary()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(state)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		scanner := newScanner(t, pattern.All()...)
		if scanner.UnmarshalBinary(data) != nil {
			return
		}
		again, err := scanner.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(again, data) {
			t.Fatalf("state changed on the way:\n%x\n%x", data, again)
		}
		scanner.Update(bar(1, 2, 0, 1))
	})
}
