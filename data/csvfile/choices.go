package csvfile

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Header says whether the first line names the columns.
type Header uint8

const (
	HasHeader Header = iota + 1
	NoHeader
)

// String is "yes", "no" or empty.
func (h Header) String() string { return choiceName(uint8(h), "yes", "no") }

// MarshalText writes the form of String.
func (h Header) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads the form of String.
func (h *Header) UnmarshalText(text []byte) error {
	return parseChoice("header", string(text), (*uint8)(h), "yes", "no")
}

// BarTime says which moment of a bar its time is.
type BarTime uint8

const (
	AtStart BarTime = iota + 1
	AtEnd
)

// String is "start", "end" or empty.
func (b BarTime) String() string { return choiceName(uint8(b), "start", "end") }

// MarshalText writes the form of String.
func (b BarTime) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// UnmarshalText reads the form of String.
func (b *BarTime) UnmarshalText(text []byte) error {
	return parseChoice("bar_time", string(text), (*uint8)(b), "start", "end")
}

func choiceName(choice uint8, names ...string) string {
	if choice == 0 || int(choice) > len(names) {
		return ""
	}
	return names[choice-1]
}

// parseChoice reads one of the names, or empty text for no choice.
func parseChoice(key, text string, choice *uint8, names ...string) error {
	*choice = 0
	if text == "" {
		return nil
	}
	for i, name := range names {
		if strings.EqualFold(text, name) {
			*choice = uint8(i + 1)
			return nil
		}
	}
	return fmt.Errorf("%s %q: want %s", key, text, strings.Join(names, " or "))
}

// Unit is what a bar's length is counted in.
type Unit uint8

const (
	// Span is a fixed length of time, such as five minutes.
	Span Unit = iota
	// Session, Week and Month are those of the calendar; a row's time is any date inside.
	Session
	Week
	Month
)

// Period is the length of a file's bars. The zero value is no period.
type Period struct {
	Unit Unit
	// Length is the length of a Span.
	Length time.Duration
}

// PeriodOf is a fixed length of time.
func PeriodOf(d time.Duration) Period { return Period{Length: d} }

// Daily, Weekly and Monthly are the calendar's periods.
var (
	Daily   = Period{Unit: Session}
	Weekly  = Period{Unit: Week}
	Monthly = Period{Unit: Month}
)

// String is "30s", "5m", "1h", "1d", "1w" or "1mo", and empty for none.
func (p Period) String() string {
	switch p.Unit {
	case Session:
		return "1d"
	case Week:
		return "1w"
	case Month:
		return "1mo"
	}
	switch {
	case p.Length == 0:
		return ""
	case p.Length%time.Hour == 0:
		return strconv.FormatInt(int64(p.Length/time.Hour), 10) + "h"
	case p.Length%time.Minute == 0:
		return strconv.FormatInt(int64(p.Length/time.Minute), 10) + "m"
	}
	return strconv.FormatInt(int64(p.Length/time.Second), 10) + "s"
}

// ParsePeriod reads the form of String. A span is at least a second and less than a week.
func ParsePeriod(text string) (Period, error) {
	switch text {
	case "1d":
		return Daily, nil
	case "1w":
		return Weekly, nil
	case "1mo":
		return Monthly, nil
	}
	length, err := time.ParseDuration(text)
	if err != nil || length < time.Second || length%time.Second != 0 || length >= 7*24*time.Hour {
		return Period{}, fmt.Errorf("period %q: want 30s, 5m, 1h, 1d, 1w or 1mo", text)
	}
	return PeriodOf(length), nil
}

// MarshalText writes the form of String.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the form of String; empty text is no period.
func (p *Period) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*p = Period{}
		return nil
	}
	parsed, err := ParsePeriod(string(text))
	*p = parsed
	return err
}
