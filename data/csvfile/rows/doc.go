// Package rows reads the rows of delimited text: lines with limits, fields, exact numbers, wall clocks,
// and what to do about a row that is wrong. The importers for LEAN, Yahoo and any other CSV stand on it.
//
// A [File] opens plain text, gzip or one entry of a zip. A [Reader] splits it into lines and fields that
// are valid until the next line. A [Ledger] decides about bad rows by a [Policy] and counts everything,
// so that a [Summary] accounts for every row that was read. A [Stream] hands out what a decoder reads in
// batches. Nothing here allocates per row.
//
// What the columns mean never lives here: that belongs to the importer.
package rows
