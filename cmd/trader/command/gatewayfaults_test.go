package command_test

import (
	"testing"

	"github.com/tidemark/tidemark/cmd/trader/command"
)

// TestGatewayFaultFlags: a script with a mistake is told by its line, and the port of faults opens on this machine
// alone, with a token.
func TestGatewayFaultFlags(t *testing.T) {
	script := file(t, "faults.yaml", "steps:\n  - {at: 5s, do: [linc: lost]}\n")
	good, empty, token := file(t, "good.yaml", "steps: []\n"), file(t, "empty", "\n"), file(t, "token", "secret\n")
	for _, c := range []struct {
		name  string
		args  []string
		texts []string
	}{
		{"mistake", []string{"--faults", script}, []string{"faults.yaml:2: steps.1.do.1", `did you mean "link"?`}},
		{"no script", []string{"--faults", script + "x"}, []string{"--faults"}},
		{"no token", []string{"--faults", good, "--control", "127.0.0.1:0"}, []string{"--token-file"}},
		{"no such token", []string{"--control", "127.0.0.1:0", "--token-file", token + "x"}, []string{"--token-file"}},
		{"empty token", []string{"--control", "127.0.0.1:0", "--token-file", empty}, []string{"is empty"}},
		{"open to all", []string{"--control", "0.0.0.0:4081", "--token-file", token}, []string{"want 127.0.0.1"}},
		{"open to a network", []string{"--control", ":4081", "--token-file", token}, []string{"want 127.0.0.1"}},
		{"no address", []string{"--control", "4081", "--token-file", token}, []string{"want an address"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			fails(t, append([]string{"gateway", "--listen", "127.0.0.1:0"}, c.args...), command.ExitUsage, c.texts...)
		})
	}
}
