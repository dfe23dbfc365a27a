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
// # At a broker
//
// A live run ([Options.Live], [Engine.RunLive]) is the same loop with more around it. Its source also brings order
// events, notices and commands ([Input]). What a handler sends is collected, and leaves when the step is over: first
// everything that the step changed is stored, then each order passes one last gate. A step is one event, one input or
// one moment of the clock.
//
// The session is connecting, reconciling, ready, degraded, blind, halted or stopping ([SessionState]). New orders
// leave only while the books are known to be the broker's. After each doubt the broker is asked for the whole truth;
// package reconcile says what differs, and each difference is settled as an event with its reason or left to a
// person. Cancels always pass: without a link they wait in their orders.
//
// The state file has everything that the next start needs: intents before they are sent, bookings, ledgers, foreign
// orders, counters, halts, strategies' durable values. [Engine.Status] is what others may look at.
//
// In a live run a bar that nothing has completed is completed by the clock a little after its end
// ([Live.LateBars]), and so is the close of a session, because data takes its time to come.
//
// Subpackages: inbox is the live source, reconcile the comparison with the broker, tape records a run and plays it
// again.
//
// Sockets, files, flags and wall clocks never live here.
package engine
