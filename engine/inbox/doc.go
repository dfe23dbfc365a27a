// Package inbox is the source of a live run: the queue between the goroutines of a broker's adapter, which learn
// things, and the engine's loop, which takes them one at a time and is woken by the wall clock.
//
// # Order
//
// Order events, notices and commands come before market events, each in the order they came in, so that a fill is
// booked although a hundred thousand ticks wait. Three notices are about the data itself and keep their place among
// the market events: WarmedUp, DataLost and DataRestored.
//
// Market events come in the order they came in. When [Options.Pressure] of them wait, a quote replaces the one before
// it of the same instrument, and a book the book, if no bar and no trade of that instrument came in between; what was
// replaced is counted. Bars and trades are never replaced.
//
// # Time
//
// The clock of the run is the time of its events, never behind the event before and never past a moment at which the
// engine has something due. A due moment comes when the wall clock reaches it, after the events that are not later
// and have arrived. Until WarmedUp has been taken the clock follows the events alone, because history takes its time
// to come.
//
// Decisions, orders and brokers' terms never live here.
package inbox
