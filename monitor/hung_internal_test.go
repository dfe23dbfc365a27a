package monitor

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// mute is a connection on which no answer comes.
type mute struct{}

func (mute) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// A stopped engine (kill -STOP) still takes connections. Whoever looks at it must not wait as long as for a command.
func TestAHungEngineIsToldInFiveSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := NewClient(Endpoint{Address: "127.0.0.1:1"})
		c.http.Transport = mute{}
		began := time.Now()
		if _, err := c.Status(t.Context()); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want that the time was over", err)
		}
		if took := time.Since(began); took != 5*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}
