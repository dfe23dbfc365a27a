// Package client talks to TWS or IB Gateway: it connects, asks, subscribes and sends orders, at the pace
// the gateway accepts. It needs nothing else of this repository but package wire, whose messages it takes
// and returns.
//
// [Dial] returns a [Conn] that is ready: managed accounts and the next valid order id have arrived.
// Questions are ordinary calls with a context and a result. What keeps coming is a [Stream], read with
// Next until it ends, with the reason as its error. There is no callback interface. Messages that are handed out
// as pointers may have several readers: do not change them.
//
// A [Resolver] finds contracts and their market rules, each asked for once and remembered in a [Cache].
//
// # Errors
//
// An error that the gateway sends for a request ends that request as a [*RequestError]; one that lets it go
// on, and everything that belongs to no request, comes out of [Conn.Notices]. [Classify] is the table that
// decides. A message that could not be sent is a [*SendError], which says whether the gateway may have seen
// it. When the connection ends, whatever waits fails with the reason that [Conn.Err] gives.
//
// # Limits
//
// What IB allows only so many of at a time, or only so often, waits here for its turn instead of being refused or
// getting the connection closed: see [Limit], [Options].Rate, Lines and Pacer. Waiting ends with the context, and
// [Stats] shows it. Who connects again passes the same [Pacer]: IB does not forget what was asked. A stream that is not read any more must be closed, or it keeps its line.
//
// # Everything else
//
// Every request of the protocol has a call, except those by which a vendor's program proves what it is. [Conn.Send]
// sends any message as it is, and a [Tap] sees all that travels; package wirelog keeps it in a file.
//
// # Goroutines
//
// A Conn has two. The reader owns the incoming bytes and the decoder, hands each message to the call or stream
// it belongs to, never waits for a consumer, and tears everything down at the end. The writer writes
// what waits for its turn. What is posted while nothing waits leaves on the caller's goroutine, see [Conn.Post]; the
// socket's writing side and the token bucket have a lock. [Conn.Close] returns when both goroutines have ended.
//
// # Order
//
// A stream keeps the order in which messages arrived. Between streams there is none. Orders leave in the
// order they were given, but cancels overtake orders, and both overtake everything else that still waits for
// its turn.
//
// Strategies, order state and the types of the engine never live here.
package client
