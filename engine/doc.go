// Package engine is the loop that every mode runs: a backtest, a paper session and a live session differ
// only in the [Source] of events and in the venue (package broker).
//
// # Ownership
//
// One goroutine, the one that calls [Engine.Run], owns all trading state: orders, ledgers, risk counters,
// timers and strategies. There are no locks because nobody else touches it. The engine starts no goroutine.
//
// # Order of things
//
// For each market event, in this order:
//
//  1. The clock moves to the event's time. Time never goes back.
//  2. The venue observes the event; a simulated one fills resting orders.
//  3. The order events that follow are settled: each is applied to its order, booked, and shown to the
//     strategy that owns the order.
//  4. The event is marked in the ledgers, and the bars it completes are built.
//  5. Strategies see it, then the bars it completes, each in the order of the configuration; their orders pass
//     risk and go to the venue.
//  6. The order events that this causes are settled, before the next event.
//
// Events of one instant come in the order of time, instrument and kind (see market.Event.Order). After the
// last one of an instant, when the clock has something due at that very time, it happens in this order: the
// venue expires orders, bars whose interval ends are completed, strategies that asked for slices get the whole
// instant at once, sessions close and open, strategies' timers fire, equity is sampled.
//
// An order therefore never trades on data that existed before it was sent, and the same inputs give the
// same outputs on every machine.
//
// Sockets, files, flags and wall clocks never live here.
package engine
