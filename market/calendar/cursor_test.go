package calendar

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/market"
)

func TestSeekIntervalsEnd(t *testing.T) {
	c := get(t, "XNYS")
	cur := c.Cursor()
	for _, want := range []struct {
		at    string
		date  market.Date
		phase Phase
	}{
		{"2024-07-02 20:00", 20240702, PostMarket},
		{"2024-07-03 04:00", 0, Closed},
		{"2024-07-03 04:01", 20240703, PreMarket},
		{"2024-07-03 09:30", 20240703, PreMarket}, // the bar that ends at the open
		{"2024-07-03 09:31", 20240703, Open},
		{"2024-07-03 13:00", 20240703, Open}, // the bar that ends at the close
		{"2024-07-03 13:01", 20240703, PostMarket},
		{"2024-07-03 17:00", 20240703, PostMarket},
		{"2024-07-03 17:01", 0, Closed},
		{"2024-07-04 12:00", 0, Closed},
		{"2024-07-05 16:00", 20240705, Open},
		{"2024-07-03 12:59", 20240703, Open}, // backwards works too
	} {
		s, phase := cur.Seek(wall(t, c, want.at))
		if s.Date != want.date || phase != want.phase {
			t.Errorf("%s: session %s, %v; want %s, %v", want.at, s.Date, phase, want.date, want.phase)
		}
	}
}

func TestSeekWhereSessionsTouch(t *testing.T) {
	c := get(t, "FOREX")
	close := wall(t, c, "2024-03-12 17:00")
	cur := c.Cursor()
	for at, want := range map[market.Time]market.Date{close - 1: 20240312, close: 20240312, close + 1: 20240313} {
		if s, phase := cur.Seek(at); s.Date != want || phase != Open {
			t.Errorf("%v: session %s, %v; want %s, open", at, s.Date, phase, want)
		}
	}
}

func TestSeekOutsideTheCalendar(t *testing.T) {
	for _, name := range Names() {
		cur := get(t, name).Cursor()
		for _, at := range []market.Time{math.MinInt64, math.MinInt64 + 1, 0, market.Never - 1, market.Never} {
			if s, phase := cur.Seek(at); s.Date != 0 || phase != Closed {
				t.Errorf("%s at %d: session %s, %v; want none, closed", name, int64(at), s.Date, phase)
			}
		}
	}
}

// sought is the answer of Seek found the slow way: by looking at every session near t.
func sought(c *Calendar, t market.Time) (market.Date, Phase) {
	day := market.DateOf(t.In(c.Zone()))
	for d := day.AddDays(-2); d <= day.AddDays(2); d = d.AddDays(1) {
		s, ok := c.Session(d)
		switch {
		case !ok || t <= s.EarlyOpen || t > s.LateClose:
		case t <= s.Open:
			return s.Date, PreMarket
		case t <= s.Close:
			return s.Date, Open
		default:
			return s.Date, PostMarket
		}
	}
	return 0, Closed
}

// Whatever a cursor was asked before, it answers like a search from scratch, and its bounds hold.
func TestSeekMatchesSearch(t *testing.T) {
	names := Names()
	rapid.Check(t, func(t *rapid.T) {
		c, err := Get(rapid.SampledFrom(names).Draw(t, "calendar"))
		if err != nil {
			t.Fatal(err)
		}
		cur := c.Cursor()
		at := market.At(time.Date(rapid.IntRange(1990, 2030).Draw(t, "year"), 1, 1, 0, 0, 0, 0, time.UTC))
		for range 40 {
			step := rapid.SampledFrom([]time.Duration{time.Nanosecond, time.Minute, 30 * time.Minute, time.Hour, 24 * time.Hour, 60 * 24 * time.Hour}).Draw(t, "step")
			at = at.Add(step * time.Duration(rapid.IntRange(-2, 9).Draw(t, "steps")))
			s, phase := cur.Seek(at)
			if date, want := sought(c, at); s.Date != date || phase != want {
				t.Fatalf("%s at %v: session %s, %v; want %s, %v", c.Name(), at, s.Date, phase, date, want)
			}
			from, to := cur.Bounds()
			if at <= from || at > to {
				t.Fatalf("%s at %v: outside its own bounds %v to %v", c.Name(), at, from, to)
			}
			for _, edge := range []market.Time{from + 1, to} {
				if date, want := sought(c, edge); date != s.Date || want != phase {
					t.Fatalf("%s: bounds reach %v, which is %s, %v and not %s, %v", c.Name(), edge, date, want, s.Date, phase)
				}
			}
		}
	})
}

// One nanosecond earlier, the clock's answer is the observation's.
func TestAtIsSeekOneNanosecondLater(t *testing.T) {
	names := Names()
	rapid.Check(t, func(t *rapid.T) {
		c, err := Get(rapid.SampledFrom(names).Draw(t, "calendar"))
		if err != nil {
			t.Fatal(err)
		}
		year := market.At(time.Date(rapid.IntRange(1990, 2030).Draw(t, "year"), 1, 1, 0, 0, 0, 0, time.UTC))
		at := year.Add(time.Minute * time.Duration(rapid.IntRange(0, 365*24*60).Draw(t, "minute")))
		s, phase := c.At(at)
		later, want := c.Cursor().Seek(at + 1)
		if s != *later || phase != want {
			t.Fatalf("%s At(%v) = %s, %v; Seek(+1ns) = %s, %v", c.Name(), at, s.Date, phase, later.Date, want)
		}
	})
}

func BenchmarkSeekInsideSession(b *testing.B) {
	c := get(b, "XNYS")
	cur := c.Cursor()
	s, _ := c.Session(20240102)
	at, open := s.Open, 0
	b.ReportAllocs()
	for b.Loop() {
		at++
		if _, phase := cur.Seek(at); phase == Open {
			open++
		}
	}
}

func BenchmarkSeekDailyBars(b *testing.B) {
	c := get(b, "XNYS")
	var closes []market.Time
	for s := range c.Sessions(20000101, 20251231) {
		closes = append(closes, s.Close)
	}
	cur := c.Cursor()
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		cur.Seek(closes[i])
		if i++; i == len(closes) {
			i = 0
		}
	}
}
