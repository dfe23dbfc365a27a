// Package csvfile reads delimited text of any shape into market streams. A [Mapping] says what the file
// looks like: its columns, how its times are written, whether a bar's time is its start or its end.
// [Sniff] finds the mapping of a sample, and where the sample leaves something open it says which key to
// set instead of guessing.
//
// [OpenBars], [OpenQuotes] and [OpenTrades] read plain, gzip and zip files, in batches and without
// allocating per row. Bad rows stop the import, or are dropped or kept and counted; see package rows.
// [Pair] makes mid bars of a file of bids and a file of asks.
//
// Formats with a name of their own (LEAN, Yahoo) have their own packages. Storing what is read belongs to
// package data, and judging it as market data to package quality.
package csvfile
