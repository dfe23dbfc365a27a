package gateway_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/tidemark/tidemark/broker/tws/gateway"
)

// request asks the control port as somebody.
func request(h http.Handler, method, path, body, from, token string) (int, string) {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.RemoteAddr = from
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

const here = "127.0.0.1:5555"

// TestControl: a script over HTTP, a step of it, an action, and what they have done.
func TestControl(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := start(t, gateway.Options{})
		c := connect(t, g, 1, 225)
		h := g.Control("secret")
		for _, x := range []struct {
			method, path, body string
			status             int
			want               string
		}{
			{"PUT", "/script", "title: outage\nsteps:\n  - {name: lost, do: [link: lost]}", 200, "{}"},
			{"POST", "/steps/lost", "", 200, "{}"},
			{"POST", "/steps/last", "", 400, "there is no step last"},
			{"POST", "/actions", "[link: restored, farm: usfarm]", 200, "{}"},
			{"POST", "/actions", "[drop]", 400, "drop stands only"},
			{"POST", "/actions", "[farm: barn]", 400, "there is no farm barn"},
			{"POST", "/actions", "", 400, "want"},
			{"PUT", "/script", "steps: [{doo: 1}]", 400, "no such key"},
			{"PUT", "/script", strings.Repeat("#", 2<<20), 400, "too large"},
			{"GET", "/elsewhere", "", 404, ""},
		} {
			if status, body := request(h, x.method, x.path, x.body, here, "secret"); status != x.status || !strings.Contains(body, x.want) {
				t.Errorf("%s %s: %d %s, want %d with %s", x.method, x.path, status, body, x.status, x.want)
			}
		}
		code(t, c, 1100)
		code(t, c, 1102)
		code(t, c, 2103)
		var state struct {
			Script  string
			Down    bool     `json:"link_down"`
			Broken  []string `json:"broken_farms"`
			Clients []struct{ ID int }
			Steps   []struct {
				Name     string
				Happened int
				Do       []string
			}
		}
		_, body := request(h, "GET", "/state", "", here, "secret")
		if err := json.Unmarshal([]byte(body), &state); err != nil {
			t.Fatal(err)
		}
		if state.Down || state.Script != "outage" || len(state.Broken) != 1 || state.Broken[0] != "usfarm" ||
			len(state.Clients) != 1 || state.Clients[0].ID != 1 ||
			len(state.Steps) != 1 || state.Steps[0].Name != "lost" || state.Steps[0].Happened != 1 || state.Steps[0].Do[0] != "link" {
			t.Errorf("state %s", body)
		}
		if status, _ := request(h, "DELETE", "/script", "", here, "secret"); status != 200 {
			t.Errorf("delete: %d", status)
		}
		if status, body := request(h, "POST", "/steps/lost", "", here, "secret"); status != 400 || !strings.Contains(body, "no fault script") {
			t.Errorf("a step without a script: %d %s", status, body)
		}
	})
}

// TestControlIsGuarded: the right token, from this machine, or nothing.
func TestControlIsGuarded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := start(t, gateway.Options{})
		for _, x := range []struct {
			name, token, given, from string
			status                   int
		}{
			{"right", "secret", "secret", here, 200},
			{"right, over IPv6", "secret", "secret", "[::1]:5555", 200},
			{"none", "secret", "", here, 401},
			{"wrong", "secret", "secre", here, 401},
			{"none wanted", "", "", here, 401},
			{"from elsewhere", "secret", "secret", "192.0.2.1:5555", 403},
			{"from nowhere", "secret", "secret", "", 403},
		} {
			if status, _ := request(g.Control(x.token), "GET", "/state", "", x.from, x.given); status != x.status {
				t.Errorf("%s: %d, want %d", x.name, status, x.status)
			}
		}
	})
}
