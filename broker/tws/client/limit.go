package client

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A Limit is something of which the gateway grants only so much at a time. A request beyond it waits here, in the
// order of asking, until another one ends; sent at once, it would be refused.
type Limit int

// The limits.
const (
	MarketDataLines   Limit = iota // market data and real-time bars share them
	DepthLines                     // books
	TickByTickLines                // tick-by-tick streams
	Scanners                       // scanner streams
	AccountSummaries               // account summaries being answered
	HistoricalQueries              // unanswered historical requests
	limits
)

func (l Limit) String() string {
	names := [...]string{"market data lines", "depth lines", "tick-by-tick lines", "scanners", "account summaries",
		"historical queries"}
	if l < 0 || int(l) >= len(names) {
		return fmt.Sprintf("limit %d", int(l))
	}
	return names[l]
}

// IB's numbers (TWS API documentation: "Market Data Lines", "Market Depth", "Tick-by-Tick Data", "Market Scanners",
// "Account Summary", "Historical Data Limitations").
const (
	usualLines   = 100
	manyLines    = 400 // from here on depth and tick-by-tick grow with the lines ...
	fewDepth     = 3   // ... and have this before
	linesPerBook = 100
	mostDepth    = 60
	mostScanners = 10
	mostSummary  = 2
	mostQueries  = 50
)

// allowance returns how much of a limit a login with so many market data lines has.
func allowance(l Limit, lines int) int {
	switch l {
	case DepthLines, TickByTickLines:
		if lines < manyLines {
			return fewDepth
		}
		return min(lines/linesPerBook, mostDepth)
	case Scanners:
		return mostScanners
	case AccountSummaries:
		return mostSummary
	case HistoricalQueries:
		return mostQueries
	}
	return lines
}

// slots are the units of a limit.
type slots struct {
	taken   chan struct{} // an element for each unit in use
	waiting atomic.Int64
	waited  atomic.Int64 // nanoseconds
}

func newSlots(lines int) *[limits]slots {
	s := new([limits]slots)
	for l := range s {
		s[l].taken = make(chan struct{}, allowance(Limit(l), lines))
	}
	return s
}

// take waits for a unit of a limit and returns what gives it back, once.
func (c *Conn) take(ctx context.Context, l Limit, kind wire.Kind) (free func(), err error) {
	s := &c.slots[l]
	free = func() { <-s.taken }
	select {
	case s.taken <- struct{}{}:
		return free, nil
	default:
	}
	c.log.Info().Stringer("request", kind).Stringer("limit", l).Int("of", cap(s.taken)).Msg("waits for a limit")
	start := time.Now()
	s.waiting.Add(1)
	defer func() {
		s.waiting.Add(-1)
		s.waited.Add(int64(time.Since(start)))
	}()
	select {
	case s.taken <- struct{}{}:
		return free, nil
	case <-ctx.Done():
		return nil, &CallError{kind, fmt.Errorf("all %d %s are in use: %w", cap(s.taken), l, ctx.Err())}
	case <-c.done:
		return nil, &CallError{kind, c.cause}
	}
}

func (s *slots) snapshot() LimitStats {
	return LimitStats{
		Limit: cap(s.taken), Used: len(s.taken),
		Waiting: int(s.waiting.Load()), Waited: time.Duration(s.waited.Load()),
	}
}
