package calendar

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/market"
)

// get is the calendar of a name that a test knows to exist.
func get(t testing.TB, name string) *Calendar {
	t.Helper()
	c, err := Get(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestGetByNameAndAlias(t *testing.T) {
	for alias, name := range map[string]string{
		"XNYS": "XNYS", "NYSE": "XNYS", "US": "XNYS", "us": "XNYS", " XNYS ": "XNYS",
		"XNAS": "XNAS", "NASDAQ": "XNAS", "nasdaq": "XNAS",
		"CME": "CME", "FOREX": "FOREX", "24/7": "24/7", "crypto": "24/7",
	} {
		if c := get(t, alias); c.Name() != name {
			t.Errorf("Get(%q).Name() = %q, want %q", alias, c.Name(), name)
		}
	}
	if get(t, "XNYS") != get(t, "NYSE") {
		t.Error("an alias built a second calendar")
	}
}

func TestNamesAreSortedAndKnown(t *testing.T) {
	names := Names()
	if !slices.IsSorted(names) {
		t.Errorf("Names() = %v, want them sorted", names)
	}
	for _, want := range []string{"XNYS", "XNAS", "CME", "FOREX", "24/7"} {
		if !slices.Contains(names, want) {
			t.Errorf("Names() = %v, misses %s", names, want)
		}
	}
	for _, name := range names {
		get(t, name)
	}
}

func TestUnknownNameIsSuggested(t *testing.T) {
	for name, suggestion := range map[string]string{
		"NYSSE": "NYSE", "XNY": "XNYS", "FORX": "FOREX", "nasdac": "NASDAQ", "25/7": "24/7", "LONDON": "", "": "",
	} {
		_, err := Get(name)
		var unknown *UnknownError
		if !errors.As(err, &unknown) {
			t.Fatalf("Get(%q) error = %v, want an *UnknownError", name, err)
		}
		if unknown.Suggestion != suggestion {
			t.Errorf("Get(%q) suggests %q, want %q", name, unknown.Suggestion, suggestion)
		}
		if !strings.Contains(err.Error(), "24/7, CME, FOREX, XETR, XLON, XNAS, XNYS, XTSE") {
			t.Errorf("Get(%q) error %q does not list the calendars", name, err)
		}
	}
}

// The stated sessions per year must be the mean number of sessions of the 20 years to 2025, rounded.
func TestSessionsPerYearIsTheMean(t *testing.T) {
	for _, name := range Names() {
		c := get(t, name)
		n := 0
		for range c.Sessions(market.Date(20060101), market.Date(20251231)) {
			n++
		}
		if mean := float64(n) / 20; mean < c.SessionsPerYear()-0.5 || mean > c.SessionsPerYear()+0.5 {
			t.Errorf("%s: %v sessions a year, states %v", name, mean, c.SessionsPerYear())
		}
	}
}
