package monitor_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/monitor"
)

func TestHandlerWantsWhatItNeeds(t *testing.T) {
	e := &fakeEngine{}
	for name, spoil := range map[string]func(*monitor.Options){
		"status":     func(o *monitor.Options) { o.Status = nil },
		"command":    func(o *monitor.Options) { o.Command = nil },
		"long token": func(o *monitor.Options) { o.Token = token[1:] },
	} {
		o := e.options()
		spoil(&o)
		if _, err := monitor.Handler(o); err == nil {
			t.Errorf("made without a %s", name)
		}
	}
}

// Nothing under /api or /debug is told or done without the token, whatever the method.
func TestToken(t *testing.T) {
	e := &fakeEngine{status: full(t)}
	o := e.options()
	o.Pprof = true
	h, err := monitor.Handler(o)
	if err != nil {
		t.Fatal(err)
	}
	guarded := []string{"GET /api/status", "GET /api/positions", "GET /api/orders", "GET /api/fills", "GET /api/nothing", "POST /api/halt",
		"POST /api/resume", "POST /api/flatten", "POST /api/cancel", "POST /api/cancel-foreign", "POST /api/inquire", "POST /api/stop",
		"GET /debug/pprof/", "GET /debug/pprof/heap", "GET /debug/pprof/profile"}
	for _, given := range []string{"", token, "Bearer", "Bearer ", "Bearer " + token[1:], "Bearer " + token + "A", "bearer " + token, "Basic " + token} {
		for _, line := range guarded {
			method, path, _ := strings.Cut(line, " ")
			r := httptest.NewRequest(method, path, nil)
			if given != "" {
				r.Header.Set("Authorization", given)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != http.StatusUnauthorized || w.Header().Get("WWW-Authenticate") != "Bearer" || strings.Contains(w.Body.String(), "SPY") {
				t.Errorf("%s with %q: %d %s", line, given, w.Code, w.Body)
			}
		}
	}
	if len(e.commands) > 0 || e.kill.Pressed() {
		t.Errorf("carried out without a token: %v", e.commands)
	}
	for _, path := range []string{"/healthz", "/readyz"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code == http.StatusUnauthorized {
			t.Errorf("%s without a token: %d", path, w.Code)
		}
	}
}

func TestReads(t *testing.T) {
	e := &fakeEngine{status: full(t)}
	h := e.handler(t)
	for path, keys := range map[string][]string{
		"status":    {"at", "state", "halt", "broken", "strategies", "orders", "fills", "foreign", "equity", "day_profit", "alarms", "counts", "summary"},
		"positions": {"name", "positions"},
		"orders":    {"ours", "foreign"},
		"fills":     {"symbol", "exec_id", "fee"},
	} {
		w := ask(h, "GET", "/api/"+path, "")
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/json" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d, %v", path, w.Code, w.Header())
		}
		if !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s is no JSON: %s", path, w.Body)
		}
		for _, key := range keys {
			if !strings.Contains(w.Body.String(), `"`+key+`":`) {
				t.Errorf("%s has no %q: %s", path, key, w.Body)
			}
		}
	}
	if w := ask(h, "POST", "/api/status", ""); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST of a read: %d", w.Code)
	}
	if w := ask(h, "GET", "/api/halt", ""); w.Code != http.StatusMethodNotAllowed || e.kill.Pressed() {
		t.Errorf("GET of a command: %d, pressed %t", w.Code, e.kill.Pressed())
	}
	e.status = nil
	if w := ask(h, "GET", "/api/orders", ""); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "has not started") {
		t.Errorf("before the first status: %d %s", w.Code, w.Body)
	}
}

func TestCommands(t *testing.T) {
	for _, c := range []struct {
		path, body string
		want       engine.Command
	}{
		{"halt", `{"reason":"lunch","cancel":true}`, engine.Halt{Reason: "lunch", Cancel: true}},
		{"resume", `{"adopt":true}`, engine.Resume{Adopt: true}},
		{"resume", "", engine.Resume{}},
		{"flatten", `{"strategy":"cross","symbol":"SPY"}`, engine.Flatten{Strategy: "cross", Symbol: "SPY"}},
		{"cancel", `{"order":"L7"}`, engine.CancelOrders{Order: "L7"}},
		{"cancel", "{}", engine.CancelOrders{}},
		{"cancel-foreign", `{"broker_id":"1002"}`, engine.CancelForeign{BrokerID: "1002"}},
		{"inquire", "", engine.Inquire{}},
		{"stop", `{"exit":2}`, engine.Stop{Exit: engine.FlattenAll}},
	} {
		e := &fakeEngine{}
		if w := ask(e.handler(t), "POST", "/api/"+c.path, c.body); w.Code != http.StatusOK {
			t.Errorf("%s %s: %d %s", c.path, c.body, w.Code, w.Body)
		}
		if diff := cmp.Diff([]engine.Command{c.want}, e.commands); diff != "" {
			t.Errorf("%s %s:\n%s", c.path, c.body, diff)
		}
	}
}

// A slip is refused before anything happens: a misspelt key must not turn one order into all.
func TestBadCommands(t *testing.T) {
	for _, c := range []struct {
		path, body string
		code       int
	}{
		{"cancel", `{"ordre":"L7"}`, http.StatusBadRequest},
		{"cancel", `{"order":"L7"`, http.StatusBadRequest},
		{"cancel", `{"order":7}`, http.StatusBadRequest},
		{"cancel", `{}{"order":"L7"}`, http.StatusBadRequest},
		{"cancel", `{"order":"L7"} x`, http.StatusBadRequest},
		{"flatten", `[]`, http.StatusBadRequest},
		{"halt", `{"reason":`, http.StatusBadRequest},
		{"halt", `{"reason":"` + strings.Repeat("x", 64<<10) + `"}`, http.StatusRequestEntityTooLarge},
		{"halt", `{"reason":"x"}` + strings.Repeat(" ", 64<<10), http.StatusRequestEntityTooLarge},
		{"stop", `{"exit":-1}`, http.StatusBadRequest},
		{"sell", `{}`, http.StatusNotFound},
	} {
		e := &fakeEngine{}
		w := ask(e.handler(t), "POST", "/api/"+c.path, c.body)
		if w.Code != c.code || len(e.commands) > 0 || e.kill.Pressed() {
			t.Errorf("%s %.30s: %d %s, want %d; carried out %v", c.path, c.body, w.Code, w.Body, c.code, e.commands)
		}
	}
}

// A halt presses the kill switch before the loop hears of it, and it stays pressed when the loop does not answer. No
// other command presses it.
func TestHaltPressesTheSwitchFirst(t *testing.T) {
	e := &fakeEngine{answer: errNo}
	h := e.handler(t)
	ask(h, "POST", "/api/resume", "")
	ask(h, "POST", "/api/flatten", "")
	w := ask(h, "POST", "/api/halt", `{"reason":"fire"}`)
	if diff := cmp.Diff([]bool{false, false, true}, e.pressed); diff != "" {
		t.Errorf("pressed when the command came:\n%s", diff)
	}
	if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "no new order leaves") || !strings.Contains(w.Body.String(), errNo.Error()) {
		t.Errorf("a halt that was not booked: %d %s", w.Code, w.Body)
	}
	if !e.kill.Pressed() {
		t.Error("the switch was released")
	}
	if e.kill.Reset(); e.kill.Pressed() {
		t.Error("the switch cannot be released")
	}
}

func TestRefusal(t *testing.T) {
	e := &fakeEngine{answer: errNo}
	h := e.handler(t)
	if w := ask(h, "POST", "/api/flatten", ""); w.Code != http.StatusConflict || w.Body.String() != `{"error":"the engine says no"}` {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	e.answer = fmt.Errorf("flatten: %w", engine.ErrNotReady)
	if w := ask(h, "POST", "/api/flatten", ""); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), `"not_ready":true`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestPprofOnRequest(t *testing.T) {
	e := &fakeEngine{status: full(t)}
	if w := ask(e.handler(t), "GET", "/debug/pprof/", ""); w.Code != http.StatusNotFound {
		t.Errorf("not asked for: %d", w.Code)
	}
	o := e.options()
	o.Pprof = true
	h, err := monitor.Handler(o)
	if err != nil {
		t.Fatal(err)
	}
	if w := ask(h, "GET", "/debug/pprof/", ""); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "goroutine") {
		t.Errorf("asked for: %d", w.Code)
	}
}

func TestMetricsAreServed(t *testing.T) {
	e := &fakeEngine{status: full(t)}
	registry := prometheus.NewRegistry()
	registry.MustRegister(monitor.Metrics{Status: func() *engine.Status { return e.status }})
	o := e.options()
	o.Gatherer = registry
	h, err := monitor.Handler(o)
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `tidemark_session_state{state="degraded"} 1`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
