// Package order is what a strategy commits to and what becomes of it: requests, orders, fills, the
// events that happen to an order and the one state machine that every mode of the engine runs.
//
// The machine is total: [State.On] has an answer for every state and every kind of event. An event that
// cannot happen is reported as [Impossible] and changes nothing; one that comes twice is [Repeated]; a
// fill that arrives after the end of its order is [Late] and still counts, because the money moved.
//
// Prices, quantities and fees are decimals. Matching, risk rules, ledgers and anything that talks to a
// broker never live here.
package order
