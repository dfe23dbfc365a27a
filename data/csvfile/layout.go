package csvfile

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/tidemark/tidemark/market"
)

// Layout is how a file writes its times. Make one with ParseLayout.
type Layout struct {
	parts []part
	// epoch is the unit of a count since 1970-01-01 00:00 UTC; 0 when the time is written out.
	epoch time.Duration
}

// part is one token of a layout, or a literal character.
type part struct {
	token   string
	literal byte
}

// tokens, longer ones first.
var tokens = []string{"yyyy", "yy", "MMM", "MM", "M", "dd", "d", "HH", "H", "mm", "ss", "fffffffff", "ffffff", "fff", ".f", "f", "Z", "aa"}

var epochs = map[string]time.Duration{
	"unix": time.Second, "unix_ms": time.Millisecond, "unix_us": time.Microsecond, "unix_ns": time.Nanosecond,
}

// ParseLayout reads a layout: "unix", "unix_ms", "unix_us" or "unix_ns" for a count since 1970, or a
// pattern of
//
//	yyyy yy   year, of four digits or of two: 70 to 99 are 1970 to 1999, 00 to 69 are 2000 to 2069
//	MM M MMM  month, of two digits, of one or two, or as Jan to Dec
//	dd d      day of the month, of two digits, or of one or two
//	HH H      hour, of two digits, or of one or two
//	mm ss     minute and second
//	aa        AM or PM
//	.f        a fraction of a second with its point, which may be missing
//	f         a fraction of a second; fff, ffffff and fffffffff have exactly that many digits
//	Z         distance from UTC: Z, +01:00, +0100 or +01
//
// and the characters between them: anything but letters, and T.
func ParseLayout(text string) (Layout, error) {
	if unit, ok := epochs[text]; ok {
		return Layout{epoch: unit}, nil
	}
	l := Layout{}
	for rest := text; rest != ""; {
		token := nextToken(rest)
		if token == "" && !literal(rest[0]) {
			return Layout{}, fmt.Errorf("time %q: %q is not part of a layout: want one such as yyyy-MM-dd HH:mm:ss, yyyyMMdd HHmmssfff, dd/MM/yyyy or unix_ms", text, rest[:1])
		}
		if token == "" {
			l.parts = append(l.parts, part{literal: rest[0]})
			rest = rest[1:]
			continue
		}
		l.parts = append(l.parts, part{token: token})
		rest = rest[len(token):]
	}
	if !l.has("y") || !l.has("M") || !l.has("d") {
		return Layout{}, fmt.Errorf("time %q: want year, month and day, such as yyyy-MM-dd, or unix_ms", text)
	}
	return l, nil
}

func nextToken(text string) string {
	for _, token := range tokens {
		if strings.HasPrefix(text, token) {
			return token
		}
	}
	return ""
}

func literal(c byte) bool {
	letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
	return c == 'T' || !letter && c >= ' ' && c <= '~'
}

// has reports whether a token starts with this letter.
func (l *Layout) has(letter string) bool {
	for _, p := range l.parts {
		if strings.HasPrefix(p.token, letter) {
			return true
		}
	}
	return false
}

// Zoned reports whether a time says by itself which instant it is.
func (l *Layout) Zoned() bool { return l.epoch != 0 || l.has("Z") }

// DateOnly reports whether the layout has no time of day.
func (l *Layout) DateOnly() bool { return l.epoch == 0 && !l.has("H") }

// stamp is a time as the file writes it: an instant, or what a wall clock shows.
type stamp struct {
	instant   market.Time
	zoned     bool
	date      market.Date
	timeOfDay time.Duration
}

// clockReading collects the parts of a time.
type clockReading struct {
	year, month, day     int
	hour, minute, second int
	fraction             time.Duration
	offset               time.Duration
	zoned                bool
	half                 byte // 'A' or 'P' of a twelve-hour clock
}

// parse reads a time; it does not allocate.
func (l *Layout) parse(text []byte) (stamp, bool) {
	if l.epoch != 0 {
		return parseEpoch(text, l.epoch)
	}
	c := clockReading{month: 1, day: 1}
	for _, p := range l.parts {
		if p.token == "" {
			if len(text) == 0 || text[0] != p.literal {
				return stamp{}, false
			}
			text = text[1:]
			continue
		}
		n := c.read(p.token, text)
		if n < 0 {
			return stamp{}, false
		}
		text = text[n:]
	}
	if len(text) > 0 {
		return stamp{}, false
	}
	return c.stamp()
}

// read takes one token from the start of text and returns its length, or -1.
func (c *clockReading) read(token string, text []byte) int {
	switch token {
	case "yyyy":
		return digits(text, 4, 4, &c.year)
	case "yy":
		n := digits(text, 2, 2, &c.year)
		if c.year += 1900; c.year < 1970 {
			c.year += 100
		}
		return n
	case "MM", "M":
		return digits(text, len(token), 2, &c.month)
	case "MMM":
		return monthName(text, &c.month)
	case "dd", "d":
		return digits(text, len(token), 2, &c.day)
	case "HH", "H":
		return digits(text, len(token), 2, &c.hour)
	case "mm":
		return digits(text, 2, 2, &c.minute)
	case "ss":
		return digits(text, 2, 2, &c.second)
	case "aa":
		return halfDay(text, &c.half)
	case ".f":
		if len(text) == 0 || text[0] != '.' {
			return 0
		}
		if n := fraction(text[1:], 1, 9, &c.fraction); n > 0 {
			return n + 1
		}
		return -1
	case "Z":
		c.zoned = true
		return utcOffset(text, &c.offset)
	case "f":
		return fraction(text, 1, 9, &c.fraction)
	}
	return fraction(text, len(token), len(token), &c.fraction)
}

func (c *clockReading) stamp() (stamp, bool) {
	if c.half != 0 {
		if c.hour < 1 || c.hour > 12 {
			return stamp{}, false
		}
		c.hour %= 12
		if c.half == 'P' {
			c.hour += 12
		}
	}
	// 1678 to 2262 is what a market.Time can hold.
	if c.year < 1700 || c.year > 2200 || c.month < 1 || c.month > 12 || c.day < 1 || c.day > daysIn(c.year, c.month) ||
		c.hour > 23 || c.minute > 59 || c.second > 59 {
		return stamp{}, false
	}
	s := stamp{
		date: market.Date(c.year*10000 + c.month*100 + c.day), zoned: c.zoned,
		timeOfDay: time.Duration(c.hour)*time.Hour + time.Duration(c.minute)*time.Minute + time.Duration(c.second)*time.Second + c.fraction,
	}
	if c.zoned {
		s.instant = market.At(s.date.Clock(0, 0, time.UTC)).Add(s.timeOfDay - c.offset)
	}
	return s, true
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

var monthNames = []byte("janfebmaraprmayjunjulaugsepoctnovdec")

func monthName(text []byte, month *int) int {
	if len(text) < 3 {
		return -1
	}
	lower := [3]byte{text[0] | 0x20, text[1] | 0x20, text[2] | 0x20}
	i := bytes.Index(monthNames, lower[:])
	if i < 0 || i%3 != 0 {
		return -1
	}
	*month = i/3 + 1
	return 3
}
