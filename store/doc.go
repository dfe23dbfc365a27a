// Package store keeps what must outlive the process in one bbolt file: the durable state of strategies and
// the book of runs. Every change is one transaction, so a crash leaves the old state or the new one.
//
// The file is drawn below; a test walks a fresh file to prove it. Keys of runs begin with the start time,
// big-endian, so that a cursor walks them in time order.
//
//	meta
//	  version               uint64, big-endian: the schema version
//	durable
//	  <strategy>            a bucket for each strategy
//	    <name>              JSON, as the strategy declared it
//	runs
//	  <start><sequence>     int64 + uint64, big-endian: JSON of a Run
//
// What the state means is decided elsewhere; nothing here makes decisions or interprets a value.
package store
