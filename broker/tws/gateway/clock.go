package gateway

import (
	"math"
	"time"

	"github.com/tidemark/tidemark/market"
)

// clock maps the wall clock to market time.
type clock struct {
	speed float64 // market seconds a wall second; 0 for as fast as possible
	wall  time.Time
	start market.Time
}

// now is the market time at a wall time. Without a speed it is never behind: whatever is due, is due now.
func (c *clock) now(wall time.Time) market.Time {
	if c.speed == 0 {
		return market.Never
	}
	return c.start.Add(time.Duration(float64(wall.Sub(c.wall)) * c.speed))
}

// until is how long the wall clock needs to reach a market time, not below 0.
func (c *clock) until(t market.Time, wall time.Time) time.Duration {
	if t == market.Never {
		return forever
	}
	if c.speed == 0 {
		return 0
	}
	ahead := float64(t-c.start)/c.speed - float64(wall.Sub(c.wall))
	return time.Duration(min(max(math.Ceil(ahead), 0), float64(forever)))
}

// forever is longer than any wait.
const forever = 365 * 24 * time.Hour
