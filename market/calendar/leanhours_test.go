package calendar

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/tidemark/tidemark/internal/datapack"
	"github.com/tidemark/tidemark/market"
)

// leanHours is an entry of LEAN's market-hours database. Dates are month/day/year, times are on the
// wall clock of exchangeTimeZone. A late opening is the hour at which trading begins on a civil date.
type leanHours struct {
	ExchangeTimeZone string            `json:"exchangeTimeZone"`
	Holidays         []string          `json:"holidays"`
	EarlyCloses      map[string]string `json:"earlyCloses"`
	LateOpens        map[string]string `json:"lateOpens"`
}

// readLeanHours reads an entry; the holidays of further entries are added, as LEAN does with those of
// an exchange's common entry.
func readLeanHours(t *testing.T, entry string, common ...string) leanHours {
	t.Helper()
	raw, err := os.ReadFile(datapack.Path(t, "lean/market-hours/market-hours-database.json"))
	if err != nil {
		t.Fatal(err)
	}
	var database struct {
		Entries map[string]leanHours `json:"entries"`
	}
	if err := json.Unmarshal(raw, &database); err != nil {
		t.Fatal(err)
	}
	hours, ok := database.Entries[entry]
	if !ok {
		t.Fatalf("the market-hours database has no entry %s", entry)
	}
	for _, name := range common {
		hours.Holidays = append(hours.Holidays, database.Entries[name].Holidays...)
	}
	return hours
}

func leanDate(t *testing.T, text string) market.Date {
	t.Helper()
	parsed, err := time.Parse("1/2/2006", text)
	if err != nil {
		t.Fatal(err)
	}
	return market.DateOf(parsed)
}

// days tells for each exceptional date "closed" or "early HH:MM" in the zone of the database. Where a
// session begins in the evening, a civil date that trades from the evening on has no session of its
// own, and one that stops at the usual close, 17:00 New York, has a regular one.
func (h leanHours) days(t *testing.T) map[market.Date]string {
	t.Helper()
	days := map[market.Date]string{}
	for _, text := range h.Holidays {
		days[leanDate(t, text)] = "closed"
	}
	for text, at := range h.LateOpens {
		if at >= "17:00" {
			days[leanDate(t, text)] = "closed"
		}
	}
	for text, at := range h.EarlyCloses {
		if at < "17:00" {
			days[leanDate(t, text)] = "early " + at[:5]
		}
	}
	return days
}

// day is the same word from our calendar.
func day(c *Calendar, d market.Date, zone *time.Location) string {
	s, ok := c.Session(d)
	switch {
	case !ok:
		return "closed"
	case s.Early:
		return "early " + s.Close.In(zone).Format("15:04")
	}
	return ""
}

// differences lists the weekdays of a period on which calendar and database disagree.
func differences(t *testing.T, c *Calendar, h leanHours, first, last market.Date) []string {
	t.Helper()
	zone, err := time.LoadLocation(h.ExchangeTimeZone)
	if err != nil {
		t.Fatal(err)
	}
	theirs := h.days(t)
	var found []string
	for d := first; d <= last; d = d.AddDays(1) {
		if ours := day(c, d, zone); !weekend(d) && ours != theirs[d] {
			found = append(found, fmt.Sprintf("%s: %q, database %q", d, ours, theirs[d]))
		}
	}
	return found
}

func checkDifferences(t *testing.T, got, known []string) {
	t.Helper()
	for _, d := range got {
		if !slices.Contains(known, d) {
			t.Errorf("unexplained difference on %s", d)
		}
	}
	for _, d := range known {
		if !slices.Contains(got, d) {
			t.Errorf("the known difference on %s is gone", d)
		}
	}
}

func TestNYSEAgainstLean(t *testing.T) {
	got := differences(t, get(t, "XNYS"), readLeanHours(t, "Equity-usa-[*]"), 19980101, 20281231)
	checkDifferences(t, got, []string{
		// The database misses half days that the exchange lists; its own hourly data show them.
		`1998-11-27: "early 13:00", database ""`,
		`1998-12-24: "early 13:00", database ""`,
		`1999-12-31: "early 13:00", database ""`,
		// It does not record a late opening (noon) and a computer failure four minutes before the close.
		`2002-09-11: "early 16:00", database ""`,
		`2005-06-01: "early 15:56", database ""`,
	})
}

func TestCMEAgainstLean(t *testing.T) {
	got := differences(t, get(t, "CME"), readLeanHours(t, "Future-cme-ES", "Future-cme-[*]"), 20090101, 20261231)
	checkDifferences(t, got, []string{
		// Nights that were traded before unscheduled closures; sources at TestCMESessions.
		`2012-10-29: "early 09:15", database "closed"`,
		`2012-10-30: "early 09:15", database "closed"`,
		`2018-12-05: "early 09:30", database "closed"`,
		`2025-01-09: "early 09:30", database ""`,
		// Half days that the database has in all other years: 12:15 Chicago, as the stock exchange's 13:00.
		`2023-07-03: "early 13:15", database ""`,
		`2024-07-03: "early 13:15", database ""`,
		`2024-11-29: "early 13:15", database ""`,
	})
}

func TestForexAgainstLean(t *testing.T) {
	got := differences(t, get(t, "FOREX"), readLeanHours(t, "Forex-oanda-[*]"), 20180101, 20251231)
	checkDifferences(t, got, []string{
		// The database has every New Year's Day but this one.
		`2018-01-01: "closed", database ""`,
		// Holidays on a Sunday: this dealer also stayed closed on Monday, others opened on Sunday evening.
		`2022-12-26: "", database "closed"`,
		`2023-01-02: "", database "closed"`,
	})
}
