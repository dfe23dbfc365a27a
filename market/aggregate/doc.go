// Package aggregate builds bars of any specification from finer bars, from trades or from quotes.
//
// # What is inside a bar
//
// A bar covers (Start, End]: an input of time End belongs to it, one of time Start to the bar before.
// Time bars are aligned to the session's open (an hourly bar of the NYSE ends at 10:30) and the
// session's close cuts the last one short. With extended hours, pre-market, regular and post-market
// trading are aligned each to its own beginning. Session bars cover whole sessions. No bar reaches
// over a close, except bars of several sessions, which begin at a fixed count of sessions from the
// start of the calendar, wherever the data begin. Tick, volume, dollar and range bars close with the
// input that fills them; that input is never split, so a bar may hold more than its size; what is
// unfinished at the close is closed there. Renko bricks are described at [market.RenkoBars]; they
// lie on multiples of their height and go on from session to session.
//
// A bucket without input makes no bar. Inputs outside the calendar's trading hours are left out
// and counted.
//
// # When a bar is complete
//
// Nothing of the future is ever in a bar, and no bar is given out before its End. A bar is complete
//
//   - at the input bar that ends exactly at its End, because nothing else can come;
//   - at the first input after its End;
//   - when Advance is told that the clock has reached its End.
//
// A trade or quote stamped exactly End belongs to the bar and does not complete it, and one stamped
// exactly at the open belongs to the time before it. A feed that knows only the second of its trades must
// stamp them with that second's end, or each bar takes in the first second of the next. The caller
// must call Advance(t) only after it has fed every event of time t and before; Due tells when the
// next call matters. A live caller should allow for the delay with which events arrive: one that
// comes after its bar was given out is counted as late and joins the bar that follows.
//
// Files, subscriptions and the clock itself live elsewhere.
package aggregate
