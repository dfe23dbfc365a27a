package inbox

import (
	"math/bits"
	"time"
)

// Stats is what an inbox has done so far.
type Stats struct {
	// Delivered counts market events, Conflated the quotes and books that a newer one replaced, Lost what came while the queue
	// was full.
	Delivered, Conflated, Lost int64
	// Waiting is how many market events wait now, and Deepest the most that ever did.
	Waiting, Deepest int
	// Waits is how long market events waited for the loop, Urgent how long everything else did.
	Waits, Urgent Durations
}

// Stats may be asked by any goroutine.
func (b *Inbox) Stats() Stats {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.stats
	s.Waiting = b.market.len()
	return s
}

// Busy is how long the loop has been at what it was given last, 0 while it waits for more. Any goroutine may ask: a
// loop that is busy for long hangs.
func (b *Inbox) Busy() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.gave.IsZero() || b.closed {
		return 0
	}
	return moment().Sub(b.gave)
}

// Durations counts lengths of time in buckets that double: bucket i counts those below 2^i nanoseconds that are in
// no bucket before.
type Durations struct {
	Buckets [40]int64
	Count   int64
	Sum     time.Duration
}

func (d *Durations) add(t time.Duration) {
	d.Buckets[min(bits.Len64(uint64(max(t, 0))), len(d.Buckets)-1)]++
	d.Count++
	d.Sum += t
}

// Quantile is an upper bound of the q-quantile, 0 when nothing was counted.
func (d *Durations) Quantile(q float64) time.Duration {
	rank, seen := int64(q*float64(d.Count)), int64(0)
	for i, n := range d.Buckets {
		if seen += n; n > 0 && seen > rank {
			return time.Duration(1) << i
		}
	}
	return 0
}
