package ibtime

import "time"

const (
	zonedLayout    = "20060102 15:04:05 "
	zonelessLayout = "20060102  15:04:05"
	utcLayout      = "20060102-15:04:05"
)

// FormatUTC writes an instant as "20060102-15:04:05" in UTC, to the second below. TWS reads it since its version
// 10.17, never asks for a zone, and cannot mistake it: the form in which to send a time.
func FormatUTC(t time.Time) string { return t.UTC().Format(utcLayout) }

// Format writes an instant as "20060102 15:04:05 US/Eastern": the wall clock of a zone, by the name that IB has for
// it. [Parse] reads the same second back. What would not come back that way is written by [FormatUTC]: the second
// pass through an hour that repeats, and the zones of no database: time.Local, a fixed offset, nil.
func Format(t time.Time, zone *time.Location) string {
	if zone == nil {
		return FormatUTC(t)
	}
	name := zone.String()
	if known, ok := ibNames[name]; ok {
		name = known
	}
	text := t.In(zone).Format(zonedLayout) + name
	if back, err := Parse(text, nil); err != nil || back.Unix() != t.Unix() {
		return FormatUTC(t)
	}
	return text
}

// FormatZoneless writes an instant as servers before version 174 do, "20060102  15:04:05" with two blanks: the wall
// clock of a zone that only the reader's settings name. For a simulated gateway; a client has no use for it.
func FormatZoneless(t time.Time, zone *time.Location) string {
	return t.In(zone).Format(zonelessLayout)
}
