package monitor_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/engine"
)

func open(h http.Handler, path string) (code int, text string) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w.Code, strings.TrimSpace(w.Body.String())
}

// The program lives in every state; orders may leave in two.
func TestHealthAndReadinessByState(t *testing.T) {
	for state, ready := range map[engine.SessionState]int{
		engine.Connecting:  http.StatusServiceUnavailable,
		engine.Reconciling: http.StatusServiceUnavailable,
		engine.Ready:       http.StatusOK,
		engine.Degraded:    http.StatusOK,
		engine.Blind:       http.StatusServiceUnavailable,
		engine.Halted:      http.StatusServiceUnavailable,
		engine.Stopping:    http.StatusServiceUnavailable,
	} {
		e := &fakeEngine{status: &engine.Status{At: 1, State: state, Cause: "because"}} // published long ago: a quiet night
		h := e.handler(t)
		if code, text := open(h, "/healthz"); code != http.StatusOK || text != state.String() {
			t.Errorf("health while %s: %d %s", state, code, text)
		}
		code, text := open(h, "/readyz")
		if code != ready || !strings.HasPrefix(text, state.String()) || code != http.StatusOK && !strings.Contains(text, "because") {
			t.Errorf("readiness while %s: %d %s", state, code, text)
		}
	}
}

// While the history from before the start still comes no order may leave, whatever the session's state.
func TestReadinessWhileWarmingUp(t *testing.T) {
	e := &fakeEngine{status: &engine.Status{State: engine.Ready, Warming: true}}
	if code, text := open(e.handler(t), "/readyz"); code != http.StatusServiceUnavailable || !strings.Contains(text, "warming up") {
		t.Errorf("%d %s", code, text)
	}
}

func TestHealthOfOneThatHangs(t *testing.T) {
	e := &fakeEngine{status: &engine.Status{State: engine.Ready}, busy: 15 * time.Second}
	h := e.handler(t)
	if code, _ := open(h, "/healthz"); code != http.StatusOK {
		t.Errorf("busy for 15 s, which is allowed: %d", code)
	}
	e.busy = 16 * time.Second
	if code, text := open(h, "/healthz"); code != http.StatusServiceUnavailable || !strings.Contains(text, "16s") {
		t.Errorf("busy for 16 s: %d %s", code, text)
	}
}

func TestBeforeTheFirstStatus(t *testing.T) {
	e := &fakeEngine{}
	h := e.handler(t)
	if code, text := open(h, "/healthz"); code != http.StatusOK || text != "starting" {
		t.Errorf("health: %d %s", code, text)
	}
	if code, text := open(h, "/readyz"); code != http.StatusServiceUnavailable || text != "starting" {
		t.Errorf("readiness: %d %s", code, text)
	}
}

func TestNotReadyWithTheSwitchPressed(t *testing.T) {
	e := &fakeEngine{status: &engine.Status{State: engine.Ready}}
	e.kill.Press()
	if code, text := open(e.handler(t), "/readyz"); code != http.StatusServiceUnavailable || !strings.Contains(text, "kill switch") {
		t.Errorf("%d %s", code, text)
	}
}
