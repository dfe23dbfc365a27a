package monitor_test

import (
	"net/http"
	"testing"
)

// Whatever comes, a command is carried out once and answered with 200, or not at all and refused.
func FuzzCommand(f *testing.F) {
	for _, seed := range []struct{ path, body string }{
		{"halt", `{"reason":"lunch","cancel":true}`}, {"cancel", `{"order":"L7"}`}, {"cancel", ""}, {"stop", `{"exit":9}`},
		{"flatten", `{"symbol":null}`}, {"resume", "{}{}"}, {"cancel-foreign", "\xff"}, {"sell", "[]"},
	} {
		f.Add(seed.path, seed.body)
	}
	f.Fuzz(func(t *testing.T, path, body string) {
		for _, r := range path {
			if r != '-' && (r < 'a' || r > 'z') {
				return
			}
		}
		e := &fakeEngine{}
		w := ask(e.handler(t), "POST", "/api/"+path, body)
		if done := len(e.commands) == 1; len(e.commands) > 1 || done != (w.Code == http.StatusOK) {
			t.Errorf("%s %q: %d, %d commands", path, body, w.Code, len(e.commands))
		}
	})
}
