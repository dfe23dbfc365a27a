package tws

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// The computer's clock is set back by twenty minutes. A line that falls silent then is found silent after its patience, and not
// twenty minutes later.
func TestClockSetBackDoesNotHideSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := watching(t, Want{Bars: market.Minutes(1)})
		elapse(time.Minute)
		asked := len(sent[*wire.RequestRealTimeBars](s))
		ln := s.feeds[s.spy.ID].lines[0]
		shows := time.Now().Add(-20 * time.Minute)
		ln.check(shows, 0)
		elapse(time.Millisecond)
		if n := len(sent[*wire.RequestRealTimeBars](s)); n != asked {
			t.Errorf("asked for %d times, want %d: it was not silent", n, asked)
		}
		ln.check(shows.Add(5*time.Minute), 0)
		elapse(10 * time.Second)
		if n := len(sent[*wire.RequestRealTimeBars](s)); n != asked+1 {
			t.Errorf("asked for %d times, want %d", n, asked+1)
		}
	})
}
