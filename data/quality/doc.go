// Package quality judges recorded market data before somebody trades on it: are all sessions there, and all
// bars of a session; does time go forward; can the prices be true.
//
// [Check] reads bars, [CheckQuotes] quotes and [CheckTrades] trades, in one pass, without allocating per
// row. What comes out is a [Report]: numbers, the gaps against the trading calendar, the findings with time
// and row, and a score of how much of what should be there is there. It can be printed or written as JSON.
//
// A finding is a reason to look, not a verdict: prices do halve in a day, and minutes without a trade are
// absent from good data. Streams to be checked are best read with bad rows kept (rows.Keep), since what an
// importer drops cannot be found here.
//
// Nothing is repaired here, and nothing is read from disk.
package quality
