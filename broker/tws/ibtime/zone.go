package ibtime

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // the zones of exchanges, on machines that have no zone database
)

// A ZoneError is a name of a time zone that means nothing here, or more than one thing.
type ZoneError struct {
	Name string
	// Meanings are the zones that the name may mean, or empty when none is known.
	Meanings string
}

func (e *ZoneError) Error() string {
	const remedy = "set the zone of TWS in its login window, or its times to UTC in the API settings, " +
		"or name the gateway's zone here as in the IANA database, such as America/New_York"
	switch {
	case e.Name == "":
		return "ibtime: no time zone: " + remedy
	case e.Meanings != "":
		return fmt.Sprintf("ibtime: time zone %q may be %s: %s", excerpt(e.Name), e.Meanings, remedy)
	}
	return fmt.Sprintf("ibtime: time zone %q is unknown: %s", excerpt(e.Name), remedy)
}

// Location is the zone that TWS means by a name: one of the IANA database and its links (US/Eastern, MET, GB-Eire,
// Hongkong, Japan, EST5EDT), a code (EST, JST), a name that Windows or Java gives it ("China Standard Time",
// "British Summer Time"), a code that its name explains ("EST (Eastern Standard Time)"), or an offset ("GMT+08:00").
// The error is a [*ZoneError]. The name "Local" is refused: the zone of this machine says nothing about TWS.
func Location(name string) (*time.Location, error) {
	name = strings.Join(strings.Fields(name), " ")
	if zone, ok := zones.get(name); ok {
		return zone, nil
	}
	if meanings := severalZones[name]; meanings != "" {
		return nil, &ZoneError{Name: name, Meanings: meanings}
	}
	if zone, ok := offsetZone(name); ok {
		return zone, nil
	}
	zone, err := load(name)
	if err != nil {
		if code, explanation, ok := explained(name); ok {
			return first(explanation, code)
		}
		return nil, &ZoneError{Name: name}
	}
	zones.put(name, zone)
	return zone, nil
}

// load finds a name in the tables, then in the database.
func load(name string) (*time.Location, error) {
	const longest = 64
	if name == "" || name == "Local" || len(name) > longest {
		return nil, &ZoneError{Name: name}
	}
	for _, table := range []map[string]string{shortZones, javaZones, windowsZones} {
		if known, ok := table[name]; ok {
			return time.LoadLocation(known)
		}
	}
	return time.LoadLocation(name)
}

// explained splits "EST (Eastern Standard Time)".
func explained(name string) (code, explanation string, ok bool) {
	head, found := strings.CutSuffix(name, ")")
	if !found {
		return "", "", false
	}
	return strings.Cut(head, " (")
}

func first(names ...string) (*time.Location, error) {
	var err error
	for _, name := range names {
		var zone *time.Location
		if zone, err = load(name); err == nil {
			return zone, nil
		}
	}
	return nil, &ZoneError{Name: names[len(names)-1]}
}

// offsetZone reads GMT+8, UTC-05:00 and the like; west is negative.
func offsetZone(name string) (*time.Location, bool) {
	text, ok := strings.CutPrefix(name, "GMT")
	if !ok {
		text, ok = strings.CutPrefix(name, "UTC")
	}
	if !ok || len(text) < 2 || (text[0] != '+' && text[0] != '-') || windowsZones[name] != "" {
		return nil, false
	}
	hours, minutes, colon := strings.Cut(text[1:], ":")
	if !colon {
		minutes = "00"
	}
	h, okHours := number(hours, len(hours))
	m, okMinutes := number(minutes, 2)
	if !okHours || !okMinutes || len(hours) > 2 || h > 18 || m > 59 {
		return nil, false
	}
	seconds := (h*60 + m) * 60
	if text[0] == '-' {
		seconds = -seconds
	}
	return time.FixedZone(name, seconds), true
}

// number reads exactly n digits, at most 18.
func number(text string, n int) (int, bool) {
	if len(text) != n || n == 0 || n > 18 || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	value, err := strconv.Atoi(text)
	return value, err == nil
}

// zones keeps what was loaded: a database file is read once for each zone, not once for each bar.
var zones = zoneCache{byName: map[string]*time.Location{}}

type zoneCache struct {
	sync.RWMutex
	byName map[string]*time.Location
}

func (c *zoneCache) get(name string) (*time.Location, bool) {
	c.RLock()
	defer c.RUnlock()
	zone, ok := c.byName[name]
	return zone, ok
}

// put is bounded, since names come from outside.
func (c *zoneCache) put(name string, zone *time.Location) {
	const most = 1024
	c.Lock()
	defer c.Unlock()
	if len(c.byName) < most {
		c.byName[name] = zone
	}
}
