package gateway_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// get reads a page of the operator's view.
func get(t *testing.T, url string, code int) string {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != code {
		t.Fatalf("%s: %s, %v, want %d", url, r.Status, err, code)
	}
	return string(body)
}

// TestOperator: the page, its figures and the metrics tell the same, and the wire goes by as it is said.
func TestOperator(t *testing.T) {
	g, addr := serve(t, gateway.Options{Held: true})
	server := httptest.NewServer(g.Operator())
	t.Cleanup(server.Close)
	if page := get(t, server.URL+"/", http.StatusOK); !strings.Contains(page, "Nobody is connected.") {
		t.Errorf("page of an idle gateway:\n%s", page)
	}
	c := shake(t, dial(t, addr), 225)
	c.begin(7)
	c.ask(subscription)

	page := get(t, server.URL+"/", http.StatusOK)
	for _, want := range []string{account, "2024-03-04 15:00:00 UTC, standing still", "<td>7</td>", "1 market data", "RequestMarketData"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q:\n%s", want, page)
		}
	}
	var s gateway.Status
	if err := json.Unmarshal([]byte(get(t, server.URL+"/status.json", http.StatusOK)), &s); err != nil {
		t.Fatal(err)
	}
	if len(s.Clients) != 1 || s.Clients[0].ID != 7 || s.Requests["RequestMarketData"] != 1 || s.Connections != 1 {
		t.Errorf("status %+v", s)
	}
	metrics := get(t, server.URL+"/metrics", http.StatusOK)
	problems, err := promlint.New(strings.NewReader(metrics)).Lint()
	if err != nil || len(problems) > 0 {
		t.Errorf("metrics: %v, %v", problems, err)
	}
	for _, want := range []string{
		`tidemark_gateway_requests_total{message="RequestMarketData"} 1`, "tidemark_gateway_clients 1", "tidemark_gateway_market_time_seconds 1.7095644e+09",
	} {
		if !strings.Contains(metrics, want) {
			t.Errorf("the metrics do not say %q:\n%s", want, metrics)
		}
	}
	get(t, server.URL+"/wire?client=seven", http.StatusBadRequest)
	get(t, server.URL+"/nothing", http.StatusNotFound)
	overhear(t, server.URL+"/wire?client=7", c)
}

// overhear reads the wire while a client asks.
func overhear(t *testing.T, url string, c *talk) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	c.ask(&wire.RequestCurrentTime{})
	lines := bufio.NewScanner(r.Body)
	for _, want := range []string{"7 -> RequestCurrentTime", "7 <- CurrentTime"} {
		if !lines.Scan() || !strings.Contains(lines.Text(), want) {
			t.Errorf("the wire says %q, want %q", lines.Text(), want)
		}
	}
}
