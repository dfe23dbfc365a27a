package monitor

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/pprof"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/rs/zerolog"

	"github.com/tidemark/tidemark/engine"
)

// Options are what a monitor is made of. Status and Command are needed.
type Options struct {
	// Status is the engine's last published one, nil before there is any; any goroutine may call it.
	Status func() *engine.Status
	// Command carries out a command and waits for the answer.
	Command func(context.Context, engine.Command) error
	// Switch is the kill switch that a halt presses; nil for none.
	Switch *Switch
	// Token is the password of the API.
	Token string
	// Gatherer has the metrics; see [Metrics].
	Gatherer prometheus.Gatherer
	// Pprof serves profiles under /debug/pprof/.
	Pprof bool
	// Busy is how long the loop has been at one thing, 0 while it waits; nil when nobody can tell.
	Busy func() time.Duration
	// Patience is how long that may be before the engine counts as hung: 15 s when 0.
	Patience time.Duration
	Log      zerolog.Logger
}

// commandWithin bounds how long a command may take.
const commandWithin = 30 * time.Second

// bodyLimit bounds a command, in bytes.
const bodyLimit = 64 << 10

// monitor answers requests.
type monitor struct{ Options }

// Handler is the monitor as an HTTP handler.
func Handler(o Options) (http.Handler, error) {
	if o.Status == nil || o.Command == nil || len(o.Token) < tokenLength {
		return nil, fmt.Errorf("monitor: a status, a way for commands and a token of %d characters are needed", tokenLength)
	}
	if o.Patience == 0 {
		o.Patience = 15 * time.Second
	}
	m := &monitor{o}
	open, guarded := http.NewServeMux(), http.NewServeMux()
	open.HandleFunc("GET /healthz", m.health)
	open.HandleFunc("GET /readyz", m.ready)
	if o.Gatherer != nil {
		open.Handle("GET /metrics", promhttp.HandlerFor(o.Gatherer, promhttp.HandlerOpts{}))
	}
	for name, part := range parts {
		guarded.HandleFunc("GET /api/"+name, func(w http.ResponseWriter, _ *http.Request) { m.show(w, part) })
	}
	for name, read := range commands {
		guarded.HandleFunc("POST /api/"+name, func(w http.ResponseWriter, r *http.Request) { m.command(w, r, read) })
	}
	if o.Pprof {
		guarded.HandleFunc("/debug/pprof/", pprof.Index)
		guarded.HandleFunc("/debug/pprof/profile", pprof.Profile)
		guarded.HandleFunc("/debug/pprof/trace", pprof.Trace)
	}
	open.Handle("/api/", m.guard(guarded))
	open.Handle("/debug/", m.guard(guarded))
	return open, nil
}

// guard asks for the token.
func (m *monitor) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !ok || subtle.ConstantTimeCompare([]byte(given), []byte(m.Token)) != 1 {
			w.Header().Set("WWW-Authenticate", "Bearer")
			m.refuse(w, http.StatusUnauthorized, errors.New("send the token of the endpoint file as Authorization: Bearer TOKEN"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// parts are what can be read.
var parts = map[string]func(*engine.Status) any{
	"status":    func(s *engine.Status) any { return s },
	"positions": func(s *engine.Status) any { return s.Strategies },
	"orders":    func(s *engine.Status) any { return Orders{s.Orders, s.Ended, s.Foreign} },
	"fills":     func(s *engine.Status) any { return s.Fills },
}

func (m *monitor) show(w http.ResponseWriter, part func(*engine.Status) any) {
	s := m.Status()
	if s == nil {
		m.refuse(w, http.StatusServiceUnavailable, errors.New("the engine has not started yet"))
		return
	}
	m.answer(w, http.StatusOK, part(s))
}

func (m *monitor) command(w http.ResponseWriter, r *http.Request, read func(io.Reader) (engine.Command, error)) {
	c, err := read(http.MaxBytesReader(w, r.Body, bodyLimit))
	if tooLong := (*http.MaxBytesError)(nil); errors.As(err, &tooLong) {
		m.refuse(w, http.StatusRequestEntityTooLarge, fmt.Errorf("a command has at most %d bytes", bodyLimit))
		return
	}
	if err != nil {
		m.refuse(w, http.StatusBadRequest, fmt.Errorf("command: %w", err))
		return
	}
	_, halt := c.(engine.Halt)
	if halt && m.Switch != nil {
		m.Switch.Press()
	}
	ctx, cancel := context.WithTimeout(r.Context(), commandWithin)
	defer cancel()
	m.Log.Info().Type("command", c).Str("from", r.RemoteAddr).Msg("command")
	if err := m.Command(ctx, c); err != nil {
		if halt && m.Switch != nil {
			err = fmt.Errorf("the kill switch is pressed, no new order leaves, but the engine has not booked the halt: %w", err)
		}
		m.refuse(w, http.StatusConflict, err)
		return
	}
	m.answer(w, http.StatusOK, struct{}{})
}

// refusal is an error as JSON.
type refusal struct {
	Error string `json:"error"`
	// NotReady marks an engine.ErrNotReady.
	NotReady bool `json:"not_ready,omitempty"`
}

func (m *monitor) refuse(w http.ResponseWriter, code int, err error) {
	m.answer(w, code, refusal{err.Error(), errors.Is(err, engine.ErrNotReady)})
}

func (m *monitor) answer(w http.ResponseWriter, code int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		m.Log.Error().Err(err).Msg("answer of the monitor")
		http.Error(w, "the answer cannot be written", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	if _, err := w.Write(body); err != nil {
		m.Log.Debug().Err(err).Msg("answer of the monitor not read")
	}
}
