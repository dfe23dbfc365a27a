package ibtime

import (
	"fmt"
	"strings"
	"time"

	"github.com/tidemark/tidemark/market"
)

// A FormatError is a text that is no time, day, or trading hours as IB writes them.
type FormatError struct {
	What string // "time", "date" or "trading hours"
	Text string
	Want string // what would have been accepted, or what is wrong
}

func (e *FormatError) Error() string {
	return fmt.Sprintf("ibtime: %s %q: %s", e.What, excerpt(e.Text), e.Want)
}

// excerpt keeps errors short, whatever came from outside.
func excerpt(text string) string {
	const most = 100
	if len(text) > most {
		return text[:most] + "..."
	}
	return text
}

// Parse reads an instant in any form in which IB writes one, and returns it in UTC:
//
//	20250620 09:30:00 US/Eastern   a wall clock and its zone; one blank or two, seconds or none
//	20250620  09:30:00             without a zone: a wall clock in zoneless
//	20250620-13:30:00              UTC, also with Z at the end, seconds or none
//	2025-06-20 13:30:00.0          UTC, in news
//	1750426200, 1750426200000      seconds or milliseconds since 1970, of 9 or 10 and of 12 or 13 digits
//
// zoneless is the zone of the login at the gateway; when it is nil a text without a zone is a [*ZoneError], and so
// is one with an unknown zone. Any other text is a [*FormatError]. Days without a time are for [ParseDate].
func Parse(text string, zoneless *time.Location) (time.Time, error) {
	if t, ok := epoch(text); ok {
		return t, nil
	}
	var w wall
	s := scanner{rest: text}
	zone := time.UTC
	switch {
	case len(text) > 4 && text[4] == '-':
		s.date(&w, "-")
		s.want(" ")
		s.clock(&w)
		s.fraction(&w)
	case len(text) > 8 && text[8] == '-':
		s.date(&w, "")
		s.want("-")
		s.clock(&w)
		s.take("Z")
	default:
		s.date(&w, "")
		s.blanks()
		s.clock(&w)
		if s.failed {
			break
		}
		var err error
		if zone, err = s.zone(zoneless); err != nil {
			return time.Time{}, fmt.Errorf("ibtime: time %q: %w", excerpt(text), err)
		}
	}
	if !s.done() || !w.valid() {
		return time.Time{}, &FormatError{"time", text,
			"want 20060102 15:04:05 US/Eastern, 20060102-15:04:05 in UTC, or seconds since 1970"}
	}
	return w.in(zone), nil
}

// zone takes the rest as the name of a zone, or as none when it is blank.
func (s *scanner) zone(zoneless *time.Location) (*time.Location, error) {
	if s.rest != "" && s.rest[0] != ' ' {
		return time.UTC, nil // not a zone: what is left is found later
	}
	name := strings.TrimSpace(s.rest)
	s.rest = ""
	switch {
	case name != "":
		return Location(name)
	case zoneless == nil:
		return nil, &ZoneError{}
	}
	return zoneless, nil
}

// epoch reads seconds or milliseconds since 1970. By their number of digits they are told apart until 2286.
func epoch(text string) (time.Time, bool) {
	n, ok := number(text, len(text))
	switch {
	case !ok:
	case len(text) == 9 || len(text) == 10:
		return time.Unix(int64(n), 0).UTC(), true
	case len(text) == 12 || len(text) == 13:
		return time.UnixMilli(int64(n)).UTC(), true
	}
	return time.Time{}, false
}

// ParseYearless reads "0620 09:30:00 US/Eastern", in which historical bars come on request: the latest such time
// that is not after the reference, for which the end of the request serves. Zones and errors are those of [Parse].
func ParseYearless(text string, zoneless *time.Location, reference time.Time) (time.Time, error) {
	const leapGap = 8 // from one 29 February to the next around the year 1900
	if len(text) > 4 && text[4] == ' ' {
		year := reference.UTC().Year() + 1 // a zone may be in the next year already
		for y := year; y >= year-leapGap-1; y-- {
			t, err := Parse(fmt.Sprintf("%04d%s", y, text), zoneless)
			if _, malformed := err.(*FormatError); malformed {
				continue
			}
			if err != nil || !t.After(reference) {
				return t, err
			}
		}
	}
	return time.Time{}, &FormatError{"time", text, "want 0102 15:04:05 US/Eastern, a time without its year"}
}

// ParseDate reads the day of a daily or longer bar, YYYYMMDD, which is the date on which its last session closes.
func ParseDate(text string) (market.Date, error) {
	var w wall
	s := scanner{rest: text}
	s.date(&w, "")
	if !s.done() || !w.valid() {
		return 0, &FormatError{"date", text, "want YYYYMMDD"}
	}
	return market.NewDate(w.year, time.Month(w.month), w.day), nil
}
