// Package report turns a finished run into things to read: statistics, a summary for the terminal, a tear
// sheet that works offline, and files for other programs.
//
// A [Recorder] collects a [Run] while the engine works; [Build] computes a [Result] from it, and the result
// writes itself:
//
//	result.json   manifest, statistics with their definitions, tables
//	fills.csv     every execution; of a combo each leg and the whole, told apart by part: leg or combo
//	orders.csv    every order as it ended, with its history
//	trades.csv    round trips, from flat to flat
//	equity.csv    the samples of equity, cash and exposure
//	report.html   one self-contained page
//
// The same run gives the same bytes: columns and lists have a fixed order, decimals are exact, instants
// are RFC 3339 in UTC, and nothing tells when or where the report was made. Memory is bounded by what is
// recorded, not by what was replayed: bars and plotted series are thinned while they stream by ([Candles],
// [Line]).
//
// The numbers are of report/stats, the look of the page is of report/html. Nothing here simulates, trades
// or decides.
package report
