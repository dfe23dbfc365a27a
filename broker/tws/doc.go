// Package tws puts the engine's things into IB's terms and back: instruments and contracts, bars, trading sessions. Its
// [Venue] trades them live through package client.
//
// An [Instrument] is what a contract's details say, with nothing guessed: what IB does not state and the engine
// needs is an error that names it. A [Contract] is the request that finds the instrument again.
//
// # The link
//
// One goroutine, the keeper, opens and closes connections and says whether the link is up: there is a connection, the
// gateway reaches IB, and no restart is due. Each outage is one LinkLost and one LinkRestored, whatever happens in
// between; alarms are raised by its age. The client id is never changed, because orders belong to it, and a gateway that
// does not manage the configured account is not used.
//
// # Orders
//
// An order is entered before it is written, so that no answer comes too early. It is known by our id, which travels as
// its reference, and by IB's permanent id; an order id leads to it in one session only. Executions are the only source
// of fills: a status that claims more makes us ask for executions. What a code means depends on what was asked of the
// order: most "errors" are remarks, and one that answers a change leaves the order as it was. When nobody can say what
// became of an order it is put in doubt, and nothing is sent again.
//
// Every type and instruction of package order has IB's fields (terms.go). Refused are those that the contract's own order
// types lack, and: orders that wait for a price and must fill at once, children for the opening, auctions of
// currencies, sizes to show or to fill at least that are no whole numbers, a display size with a discretionary amount.
// The terms that IB reports are compared with those that were sent. What IB does by those terms is a change that is told:
// an adjusted stop, a reduced group, the limit of a market-to-limit order. A trailing stop may only have followed.
//
// # Combos
//
// A combo is a BAG of its legs' contracts (combo.go). Its order goes out for a price that may be zero or below, guaranteed to
// fill in the ratio of its legs unless [Options].NonGuaranteed names it. Each execution is told once for the whole, which is
// the order's progress, and once for each leg, which moves a position and has the fee, in any order. A leg that the run
// does not have is a foreign fill. Beside market and limit orders nothing is sent for combos, and of instructions and
// groups only what IB takes; prices for single legs and delta-neutral combos are not supported.
//
// # Data
//
// Time bars are made of real-time bars of five seconds, and of history where those are missing, through one builder:
// each is delivered once, closed and in order, and those that were fetched afterwards are marked late. Where real-time
// bars are refused, bars that IB keeps up to date take their place. Bars of sessions are fetched after each close. Order
// books are made of rows: those that come together are one book, rows of one price one level; a book whose rows make no
// sense is asked for anew, less and less often. Every stream has a watch that
// knows its market's hours and its usual pace; a silent one is asked for again. Between DataLost and DataRestored what
// strategies see is old, or is not live.
//
// # Goroutines
//
// The keeper; the one that answers inquiries; the one that looks for overdue answers; and, with each connection, the
// readers of its order events and its notices, the finder of contracts, the watch over the data, and one for each
// stream. [Venue.Close] waits for all. The methods of the venue start things and never wait.
//
// Bytes of the protocol never live here.
package tws
