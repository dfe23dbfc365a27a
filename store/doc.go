// Package store keeps what must outlive the process in one bbolt file: orders, bookings, ledgers and counters of a
// live engine, the durable state of strategies, the book of runs, and answers of a gateway that need not be asked
// for again. Every change is one transaction, so a crash leaves the old state or the new one: what one step of the
// engine changed is stored together ([Store.Commit]), at once or grouped with other steps ([Batch]).
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
//	orders                  since version 3
//	  <order id>            JSON of an order.Order
//	bookings                since version 3
//	  <number>              uint64, big-endian: JSON of a portfolio.Booking
//	ledgers                 since version 3
//	  <strategy>            JSON of a portfolio.LedgerState
//	external                since version 3
//	  <broker's order id>   JSON of a broker.Report
//	counters                since version 3
//	  <name>                JSON, as the engine keeps it
//	halts                   since version 3
//	  <number>              uint64, big-endian: JSON of a halt
//	quarantine              since version 3
//	  <table>/<key>         JSON of a Quarantined: a record that could not be applied
//	reserved                since version 3
//	  <series>              the last number that was given away, in decimal
//	answers                 since version 2
//	  <question>            int64, big-endian: when it was answered, in nanoseconds since 1970; then the answer
//
// A file of an older version is brought to the present one when it is opened, in one transaction.
//
// What the state means is decided elsewhere; nothing here makes decisions or interprets a value.
package store
