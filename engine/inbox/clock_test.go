package inbox

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/market"
)

// The run's clock is the computer's, forwards; set back it goes on at half speed until it is caught up with.
func TestClockNeverGoesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := market.At(time.Now())
		var set time.Duration
		c := newClock(func(t time.Time) market.Time { return market.At(t).Add(set) })
		is := func(want time.Duration) {
			t.Helper()
			if got := c.now().Sub(start); got != want {
				t.Errorf("%v after the start, want %v", got, want)
			}
		}
		pass := func(d time.Duration) { <-time.After(d) }
		is(0)
		pass(10 * time.Second)
		is(10 * time.Second)
		if text := c.jumped(); text != "" {
			t.Error(text)
		}
		set = -time.Minute
		is(10 * time.Second)
		if d := c.until(start.Add(15 * time.Second)); d < 10*time.Second || d > 10*time.Second+time.Microsecond {
			t.Errorf("five seconds take %v, want ten", d)
		}
		// A minute at half speed takes two, and by then it is caught up with: nine minutes more are nine minutes.
		if d := c.until(start.Add(10*time.Second + 10*time.Minute)); d != 11*time.Minute {
			t.Errorf("ten minutes take %v, want eleven", d)
		}
		pass(20 * time.Second)
		is(20 * time.Second) // half of 20 s further
		if text := c.jumped(); text != "the computer's clock was set back by 1m0s: the run's goes at half speed until it is caught up with" {
			t.Error(text)
		}
		if text := c.jumped(); text != "" {
			t.Errorf("once more: %s", text)
		}
		pass(100 * time.Second) // the computer's shows 130 s - 60 s
		is(70 * time.Second)
		pass(10 * time.Second)
		is(80 * time.Second) // both are one again
		set = time.Hour
		pass(time.Second)
		is(141*time.Second + time.Hour)
		if text := c.jumped(); text != "the computer's clock went forward by 1h1m0s, or the computer slept: what was due meanwhile comes now" {
			t.Error(text)
		}
	})
}
