package floor

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// duration is how far back a question reaches, in IB's words.
type duration struct {
	n    int
	unit byte // S, D, W, M or Y
}

// units are the words for each unit of a duration, and the most of them that can be asked for.
var units = []struct {
	unit  byte
	most  int
	words []string
}{
	{'S', 100_000, []string{"", "S", "SEC", "SECS", "SECOND", "SECONDS"}},
	{'D', 36_500, []string{"D", "DAY", "DAYS"}},
	{'W', 5_200, []string{"W", "WEEK", "WEEKS"}},
	{'M', 1_200, []string{"M", "MONTH", "MONTHS"}},
	{'Y', 100, []string{"Y", "YEAR", "YEARS"}},
}

// parseDuration reads "3600 S", "2 D", "1 W", "6 M", "1 Y", and the words of histograms, "3 days".
func parseDuration(text string) (duration, bool) {
	number, word, _ := strings.Cut(strings.TrimSpace(text), " ")
	word = strings.ToUpper(strings.TrimSpace(word))
	n, err := strconv.Atoi(number)
	for _, u := range units {
		if slices.Contains(u.words, word) {
			return duration{n, u.unit}, err == nil && n >= 1 && n <= u.most
		}
	}
	return duration{}, false
}

// long is about the length of the duration.
func (d duration) long() time.Duration {
	const day = 24 * time.Hour
	return time.Duration(d.n) * map[byte]time.Duration{'S': time.Second, 'D': day, 'W': 7 * day, 'M': 31 * day, 'Y': 366 * day}[d.unit]
}

// before is the beginning of a period that ends at a time. Seconds count only while the market is open. A
// day is a session, and the last one counts also when it is still going on; weeks, months and years reach back to
// the session after the same date.
func (d duration) before(end market.Time, c *calendar.Calendar, rth bool) market.Time {
	last := sessionUntil(c, end, rth)
	switch d.unit {
	case 'S':
		return secondsBefore(end, time.Duration(d.n)*time.Second, c, rth)
	case 'D':
		return openBefore(c, last, d.n-1, rth)
	}
	date := market.DateOf(end.In(c.Zone()))
	if last.Date > date { // the session that began this evening
		date = last.Date
	}
	switch d.unit {
	case 'W':
		date = date.AddDays(-7 * d.n)
	case 'M':
		date = monthsBefore(date, d.n)
	default:
		date = monthsBefore(date, 12*d.n)
	}
	for s := range c.Sessions(date.AddDays(1), date.AddDays(14)) {
		return begin(&s, rth)
	}
	return end.Add(-d.long())
}

// monthsBefore is the same day n months before, or the last one of that month.
func monthsBefore(d market.Date, n int) market.Date {
	first := market.NewDate(d.Year(), d.Month()-time.Month(n), 1)
	last := market.NewDate(first.Year(), first.Month()+1, 1).AddDays(-1)
	return first.AddDays(min(d.Day(), last.Day()) - 1)
}

func begin(s *calendar.Session, rth bool) market.Time {
	if rth {
		return s.Open
	}
	return s.EarlyOpen
}

func finish(s *calendar.Session, rth bool) market.Time {
	if rth {
		return s.Close
	}
	return s.LateClose
}

// sessionUntil is the last session that has begun before a time.
func sessionUntil(c *calendar.Calendar, t market.Time, rth bool) calendar.Session {
	if s, phase := c.At(t); phase != calendar.Closed && begin(&s, rth) < t {
		return s
	}
	// Previous counts sessions that have closed, of which the latest may be followed by one that is open.
	s, _ := c.Previous(t)
	return s
}

// openBefore is the beginning of the nth session before another.
func openBefore(c *calendar.Calendar, s calendar.Session, n int, rth bool) market.Time {
	for ; n > 0; n-- {
		before, ok := c.Previous(s.Open)
		if !ok {
			break
		}
		s = before
	}
	return begin(&s, rth)
}

// secondsBefore goes back by trading time.
func secondsBefore(end market.Time, length time.Duration, c *calendar.Calendar, rth bool) market.Time {
	s := sessionUntil(c, end, rth)
	for s.Date != 0 {
		from, to := begin(&s, rth), min(finish(&s, rth), end)
		if open := to.Sub(from); open >= length {
			return to.Add(-length)
		} else if open > 0 {
			length -= open
		}
		before, ok := c.Previous(s.Open)
		if !ok {
			return from
		}
		s = before
	}
	return end.Add(-length)
}
