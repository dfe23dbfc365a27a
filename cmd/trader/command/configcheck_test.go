package command_test

import (
	"strings"
	"testing"

	"github.com/tidemark/tidemark/cmd/trader/command"
)

// The files of the simulated gateway are checked as the gateway would, and without one.
func TestCheckOfTheGatewaysFiles(t *testing.T) {
	for kind, path := range map[string]string{
		"gateway": "../../../configs/gateway.yaml",
		"faults":  file(t, "faults.yaml", "seed: 3\nsteps: [{at: 5s, do: [link: lost]}]\n"),
		"news":    file(t, "news.yaml", "stories: []\n"),
		"run":     file(t, "run.yaml", quick),
	} {
		if out := done(t, "config", "check", "--kind", kind, path); !strings.Contains(out, "no faults") {
			t.Errorf("%s: %q", kind, out)
		}
	}
	for _, c := range []struct {
		kind, text string
		want       string
	}{
		{"gateway", "listings: [{symbol: AAPL, kind: equity}]\npermissions: [{symbol: MSFT, data: none}]\n", "g.yaml:2: permissions.0.symbol"},
		{"gateway", "acounts: []\n", `did you mean "accounts"?`},
		{"gateway", "accounts: [{name: DU1}]\ngroups: [{name: Easy, method: NetLiq, accounts: [DU2]}]\n", "DU2"},
		{"gateway", quick, "strategies: no such key"},
		{"faults", "steps:\n  - {at: 5s, do: [linc: lost]}\n", `did you mean "link"?`},
		{"news", "storys: []\n", "storys"},
		{"run", "listings: []\n", "listings: no such key"},
		{"runs", quick, "want run, gateway, faults, news"},
	} {
		fails(t, []string{"config", "check", "--kind", c.kind, file(t, "g.yaml", c.text)}, command.ExitUsage, c.want)
	}
}
