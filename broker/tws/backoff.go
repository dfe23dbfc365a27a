package tws

import (
	"context"
	"math/rand/v2"
	"time"
)

// A backoff doubles its waits up to a longest one, and takes a random part of each so that many do not return in step.
type backoff struct {
	first, most, next time.Duration
	chance            *rand.Rand
}

func newBackoff(first, most time.Duration, seed uint64) *backoff {
	return &backoff{first: first, most: most, next: first, chance: rand.New(rand.NewPCG(seed, 0))}
}

func (b *backoff) wait() time.Duration {
	d := b.next/2 + time.Duration(b.chance.Int64N(int64(b.next/2)+1))
	b.next = min(2*b.next, b.most)
	return d
}

func (b *backoff) reset() { b.next = b.first }

// sleep waits; false says that ctx ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
