package client

import (
	"context"
	"sync"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// How far apart IB wants some requests (TWS API documentation: "Tick-by-Tick Data", "Stock Contract Search",
// "Regulatory Snapshot").
const (
	tickByTickGap = 15 * time.Second // for one instrument
	searchGap     = time.Second
	snapshotGap   = time.Second
)

// spacing keeps requests of one key a gap apart.
type spacing struct {
	gap time.Duration

	mu   sync.Mutex // guards what follows
	next map[string]time.Time
}

// reserve returns when a request may leave.
func (s *spacing) reserve(now time.Time, key string) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.next == nil {
		s.next = map[string]time.Time{}
	}
	for k, at := range s.next { // what has passed says nothing more
		if !at.After(now) {
			delete(s.next, k)
		}
	}
	at := later(now, s.next[key])
	s.next[key] = at.Add(s.gap)
	return at
}

// spaced waits until a request of key may leave.
func (c *Conn) spaced(ctx context.Context, s *spacing, key string, kind wire.Kind) error {
	return c.waitUntil(ctx, s.reserve(time.Now(), key), kind)
}
