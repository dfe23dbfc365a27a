// Package calendar knows when markets trade: the sessions of each trading calendar, with holidays,
// half days, unscheduled closures and daylight saving, and the rules by which a strategy asks to be
// woken ("five minutes before the close").
//
// # What time belongs to which session
//
// There are two questions, and two rules.
//
//   - A clock asks "is the market open now?". [Calendar.At] answers with half-open intervals that
//     begin: the market is open from Open, inclusive, to Close, exclusive.
//   - An observation asks "in which session did I happen?". It carries the time at which it was
//     complete, as a bar carries its End. [Cursor.Seek] answers with half-open intervals that end: an
//     observation belongs to the regular session when Open < t ≤ Close. The bar that ends at the close
//     is the session's last, and the bar that ends at the open is the pre-market's.
//
// Where one session closes at the instant the next one opens (FOREX, 24/7), the two rules differ only
// at that instant: the clock is in the new session, the observation belongs to the old one.
//
// # What is modelled, and what is not
//
// XNYS and XNAS have the holidays, half days (13:00, with late trading to 17:00), late openings, early
// closings and closures of every day from 1990 on, and follow the published rules up to [LastYear]; from
// [FirstYear] to 1990 they are a best effort.
//
// CME has the hours of equity index futures on Globex as they changed in 2012 and 2015. On holidays of
// the stock exchange Globex trades until noon (until 2014, 10:30); that morning is a session of its
// own, though the exchange clears it with the next day. Half days end at 12:15, Good Fridays with an
// employment report at 8:15. Before 2009 the holiday hours follow the same rules and are not exact.
//
// XETR, XLON and XTSE follow the rules of the 2020s in every year, without extended hours or auctions.
//
// FOREX does not trade the sessions dated Christmas and New Year's Day; dealers differ in their hours
// around them. 24/7 never closes.
//
// A session is one interval: halts inside it (circuit breakers, the CME's pause from 15:15 to 15:30
// before 28 June 2021, minutes of silence) are not modelled. Extended hours are today's for all years.
//
// A calendar never looks at a clock and holds no state that callers can see; it may be shared freely.
// Prices, orders and what to do when a market is closed live elsewhere.
package calendar
