package market

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestBarSpecText(t *testing.T) {
	for text, spec := range map[string]BarSpec{
		"30s":            Seconds(30),
		"90s":            Seconds(90),
		"5m":             Minutes(5),
		"1h":             Minutes(60),
		"4h":             Hours(4),
		"24h":            Hours(24),
		"1d":             Daily(),
		"5d":             Sessions(5),
		"100tick":        Ticks(100),
		"5000vol":        Volume(5000),
		"1e+06usd":       Dollars(1e6),
		"0.5range":       Range(0.5),
		"2renko":         Renko(2),
		"1e-05renko":     Renko(0.00001),
		"5m-bid":         Minutes(5).Of(Bid),
		"1d-mid":         Daily().Of(Mid),
		"1e-05range-ask": Range(0.00001).Of(Ask),
		"100tick-ask":    Ticks(100).Of(Ask),
	} {
		if spec.String() != text {
			t.Errorf("%+v is written %q, want %q", spec, spec, text)
		}
		if got, err := ParseBarSpec(text); err != nil || got != spec {
			t.Errorf("ParseBarSpec(%q) = %+v, %v; want %+v", text, got, err, spec)
		}
	}
}

func TestParseBarSpecOtherForms(t *testing.T) {
	for text, spec := range map[string]BarSpec{
		"60m": Hours(1), "5m-last": Minutes(5), "1000000usd": Dollars(1e6), ".5range": Range(0.5), "1e3vol": Volume(1000), "5.0m": Minutes(5),
	} {
		if got, err := ParseBarSpec(text); err != nil || got != spec {
			t.Errorf("ParseBarSpec(%q) = %+v, %v; want %+v", text, got, err, spec)
		}
	}
}

func TestParseBarSpecRefuses(t *testing.T) {
	for _, text := range []string{
		"", "m", "5", "0m", "-5m", "1.5m", "1.5tick", "5 m", "5min", "5M", "m5", "NaNm", "Infvol", "1e400vol", "0range",
		"5m-", "5m-open", "5m-bid-ask", "-bid", "5m--bid", "1e-m",
		"9999999999999h", "99999999999d", "1e300s", "9223372036854775808tick", // more than can be counted
	} {
		spec, err := ParseBarSpec(text)
		if err == nil {
			t.Errorf("ParseBarSpec(%q) = %+v, want an error", text, spec)
			continue
		}
		if !strings.Contains(err.Error(), text) || !strings.HasPrefix(err.Error(), "bar specification") {
			t.Errorf("ParseBarSpec(%q): the error %q does not name the text", text, err)
		}
	}
}

func TestBarSpecAsText(t *testing.T) {
	text, err := Minutes(5).Of(Bid).MarshalText()
	if err != nil || string(text) != "5m-bid" {
		t.Errorf("MarshalText = %q, %v", text, err)
	}
	var spec BarSpec
	if err := spec.UnmarshalText([]byte("2renko")); err != nil || spec != Renko(2) {
		t.Errorf("UnmarshalText = %+v, %v", spec, err)
	}
	if err := spec.UnmarshalText([]byte("often")); err == nil {
		t.Error("UnmarshalText(often) is no error")
	}
	if text, err := (BarSpec{}).MarshalText(); err != nil || len(text) != 0 {
		t.Errorf("no bars are %q, %v", text, err)
	}
	if spec = Minutes(5); spec.UnmarshalText(nil) != nil || spec != (BarSpec{}) {
		t.Errorf("nothing is %v", spec)
	}
}

// Every specification that can be built is read back as it was written.
func TestBarSpecRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		count := rapid.IntRange(1, 1_000_000)
		size := rapid.Float64Range(math.SmallestNonzeroFloat64, math.MaxFloat64).Filter(func(x float64) bool { return x > 0 })
		spec := rapid.OneOf(
			rapid.Map(count, Seconds), rapid.Map(count, Minutes), rapid.Map(count, Hours), rapid.Map(count, Sessions), rapid.Map(count, Ticks),
			rapid.Map(size, Volume), rapid.Map(size, Dollars), rapid.Map(size, Range), rapid.Map(size, Renko),
		).Draw(t, "spec").Of(PriceSource(rapid.IntRange(0, 3).Draw(t, "price")))
		if got, err := ParseBarSpec(spec.String()); err != nil || got != spec {
			t.Fatalf("%q is read as %+v, %v; want %+v", spec, got, err, spec)
		}
	})
}

// Whatever is read is a sound specification, and its text form means the same.
func FuzzParseBarSpec(f *testing.F) {
	for _, text := range []string{"30s", "5m", "1h-mid", "1d", "100tick", "5000vol", "1e+06usd", "0.5range", "1e-05renko-bid", "5m-", "-", "e-", "0x1p4m", "1_0s", "9e18h"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		spec, err := ParseBarSpec(text)
		if err != nil {
			if spec != (BarSpec{}) {
				t.Errorf("ParseBarSpec(%q) = %+v with an error", text, spec)
			}
			return
		}
		if spec.Span < 0 || spec.Count < 0 || !(spec.Size >= 0) || (spec.Span == 0 && spec.Count == 0 && spec.Size == 0) {
			t.Errorf("ParseBarSpec(%q) = %+v", text, spec)
		}
		if spec.Span%time.Second != 0 {
			t.Errorf("ParseBarSpec(%q) has a span of %v", text, spec.Span)
		}
		again, err := ParseBarSpec(spec.String())
		if err != nil || again != spec {
			t.Errorf("%q is %+v, written %q, read %+v, %v", text, spec, spec, again, err)
		}
	})
}
