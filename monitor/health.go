package monitor

import (
	"fmt"
	"net/http"
	"time"

	"github.com/tidemark/tidemark/engine"
)

// health tells whether the loop lives: a supervisor may restart a program that answers 503 here.
func (m *monitor) health(w http.ResponseWriter, _ *http.Request) {
	s := m.Status()
	if s == nil {
		fmt.Fprintln(w, "starting")
		return
	}
	if age := time.Since(s.At.UTC()); age > m.Silence {
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintf(w, "the engine has published nothing for %s\n", age.Round(time.Second))
		return
	}
	fmt.Fprintln(w, s.State)
}

// ready tells whether orders may leave.
func (m *monitor) ready(w http.ResponseWriter, _ *http.Request) {
	s := m.Status()
	switch {
	case s == nil:
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintln(w, "starting")
	case s.State != engine.Ready && s.State != engine.Degraded:
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintf(w, "%s: %s\n", s.State, s.Cause)
	default:
		fmt.Fprintln(w, s.State)
	}
}
