package monitor

import (
	"fmt"
	"net/http"
	"time"

	"github.com/tidemark/tidemark/engine"
)

// health tells whether the loop lives: a supervisor may restart a program that answers 503 here.
func (m *monitor) health(w http.ResponseWriter, _ *http.Request) {
	if m.Busy != nil {
		if busy := m.Busy(); busy > m.Patience {
			w.WriteHeader(http.StatusServiceUnavailable)
			fmt.Fprintf(w, "the engine has been busy with one event for %s\n", busy.Round(time.Second))
			return
		}
	}
	if s := m.Status(); s != nil {
		fmt.Fprintln(w, s.State)
		return
	}
	fmt.Fprintln(w, "starting")
}

// ready tells whether orders may leave.
func (m *monitor) ready(w http.ResponseWriter, _ *http.Request) {
	s := m.Status()
	switch {
	case s == nil:
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintln(w, "starting")
	case m.Switch != nil && m.Switch.Pressed():
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintln(w, "the kill switch is pressed")
	case s.State != engine.Ready && s.State != engine.Degraded:
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintf(w, "%s: %s\n", s.State, s.Cause)
	case s.Warming:
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintln(w, "warming up: the history from before the start has not come yet")
	default:
		fmt.Fprintln(w, s.State)
	}
}
