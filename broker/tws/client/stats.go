package client

import "time"

// Stats are the counters of a connection since it was opened.
type Stats struct {
	Lanes [lanes]LaneStats // by Lane

	Received    uint64 // messages that were decoded
	BytesIn     uint64
	BytesOut    uint64
	Undecodable uint64 // messages that contradicted their description, skipped
	Unknown     uint64 // messages without a description, skipped
	Unclaimed   uint64 // messages that nobody waited for, such as ticks after a cancel
	LostNotices uint64 // notices nobody read in time

	OpenQueries   int           // unanswered historical requests
	HistoryWaited time.Duration // by all historical requests and real-time bars, to keep within their limits
}

// LaneStats are the counters of one lane.
type LaneStats struct {
	Queued      int    // waiting now
	Sent        uint64 // handed to the socket
	Dropped     uint64 // given up before they were sent
	Waited      time.Duration
	LongestWait time.Duration
}

// Stats returns the counters as they are now.
func (c *Conn) Stats() Stats {
	return Stats{
		Lanes:       c.queue.snapshot(),
		Received:    c.received.Load(),
		BytesIn:     c.bytesIn.Load(),
		BytesOut:    c.bytesOut.Load(),
		Undecodable: c.undecodable.Load(),
		Unknown:     c.unknown.Load(),
		Unclaimed:   c.unclaimed.Load(),
		LostNotices: c.notices.lost(),

		OpenQueries:   len(c.queries),
		HistoryWaited: time.Duration(c.historyWaited.Load()),
	}
}
