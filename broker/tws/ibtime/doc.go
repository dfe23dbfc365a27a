// Package ibtime reads and writes the times of Interactive Brokers: every form in which TWS states an instant,
// a day, a time zone, or trading hours.
//
// What is read is an instant in UTC. A text without a zone means the zone that its caller names, which is that of
// the login at the gateway; the zone of this machine never enters.
//
// A wall clock is not always one instant. When clocks are put back an hour repeats: such a time is taken as its
// first occurrence. When they are put forward an hour is skipped: a time in it counts on from before the change, so
// that 02:30 on the day New York goes to daylight saving is 03:30. These are the rules of java.time, in which TWS
// is written. What must survive the repeated hour has to be exchanged in UTC, as [FormatUTC] writes it.
//
// Calendars of markets never live here; see market/calendar.
package ibtime
