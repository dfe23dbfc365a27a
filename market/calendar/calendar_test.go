package calendar

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/market"
)

func TestNextAndPrevious(t *testing.T) {
	c := get(t, "XNYS")
	for _, want := range []struct {
		at             string
		previous, next market.Date
	}{
		{"2024-07-03 09:29", 20240702, 20240703},
		{"2024-07-03 09:30", 20240702, 20240705}, // it opens now, not after now
		{"2024-07-03 12:59", 20240702, 20240705},
		{"2024-07-03 13:00", 20240703, 20240705}, // closed at this instant
		{"2024-07-04 12:00", 20240703, 20240705},
		{"2024-12-31 16:00", 20241231, 20250102},
		{"2025-01-01 12:00", 20241231, 20250102},
		{"2025-01-02 09:29", 20241231, 20250102},
	} {
		at := wall(t, c, want.at)
		previous, ok := c.Previous(at)
		if !ok || previous.Date != want.previous {
			t.Errorf("Previous(%s) = %s, want %s", want.at, previous.Date, want.previous)
		}
		next, ok := c.Next(at)
		if !ok || next.Date != want.next {
			t.Errorf("Next(%s) = %s, want %s", want.at, next.Date, want.next)
		}
	}
}

func TestCalendarEnds(t *testing.T) {
	c := get(t, "XNYS")
	if s, ok := c.Previous(wall(t, c, "1970-06-01 12:00")); ok {
		t.Errorf("Previous before %d = %s", FirstYear, s.Date)
	}
	if s, ok := c.Next(wall(t, c, "1960-06-01 12:00")); !ok || s.Date != 19710104 {
		t.Errorf("Next in 1960 = %s, want the first session known, 1971-01-04", s.Date)
	}
	if s, ok := c.Next(wall(t, c, "2099-12-31 12:00")); ok {
		t.Errorf("Next at the end of %d = %s", LastYear, s.Date)
	}
	if s, ok := c.Previous(wall(t, c, "2150-06-01 12:00")); !ok || s.Date != 20991231 {
		t.Errorf("Previous in 2150 = %s, want the last session known", s.Date)
	}
	for _, d := range []market.Date{0, 19701231, 21000104} {
		if s, ok := c.Session(d); ok {
			t.Errorf("Session(%d) = %v", d, s)
		}
	}
}

func TestSessionsIncludesBothEnds(t *testing.T) {
	c := get(t, "XNYS")
	var got []market.Date
	for s := range c.Sessions(20231229, 20240103) {
		got = append(got, s.Date)
	}
	if want := []market.Date{20231229, 20240102, 20240103}; !slices.Equal(got, want) {
		t.Errorf("Sessions = %v, want %v", got, want)
	}
	for s := range c.Sessions(20240103, 20231229) {
		t.Errorf("a period that ends before it begins has session %s", s.Date)
	}
	for range c.Sessions(0, 99991231) {
		break // stopping early must be possible
	}
}

// Sessions follow one another without overlap, each ordered in itself, in every calendar and year.
func TestSessionsAreOrdered(t *testing.T) {
	for _, name := range Names() {
		c := get(t, name)
		last := Session{}
		for s := range c.Sessions(market.NewDate(FirstYear, 1, 1), market.NewDate(LastYear, 12, 31)) {
			if s.EarlyOpen > s.Open || s.Open >= s.Close || s.Close > s.LateClose {
				t.Fatalf("%s %s is out of order: %+v", name, s.Date, s)
			}
			if last.Date != 0 && (s.Date <= last.Date || s.EarlyOpen < last.LateClose) {
				t.Fatalf("%s %s begins at %v, before %s has ended at %v", name, s.Date, s.EarlyOpen, last.Date, last.LateClose)
			}
			if closes := market.DateOf((s.Close - 1).In(c.Zone())); closes != s.Date {
				t.Fatalf("%s %s closes on %s", name, s.Date, closes)
			}
			last = s
		}
	}
}

// At, Next and Previous agree with each other at any instant.
func TestNeighboursAgree(t *testing.T) {
	names := Names()
	rapid.Check(t, func(t *rapid.T) {
		c, err := Get(rapid.SampledFrom(names).Draw(t, "calendar"))
		if err != nil {
			t.Fatal(err)
		}
		year := market.At(time.Date(rapid.IntRange(1990, 2030).Draw(t, "year"), 1, 1, 0, 0, 0, 0, time.UTC))
		at := year.Add(time.Minute * time.Duration(rapid.IntRange(0, 365*24*60).Draw(t, "minute")))
		previous, _ := c.Previous(at)
		next, _ := c.Next(at)
		now, phase := c.At(at)
		if previous.Close > at || next.Open <= at {
			t.Fatalf("%v: previous closes at %v, next opens at %v", at, previous.Close, next.Open)
		}
		between := slices.Collect(c.Sessions(previous.Date.AddDays(1), next.Date.AddDays(-1)))
		switch {
		case phase == Open && (len(between) != 1 || between[0] != now):
			t.Fatalf("%v: open in %s, but between %s and %s lie %v", at, now.Date, previous.Date, next.Date, between)
		case phase != Open && len(between) != 0:
			t.Fatalf("%v: %v, but between %s and %s lie %v", at, phase, previous.Date, next.Date, between)
		}
	})
}

// The first session known is Monday, 4 January 1971, and 1971 had 253 (days of the S&P 500).
func TestIndexCountsSessions(t *testing.T) {
	c := get(t, "XNYS")
	for date, want := range map[market.Date]int{19710104: 0, 19710105: 1, 19720103: 253} {
		if got, ok := c.Index(date); !ok || got != want {
			t.Errorf("Index(%s) = %d, %v; want %d", date, got, ok, want)
		}
	}
	if got, ok := c.Index(20240704); ok {
		t.Errorf("Index of a holiday is %d", got)
	}
	next, _ := c.Index(20231228)
	for s := range c.Sessions(20231229, 20240110) {
		next++
		if got, ok := c.Index(s.Date); !ok || got != next {
			t.Errorf("Index(%s) = %d, %v; want %d", s.Date, got, ok, next)
		}
	}
}
