package gateway

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"

	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
)

// Control is the HTTP port of the faults, for clients on this machine that know the token:
//
//	GET    /state          [Status], doors, and the steps of the script
//	PUT    /script         starts the script in the body, as YAML
//	DELETE /script         ends it
//	POST   /steps/NAME     makes a step happen now
//	POST   /actions        does the actions in the body now, such as [link: lost]
//
// The token comes as "Authorization: Bearer TOKEN". An empty one lets nobody in. Answers are JSON; an error is an
// object with the key "error".
func (g *Gateway) Control(token string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /state", func(w http.ResponseWriter, _ *http.Request) { g.answerState(w) })
	mux.HandleFunc("PUT /script", func(w http.ResponseWriter, r *http.Request) {
		script, err := fault.Read(r.Body, "script")
		if err == nil {
			err = g.Play(script)
		}
		answer(w, err)
	})
	mux.HandleFunc("DELETE /script", func(w http.ResponseWriter, _ *http.Request) {
		g.StopPlaying()
		answer(w, nil)
	})
	mux.HandleFunc("POST /steps/{name}", func(w http.ResponseWriter, r *http.Request) { answer(w, g.Fire(r.PathValue("name"))) })
	mux.HandleFunc("POST /actions", func(w http.ResponseWriter, r *http.Request) {
		actions, err := fault.ReadActions(r.Body, "actions")
		if err == nil {
			err = g.Inject(actions...)
		}
		answer(w, err)
	})
	return guarded(token, mux)
}

// bodyLimit bounds what may be sent to the port, in bytes.
const bodyLimit = 1 << 20

// guarded lets nobody in but who is on this machine and knows the token.
func guarded(token string, inside http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
			problem(w, http.StatusForbidden, errors.New("this port is for programs on the same machine"))
			return
		}
		given := []byte(r.Header.Get("Authorization"))
		if token == "" || subtle.ConstantTimeCompare(given, []byte("Bearer "+token)) != 1 {
			w.Header().Set("WWW-Authenticate", "Bearer")
			problem(w, http.StatusUnauthorized, errors.New("want the header Authorization: Bearer TOKEN"))
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, bodyLimit)
		inside.ServeHTTP(w, r)
	})
}

func answer(w http.ResponseWriter, err error) {
	switch {
	case errors.Is(err, ErrEnded):
		problem(w, http.StatusServiceUnavailable, err)
	case err != nil:
		problem(w, http.StatusBadRequest, err)
	default:
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, "{}\n") // there is nobody to tell
	}
}

func problem(w http.ResponseWriter, status int, err error) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": err.Error()}) // there is nobody to tell
}

// condition is what GET /state tells.
type condition struct {
	Status
	Doors  []string          `json:"doors"`  // what connections to come meet, in turn
	Script string            `json:"script"` // its title; empty without one
	Steps  []fault.StepState `json:"steps"`
}

func (g *Gateway) answerState(w http.ResponseWriter) {
	c := condition{Doors: []string{}, Steps: []fault.StepState{}}
	if !g.Do(func() {
		c.Status = g.status()
		for _, d := range g.entrance.doors {
			c.Doors = append(c.Doors, d.Is.String())
		}
		if f := g.faults; f != nil {
			c.Script, c.Steps = f.engine.Title(), f.engine.State()
		}
	}) {
		answer(w, ErrEnded)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(c) // there is nobody to tell
}
