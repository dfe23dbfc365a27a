package inbox

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tidemark/tidemark/market"
)

// A clock is the run's: the computer's, but it never goes back. When that one is set back, the run's goes on at half speed
// until it has been caught up with, so that deadlines come later and not never. It can be asked from any goroutine.
type clock struct {
	wall func(time.Time) market.Time

	mu     sync.Mutex  // guards what follows
	asked  time.Time   // when it was asked last, on the clock that nobody can set
	showed market.Time // what the computer's clock showed then
	at     market.Time

	jump atomic.Int64 // nanoseconds by which it was set since jumped looked
}

// leastJump is how far the computer's clock must be set to be worth a word: what keeps it right moves it by less.
const leastJump = 2 * time.Second

func newClock(wall func(time.Time) market.Time) *clock {
	if wall == nil {
		wall = market.At
	}
	now := moment()
	return &clock{wall: wall, asked: now, showed: wall(now), at: wall(now)}
}

// moment is the one place of this package that reads the computer's clock. An inbox is the edge of a live run, where its time
// is made; the engine behind it has no clock but what it is handed.
func moment() time.Time { return time.Now() }

func (c *clock) now() market.Time { return c.on(moment()) }

// on is what the clock shows at a moment that has just been.
func (c *clock) on(t time.Time) market.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.Before(c.asked) { // another goroutine was faster
		t = c.asked
	}
	shows, passed := c.wall(t), t.Sub(c.asked)
	if set := shows.Sub(c.showed) - passed; set.Abs() >= leastJump {
		c.jump.Add(int64(set))
	}
	c.asked, c.showed = t, shows
	if shows >= c.at {
		c.at = shows
	} else {
		c.at = c.at.Add(passed / 2)
	}
	return c.at
}

// until is how long it takes to come to a time.
func (c *clock) until(t market.Time) time.Duration {
	left := t.Sub(c.now())
	c.mu.Lock()
	defer c.mu.Unlock()
	// At half speed until the computer's clock has caught up, and then with it.
	return left + min(left, max(0, c.at.Sub(c.showed)))
}

// jumped says once that the computer's clock was set, and what follows; empty when it was not.
func (c *clock) jumped() string {
	if c.jump.Load() == 0 {
		return ""
	}
	switch jump := time.Duration(c.jump.Swap(0)); {
	case jump < 0:
		return fmt.Sprintf("the computer's clock was set back by %v: the run's goes at half speed until it is caught up with", -jump)
	default:
		return fmt.Sprintf("the computer's clock went forward by %v, or the computer slept: what was due meanwhile comes now", jump)
	}
}
