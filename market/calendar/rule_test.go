package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/market"
)

// Expected instants are wall-clock times of the calendar, worked out by hand from its published hours.
func TestRuleNext(t *testing.T) {
	for _, want := range []struct {
		calendar    string
		rule        Rule
		after, next string
	}{
		{"XNYS", AtOpen(), "2024-07-03 09:29", "2024-07-03 09:30"},
		{"XNYS", AtOpen(), "2024-07-03 09:30", "2024-07-05 09:30"}, // strictly after, over the holiday
		{"XNYS", AtClose(), "2024-07-02 20:00", "2024-07-03 13:00"},
		{"XNYS", AfterOpen(30 * time.Minute), "2024-07-03 09:30", "2024-07-03 10:00"},
		{"XNYS", AfterOpen(4 * time.Hour), "2024-07-02 14:00", "2024-07-05 13:30"}, // the half day is too short
		{"XNYS", AfterOpen(-5 * time.Minute), "2024-07-02 14:00", "2024-07-03 09:25"},
		{"XNYS", AfterOpen(-24 * time.Hour), "2024-07-02 12:00", "2024-07-04 09:30"},
		{"XNYS", BeforeClose(5 * time.Minute), "2024-07-02 15:55", "2024-07-03 12:55"},
		{"XNYS", BeforeClose(6 * time.Hour), "2024-07-02 10:00", "2024-07-05 10:00"}, // the half day opens later
		{"XNYS", BeforeClose(-10 * time.Minute), "2024-07-03 13:00", "2024-07-03 13:10"},
		{"XNYS", BeforeClose(-24 * time.Hour), "2024-07-04 12:00", "2024-07-04 13:00"},
		{"XNYS", Daily(15, 55), "2024-03-08 15:55", "2024-03-11 15:55"}, // clocks change in between
		{"XNYS", Daily(8, 0), "2024-07-03 12:00", "2024-07-05 08:00"},
		{"XNYS", Daily(23, 59), "2024-07-03 21:00", "2024-07-03 23:59"},
		{"XNYS", Every(time.Hour), "2024-07-03 09:30", "2024-07-03 10:30"},
		{"XNYS", Every(time.Hour), "2024-07-03 12:29", "2024-07-03 12:30"},
		{"XNYS", Every(time.Hour), "2024-07-03 12:30", "2024-07-05 10:30"}, // 13:30 is after the close
		{"XNYS", Every(30 * time.Minute), "2024-07-03 12:30", "2024-07-03 13:00"},
		{"XNYS", Weekly(time.Friday, AtClose()), "2024-07-03 13:00", "2024-07-05 16:00"},
		{"XNYS", Weekly(time.Monday, AtOpen()), "2024-05-24 16:00", "2024-06-03 09:30"}, // Memorial Day is passed over
		{"XNYS", WeekStart(AtOpen()), "2024-05-24 16:00", "2024-05-28 09:30"},           // and moved to Tuesday
		{"XNYS", WeekEnd(AtClose()), "2024-03-22 16:00", "2024-03-28 16:00"},            // Good Friday
		{"XNYS", MonthStart(AtOpen()), "2024-06-01 00:00", "2024-06-03 09:30"},
		{"XNYS", MonthStart(AtOpen()), "2023-12-01 09:30", "2024-01-02 09:30"},
		{"XNYS", MonthEnd(BeforeClose(15 * time.Minute)), "2024-03-01 00:00", "2024-03-28 15:45"},
		{"XNYS", MonthEnd(Daily(12, 0)), "2024-11-01 00:00", "2024-11-29 12:00"},
		{"XNYS", MonthEnd(Weekly(time.Friday, AtClose())), "2024-04-01 00:00", "2024-05-31 16:00"}, // both hold

		{"CME", AtOpen(), "2024-03-08 17:00", "2024-03-10 17:00"}, // Sunday, in summer time
		{"CME", BeforeClose(time.Hour), "2024-05-27 00:00", "2024-05-27 11:00"},
		{"CME", Every(4 * time.Hour), "2024-03-05 13:00", "2024-03-05 21:00"}, // from the evening's open
		{"FOREX", AtClose(), "2024-03-10 18:00", "2024-03-11 17:00"},
		{"FOREX", WeekEnd(BeforeClose(time.Minute)), "2024-03-11 00:00", "2024-03-15 16:59"},
		{"24/7", Daily(0, 0), "2024-02-28 00:00", "2024-02-29 00:00"},
		{"24/7", Every(8 * time.Hour), "2024-02-28 16:00", "2024-02-29 00:00"},
		{"24/7", MonthStart(AtOpen()), "2024-02-28 00:00", "2024-03-01 00:00"},
	} {
		c := get(t, want.calendar)
		if got := want.rule.Next(c, wall(t, c, want.after)); got != wall(t, c, want.next) {
			t.Errorf("%s, %v, after %s: %v, want %s", want.calendar, want.rule, want.after, got.In(c.Zone()), want.next)
		}
	}
}

func TestRuleText(t *testing.T) {
	for text, rule := range map[string]Rule{
		"at the open":                                AtOpen(),
		"at the close":                               AtClose(),
		"5m0s before the close":                      BeforeClose(5 * time.Minute),
		"5m0s after the close":                       BeforeClose(-5 * time.Minute),
		"1h0m0s after the open":                      AfterOpen(time.Hour),
		"daily at 09:05":                             Daily(9, 5),
		"every 15m0s":                                Every(15 * time.Minute),
		"at the open on Mondays":                     Weekly(time.Monday, AtOpen()),
		"at the close on the month's last session":   MonthEnd(AtClose()),
		"daily at 10:00 on the week's first session": WeekStart(Daily(10, 0)),
		"never": {},
	} {
		if rule.String() != text {
			t.Errorf("%q, want %q", rule, text)
		}
	}
}

func TestWrongRulesNameNoInstant(t *testing.T) {
	c := get(t, "XNYS")
	for _, rule := range []Rule{
		Every(0), Every(-time.Minute), Daily(24, 0), Daily(-1, 0), Daily(0, 60),
		AfterOpen(25 * time.Hour), BeforeClose(-25 * time.Hour), Weekly(7, AtOpen()), MonthEnd(Every(0)),
	} {
		if rule.Err() == nil {
			t.Errorf("%v: no error", rule)
		}
		if next := rule.Next(c, 0); next != market.Never {
			t.Errorf("%v: next %v, want never", rule, next)
		}
	}
	if err := MonthStart(AtOpen()).Err(); err != nil {
		t.Error(err)
	}
	for _, rule := range []Rule{{}, Weekly(time.Saturday, AtOpen())} { // sound, but without an instant
		if next := rule.Next(c, wall(t, c, "2098-01-01 00:00")); rule.Err() != nil || next != market.Never {
			t.Errorf("%v: next %v, error %v; want never, none", rule, next, rule.Err())
		}
	}
	if next := AtOpen().Next(c, market.Never); next != market.Never {
		t.Errorf("after never comes %v", next)
	}
	if next := AtOpen().Next(c, -1<<63); next != wall(t, c, "1971-01-04 10:00") {
		t.Errorf("the first open is %v", next)
	}
}

// Stepping a rule from one instant to the next is the same as asking between them: nothing is skipped
// and nothing comes twice.
func TestRuleNextIsTheFirstAfter(t *testing.T) {
	names := Names()
	rapid.Check(t, func(t *rapid.T) {
		c, err := Get(rapid.SampledFrom(names).Draw(t, "calendar"))
		if err != nil {
			t.Fatal(err)
		}
		rule := rapid.SampledFrom([]Rule{
			AtOpen(), AtClose(), AfterOpen(3 * time.Hour), BeforeClose(-24 * time.Hour), AfterOpen(-24 * time.Hour),
			Daily(9, 31), Daily(23, 0), Every(7 * time.Minute), Every(5 * time.Hour),
			Weekly(time.Wednesday, AtClose()), WeekEnd(Every(time.Hour)), MonthStart(Daily(3, 0)), MonthEnd(AtClose()),
		}).Draw(t, "rule")
		year := market.At(time.Date(rapid.IntRange(1990, 2030).Draw(t, "year"), 1, 1, 0, 0, 0, 0, time.UTC))
		at := year.Add(time.Minute * time.Duration(rapid.IntRange(0, 365*24*60).Draw(t, "minute")))
		first := rule.Next(c, at)
		second := rule.Next(c, first)
		if first <= at || second <= first {
			t.Fatalf("%s, %v: after %v come %v and %v", c.Name(), rule, at, first, second)
		}
		between := first.Add(time.Duration(rapid.Int64Range(0, int64(second-first)-1).Draw(t, "between")))
		if got := rule.Next(c, between); got != second {
			t.Fatalf("%s, %v: after %v comes %v, but between them, after %v, %v", c.Name(), rule, first, second, between, got)
		}
		if got := rule.Next(c, first-1); got != first {
			t.Fatalf("%s, %v: just before %v the next is %v", c.Name(), rule, first, got)
		}
	})
}

func BenchmarkRuleNext(b *testing.B) {
	c := get(b, "XNYS")
	rule := MonthEnd(BeforeClose(5 * time.Minute))
	after := wall(b, c, "2024-06-03 12:00")
	b.ReportAllocs()
	for b.Loop() {
		rule.Next(c, after)
	}
}
