// Package tape records a live run and plays it again: every input of the engine's loop, in the order the loop took
// them, and everything that it did with them.
//
// A [Recorder] stands between the engine and its source, its broker, its store and its kill switch, and writes what
// passes to a journal. A [Player] stands in their places: it hands the engine the recorded inputs and compares what the
// engine does with what was recorded. The engine, its strategies and its configuration are the same; so decisions,
// orders and every number in the books must be too, and the first one that is not is a [Difference].
//
// Inputs are market events, the moments that the clock reached, order events, notices, commands, what the store
// answered and whether it could write, the numbers of inquiries, and the press of the kill switch. Outputs are orders,
// changes, cancels, inquiries, and a checksum of each step that was stored, which covers orders, fills, ledgers and
// strategies' durable values.
//
// Market events are binary, everything else is JSON. The bytes on the disk are package store/journal's.
package tape
