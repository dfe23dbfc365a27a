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

	Limits [limits]LimitStats // by Limit
	Paced  time.Duration      // waits of requests that IB wants apart: history, real-time bars, tick-by-tick, searches
	Merged uint64             // requests for bars that were answered together with an equal one

	PacingViolations uint64 // of IB's pace for history, as the gateway saw it
}

// LimitStats are the figures of one limit.
type LimitStats struct {
	Limit   int           // how many there are
	Used    int           // now
	Waiting int           // requests that wait for one, now
	Waited  time.Duration // by all so far
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
	s := Stats{
		Lanes:       c.queue.snapshot(),
		Received:    c.received.Load(),
		BytesIn:     c.bytesIn.Load(),
		BytesOut:    c.bytesOut.Load(),
		Undecodable: c.undecodable.Load(),
		Unknown:     c.unknown.Load(),
		Unclaimed:   c.unclaimed.Load(),
		LostNotices: c.notices.lost(),

		Paced:  time.Duration(c.paced.Load()),
		Merged: c.bars.merged.Load(),

		PacingViolations: c.violations.Load(),
	}
	for l := range s.Limits {
		s.Limits[l] = c.slots[l].snapshot()
	}
	return s
}
