package pattern_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/indicator/pattern"
	"pgregory.net/rapid"
)

func TestNewRefusesInvalidKinds(t *testing.T) {
	for _, kind := range []pattern.Kind{0, 62, 255} {
		if _, err := pattern.New(kind); err == nil {
			t.Errorf("New(%d) succeeded", kind)
		}
		if _, err := pattern.NewPenetrating(kind, 0.3); err == nil {
			t.Errorf("NewPenetrating(%d) succeeded", kind)
		}
		if _, err := pattern.NewScanner(pattern.Doji, kind); err == nil {
			t.Errorf("NewScanner(%d) succeeded", kind)
		}
	}
	if _, err := pattern.NewScanner(); err == nil {
		t.Error("NewScanner without kinds succeeded")
	}
}

func TestNewPenetrating(t *testing.T) {
	for _, kind := range pattern.All() {
		takes := slices.Contains(penetrating, kind)
		if _, err := pattern.NewPenetrating(kind, 0.3); (err == nil) != takes {
			t.Errorf("%s takes a penetration: %v, got error %v", kind, takes, err)
		}
	}
	for _, share := range []float64{-0.1, math.NaN(), math.Inf(1)} {
		if _, err := pattern.NewPenetrating(pattern.MatHold, share); err == nil {
			t.Errorf("penetration %v accepted", share)
		}
	}
}

func TestNames(t *testing.T) {
	all := pattern.All()
	if len(all) != 61 {
		t.Fatalf("%d patterns, TA-Lib has 61", len(all))
	}
	seen := make(map[string]bool)
	for _, kind := range all {
		text, err := kind.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{string(text), strings.ToUpper(kind.String()), kind.TALib(), strings.ToLower(kind.TALib())} {
			var parsed pattern.Kind
			if err := parsed.UnmarshalText([]byte(name)); err != nil || parsed != kind {
				t.Errorf("%q parsed as %s, want %s (%v)", name, parsed, kind, err)
			}
		}
		if seen[kind.String()] || seen[kind.TALib()] {
			t.Errorf("%s or %s names two patterns", kind, kind.TALib())
		}
		seen[kind.String()], seen[kind.TALib()] = true, true
		if kind.Candles() < 1 || kind.Candles() > kind.Warmup() {
			t.Errorf("%s: %d candles, warm-up %d", kind, kind.Candles(), kind.Warmup())
		}
	}
}

func TestInvalidNames(t *testing.T) {
	for _, name := range []string{"", "unknown", "CDL", "three black crows"} {
		if kind, err := pattern.Parse(name); err == nil {
			t.Errorf("%q parsed as %s", name, kind)
		}
		kind := pattern.Doji
		if err := kind.UnmarshalText([]byte(name)); err == nil || kind != pattern.Doji {
			t.Errorf("%q: error %v, kind became %s", name, err, kind)
		}
	}
	for _, kind := range []pattern.Kind{0, 62} {
		if kind.Valid() || kind.String() != "unknown" || kind.TALib() != "" {
			t.Errorf("kind %d: valid %v, %s, %q", uint8(kind), kind.Valid(), kind, kind.TALib())
		}
		if _, err := kind.MarshalText(); err == nil {
			t.Errorf("kind %d marshals", uint8(kind))
		}
	}
}

func TestZeroPatternFindsNothing(t *testing.T) {
	var p pattern.Pattern
	for range 20 {
		if signal := p.Update(bar(1, 2, 0, 1)); signal != pattern.None {
			t.Fatalf("found %d", signal)
		}
	}
}

func TestReset(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first, second := drawBars(t, "first", true), drawBars(t, "second", true)
		scanner := newScanner(t, pattern.All()...)
		for _, b := range first {
			scanner.Update(b)
		}
		scanner.Reset()
		for kind := range scanner.Hits {
			t.Fatalf("%s found after Reset", kind)
		}
		for _, kind := range pattern.All() {
			p := newPattern(t, kind)
			for _, b := range first {
				p.Update(b)
			}
			p.Reset()
			if p.Ready() || p.Signal() != pattern.None {
				t.Fatalf("%s after Reset: ready %v, signal %d", kind, p.Ready(), p.Signal())
			}
			for i, want := range signals(t, kind, second) {
				if got := p.Update(second[i]); got != want {
					t.Fatalf("%s, bar %d after Reset: got %d, want %d", kind, i, got, want)
				}
			}
		}
	})
}
