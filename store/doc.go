// Package store keeps what must outlive the process in one bbolt file: the durable state of strategies, the
// book of runs, and answers of a gateway that need not be asked for again. Every change is one transaction, so a
// crash leaves the old state or the new one.
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
//	answers                 since version 2
//	  <question>            int64, big-endian: when it was answered, in nanoseconds since 1970; then the answer
//
// A file of an older version is brought to the present one when it is opened, in one transaction.
//
// What the state means is decided elsewhere; nothing here makes decisions or interprets a value.
package store
