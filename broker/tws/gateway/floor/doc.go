// Package floor is the market behind the simulated gateway: what is listed, as IB describes it, what
// happens to it, and what is known of its past.
//
// A [Floor] replays an [Archive] from a start on, one market.Event at a time, and keeps the top of each
// book. Of the past it answers with bars, ticks, sessions and histograms as IB's historical data service
// does; nothing of the future is ever in an answer. Options have no archive: they are priced from their
// underlying.
//
// A floor is a function of its options and of the calls made to it. It reads no clock, opens no socket,
// starts no goroutine, knows no clients and no accounts, and belongs to one goroutine. Orders are matched
// by broker/sim; messages are written by package gateway.
package floor
