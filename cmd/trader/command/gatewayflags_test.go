package command_test

import (
	"testing"

	"github.com/tidemark/tidemark/cmd/trader/command"
)

// An advisor's group that cannot be meant is a mistake of usage, told with what to write instead, and so is one of
// accounts that there are not.
func TestGatewayGroupFlags(t *testing.T) {
	for _, c := range []struct{ group, text string }{
		{"Easy", "want NAME=METHOD:ACCOUNT+ACCOUNT"},
		{"Easy=NetLiq", "want NAME=METHOD:ACCOUNT+ACCOUNT"},
		{"Easy=NetLiq:DU1+DU9", "DU9, which is not among the accounts"},
	} {
		fails(t, []string{"gateway", "--listen", "127.0.0.1:0", "--account", "DU1,DU2", "--group", c.group}, command.ExitUsage, c.text)
	}
}

// A queue that there is not is a mistake of usage.
func TestGatewayQueueFlag(t *testing.T) {
	fails(t, []string{"gateway", "--listen", "127.0.0.1:0", "--books", "--queue", "first"}, command.ExitUsage, "none, behind, probabilistic")
}
