package client

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// A Backoff says how [Redial] waits between attempts: each time twice as long, up to Max, and randomly between
// half of that and all of it, so that many clients do not return in step.
type Backoff struct {
	First    time.Duration // after the first failure; 1 s when 0
	Max      time.Duration // 60 s when 0
	Attempts int           // 0: until ctx ends
	Seed     uint64        // of the random part

	// Reconnect says that the client id was ours a moment ago. One in use then belongs to the old connection, which
	// the gateway has not given up yet, and is tried again.
	Reconnect bool

	// Failed, if any, is told of every failed attempt, from 1, before the wait for the next one.
	Failed func(attempt int, wait time.Duration, err error)
}

// Redial calls [Dial] until it succeeds, fails in a way that waiting does not cure, or ctx ends. It never changes
// the client id: orders belong to it. Give [Options].Pacer the one of the lost connection. Making subscriptions anew
// and reconciling orders is the caller's.
func Redial(ctx context.Context, o Options, b Backoff) (*Conn, error) {
	b.First, b.Max = or(b.First, time.Second), or(b.Max, time.Minute)
	chance := rand.New(rand.NewPCG(b.Seed, 0))
	wait := min(b.First, b.Max)
	for attempt := 1; ; attempt++ {
		c, err := Dial(ctx, o)
		if err == nil {
			return c, nil
		}
		if !b.again(err) {
			return nil, err
		}
		if attempt == b.Attempts {
			return nil, fmt.Errorf("client: gave up after %d attempts: %w", attempt, err)
		}
		delay := wait/2 + time.Duration(chance.Int64N(int64(wait/2)+1))
		if b.Failed != nil {
			b.Failed(attempt, delay, err)
		}
		timer := time.NewTimer(delay)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return nil, fmt.Errorf("client: gave up after %d attempts: %w, last: %w", attempt, ctx.Err(), err)
		}
		wait = min(2*wait, b.Max)
	}
}

// again tells whether waiting may cure a failure.
func (b Backoff) again(err error) bool {
	var failed *DialError
	if !errors.As(err, &failed) {
		return false
	}
	return failed.Retriable() || b.Reconnect && failed.Reason == ErrClientIDInUse
}
