package calendar

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// definition describes a calendar in the registry.
type definition struct {
	name    string
	aliases []string
	// zone is the name of the exchange's time zone.
	zone string
	// perYear is the mean number of sessions a year.
	perYear float64
	// timetable gives the wall-clock hours of a year's sessions.
	timetable timetable
}

// definitions are sorted by name.
var definitions = []definition{
	{name: "24/7", aliases: []string{"CRYPTO"}, zone: "UTC", perYear: 365, timetable: always{}},
	{name: "CME", aliases: []string{"GLOBEX"}, zone: "America/Chicago", perYear: 258, timetable: cme{}},
	{name: "FOREX", aliases: []string{"FX"}, zone: "America/New_York", perYear: 259, timetable: forex{}},
	{name: "XETR", aliases: []string{"XETRA", "IBIS"}, zone: "Europe/Berlin", perYear: 255, timetable: xetra},
	{name: "XLON", aliases: []string{"LSE"}, zone: "Europe/London", perYear: 253, timetable: london},
	{name: "XNAS", aliases: []string{"NASDAQ"}, zone: "America/New_York", perYear: 252, timetable: nyse{}},
	{name: "XNYS", aliases: []string{"NYSE", "US"}, zone: "America/New_York", perYear: 252, timetable: nyse{}},
	{name: "XTSE", aliases: []string{"TSX"}, zone: "America/Toronto", perYear: 251, timetable: toronto},
}

// calendars holds each calendar that was asked for, built once.
var calendars = struct {
	sync.Mutex
	byName map[string]*Calendar
}{byName: map[string]*Calendar{}}

// Names lists the calendars, sorted, without their aliases.
func Names() []string {
	names := make([]string, len(definitions))
	for i, d := range definitions {
		names[i] = d.name
	}
	return names
}

// Get is the calendar of that name or alias; upper and lower case are the same. The error is an
// *UnknownError when there is none. Every call with one name returns the same calendar.
//
//	XNYS   New York Stock Exchange (NYSE, US): 09:30-16:00 New York, extended 04:00-20:00
//	XNAS   Nasdaq (NASDAQ): the same hours and holidays
//	CME    equity index futures on Globex (GLOBEX): 17:00 the day before to 16:00 Chicago
//	FOREX  spot currencies (FX): Sunday 17:00 to Friday 17:00 New York, a session from 17:00 to 17:00
//	XETR   Xetra, Frankfurt (XETRA, IBIS): 09:00-17:30
//	XLON   London Stock Exchange (LSE): 08:00-16:30
//	XTSE   Toronto Stock Exchange (TSX): 09:30-16:00
//	24/7   crypto assets (CRYPTO): days in UTC
func Get(name string) (*Calendar, error) {
	d, ok := lookup(name)
	if !ok {
		return nil, &UnknownError{Name: name, Suggestion: nearest(name)}
	}
	calendars.Lock()
	defer calendars.Unlock()
	if c := calendars.byName[d.name]; c != nil {
		return c, nil
	}
	c, err := build(d)
	if err != nil {
		return nil, fmt.Errorf("calendar %s: %w", d.name, err)
	}
	calendars.byName[d.name] = c
	return c, nil
}

func lookup(name string) (definition, bool) {
	upper := strings.ToUpper(strings.TrimSpace(name))
	for _, d := range definitions {
		if d.name == upper || slices.Contains(d.aliases, upper) {
			return d, true
		}
	}
	return definition{}, false
}

// UnknownError tells that no calendar has the name.
type UnknownError struct {
	Name string
	// Suggestion is the known name or alias that looks most like it, or empty.
	Suggestion string
}

// Error lists the names that can be used.
func (e *UnknownError) Error() string {
	hint := ""
	if e.Suggestion != "" {
		hint = fmt.Sprintf(", did you mean %q?", e.Suggestion)
	}
	return fmt.Sprintf("calendar %q is unknown%s (known: %s)", e.Name, hint, strings.Join(Names(), ", "))
}
