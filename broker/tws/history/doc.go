// Package history downloads IB's historical bars and ticks into a catalog of package data.
//
// [Downloader.Plan] compares the sessions of the instrument's calendar with what the catalog holds and what its
// record says was asked before, and lists the requests that are missing. [Downloader.Run] makes them, oldest first,
// and writes as it goes. A plan is made anew after every interruption: what was written is not asked for again, and
// what IB has not got is recorded and not asked for again either.
//
// # Times
//
// IB stamps a bar with its start, the catalog with its end: the start and its length, but not after the start of the
// next bar, as hours are cut at a stock's open, nor after the close. A daily bar is from the open to the close of the
// session whose date it has. Requests and answers are in UTC. Ticks have whole seconds, rounded down.
//
// # What is stored
//
// Prices are those of IB's answer: its trades are adjusted for splits up to the day on which they are asked for. Of
// ticks, trades that are not reported to the tape are left out, and so are those without price.
//
// # What is recorded
//
// A session counts as asked for when it ended at least half an hour before: data may be delayed. Of a later one
// only what came is recorded. The rows come first and the record second, so that a crash in between costs a few
// requests and never a row.
//
// Connections, and the choice of what to download, live elsewhere.
package history
