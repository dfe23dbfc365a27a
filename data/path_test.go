package data

import (
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/market"
)

func TestEncodeElement(t *testing.T) {
	for name, want := range map[string]string{
		"SPY":         "SPY",
		"BRK.B":       "BRK.B",
		"EUR/USD":     "EUR%2FUSD",
		`C:\Windows`:  "C%3A%5CWindows",
		"..":          "%2E%2E",
		".":           "%2E",
		".lock":       "%2Elock",
		"../../etc":   "%2E.%2F..%2Fetc",
		"^GSPC":       "%5EGSPC",
		"50%":         "50%25",
		"CON":         "%43ON",
		"nul.x":       "%6Eul.x",
		"CONE":        "CONE",
		"dot.":        "dot%2E",
		"a b":         "a%20b",
		"Größe":       "Gr%C3%B6%C3%9Fe",
		"1e+06usd":    "1e+06usd",
		"ES_Z4-mini":  "ES_Z4-mini",
		"\x00":        "%00",
		"\xff\xfebad": "%FF%FEbad",
	} {
		got, err := encodeElement(name)
		if err != nil || got != want {
			t.Errorf("encodeElement(%q) is %q, %v; want %q", name, got, err, want)
		}
		if back, ok := decodeElement(want); !ok || back != name {
			t.Errorf("decodeElement(%q) is %q, %v; want %q", want, back, ok, name)
		}
	}
}

func TestEncodeElementRefuses(t *testing.T) {
	for _, name := range []string{"", strings.Repeat("X", 201), strings.Repeat("/", 67)} {
		if got, err := encodeElement(name); err == nil {
			t.Errorf("encodeElement(%.20q) is %.20q, want an error", name, got)
		}
	}
}

// Only names that encodeElement makes are read back, or two folders could mean one symbol.
func TestDecodeElementRefuses(t *testing.T) {
	for _, element := range []string{"", "%53PY", "EUR%2fUSD", "a b", "100%", "CON", ".DS_Store", "..", "x."} {
		if name, ok := decodeElement(element); ok {
			t.Errorf("decodeElement(%q) is %q, want a refusal", element, name)
		}
	}
}

func TestElementsAreReversibleAndStayInside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := string(rapid.SliceOfN(rapid.Byte(), 1, 60).Draw(t, "name"))
		element, err := encodeElement(name)
		if err != nil {
			t.Fatal(err)
		}
		if back, ok := decodeElement(element); !ok || back != name {
			t.Fatalf("%q became %q and then %q", name, element, back)
		}
		if filepath.Base(element) != element || !filepath.IsLocal(element) || strings.ContainsAny(element, `/\:`) {
			t.Fatalf("%q became %q, which is not one element", name, element)
		}
	})
}

func TestSeriesFolder(t *testing.T) {
	for _, test := range []struct {
		series Series
		want   string
	}{
		{BarSeries("SPY", market.Minutes(5)), "bars/SPY/5m"},
		{BarSeries("ES", market.Range(0.5).Of(market.Mid)), "bars/ES/0.5range-mid"},
		{QuoteSeries("EUR/USD"), "quotes/EUR%2FUSD"},
		{TradeSeries("../x"), "trades/%2E.%2Fx"},
	} {
		if got, err := test.series.folder(); err != nil || got != test.want {
			t.Errorf("folder of %s is %q, %v; want %q", test.series, got, err, test.want)
		}
	}
}

func TestYearMeets(t *testing.T) {
	start := utc("2024-01-01 00:00")
	for _, test := range []struct {
		from, to market.Time
		want     bool
	}{
		{Beginning, market.Never, true},
		{Beginning, start, true},
		{Beginning, start - 1, false},
		{utc("2025-01-01 00:00") - 2, market.Never, true},
		{utc("2025-01-01 00:00") - 1, market.Never, false},
	} {
		if got := yearMeets(2024, test.from, test.to); got != test.want {
			t.Errorf("yearMeets(2024, %s, %s) is %v", instant(test.from), test.to, got)
		}
	}
	if !yearMeets(1677, Beginning, Beginning+1) || !yearMeets(2262, market.Never-2, market.Never-1) {
		t.Error("the first or the last year that a time can have is lost")
	}
}
