package gateway

import (
	"embed"
	"encoding/json"
	"html/template"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

//go:embed operator.html
var pages embed.FS

var operatorPage = template.Must(template.ParseFS(pages, "operator.html"))

// Operator serves the operator's view: a page at /, its figures at /status.json, the wire as it goes by at /wire, and
// /metrics for Prometheus. It changes nothing and asks for no password: serve it on loopback only.
func (g *Gateway) Operator() http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(metrics{g})
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /status.json", g.serveStatus)
	mux.HandleFunc("GET /wire", g.serveWire)
	mux.HandleFunc("GET /{$}", g.servePage)
	return mux
}

func (g *Gateway) serveStatus(w http.ResponseWriter, _ *http.Request) {
	s, ok := g.Status()
	if !ok {
		http.Error(w, "the gateway has ended", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(s); err != nil {
		g.log.Debug().Err(err).Msg("status not written")
	}
}

func (g *Gateway) servePage(w http.ResponseWriter, _ *http.Request) {
	s, ok := g.Status()
	if !ok {
		http.Error(w, "the gateway has ended", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := operatorPage.Execute(w, s); err != nil {
		g.log.Debug().Err(err).Msg("page not written")
	}
}
