package client

import "time"

// burst is how many messages may leave at once. With the default rate of 45 a second it keeps any one second
// at or below the 50 messages that gateways accept.
const burst = 5

// A bucket fills with one token per step, up to burst of them; sending a message takes one.
type bucket struct {
	step time.Duration
	full time.Time // when the bucket is or will be full; each token lacking moves it by a step
}

func newBucket(rate int) *bucket {
	return &bucket{step: (time.Second + time.Duration(rate) - 1) / time.Duration(rate)}
}

// wait returns how long to wait for a token, 0 when there is one.
func (b *bucket) wait(now time.Time) time.Duration {
	return max(0, b.full.Add(-(burst-1)*b.step).Sub(now))
}

// spend takes a token.
func (b *bucket) spend(now time.Time) {
	if b.full.Before(now) {
		b.full = now
	}
	b.full = b.full.Add(b.step)
}

// punish empties the bucket and keeps it empty for a second, within which the gateway measures.
func (b *bucket) punish(now time.Time) {
	b.full = later(b.full, now.Add(time.Second+(burst-1)*b.step))
}
