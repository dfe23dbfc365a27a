package tws

import (
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker"
)

// A thousand connections are hung up after the start of the API, as by a dialog that nobody answers. Nothing is left of
// them, and the alarms say what to look for.
func TestA5AThousandAttemptsLeaveNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const attempts = 1000
		s := begin(t, func(s *scene) {
			s.greet = func(p *peer) bool {
				if len(s.dials) > attempts {
					return false
				}
				p.welcome()
				return true
			}
			s.opts.FirstRetry, s.opts.MaxRetry = time.Second, time.Second
		})
		elapse(10 * time.Second)
		before := runtime.NumGoroutine()
		elapse(480 * time.Second)
		if n := runtime.NumGoroutine(); n > before+2 {
			t.Errorf("%d goroutines after %d attempts, %d after the first ones", n, len(s.dials), before)
		}
		if got := link(s); got != "" {
			t.Fatal(got)
		}
		alarms := events[broker.Alarm](s)
		if len(alarms) == 0 || !strings.Contains(alarms[0].Text, "trusted") {
			t.Errorf("%+v", alarms)
		}
		elapse(time.Hour)
		if got := link(s); got != "up" || len(s.dials) != attempts+1 {
			t.Errorf("%s after %d attempts", got, len(s.dials))
		}
	})
}
