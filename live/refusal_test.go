package live

import (
	"strings"
	"testing"

	"github.com/tidemark/tidemark/config"
)

// What may be traded, before anything is connected: paper unless --live is given and the account is named.
func TestPermitted(t *testing.T) {
	for _, c := range []struct {
		kind, account string
		live          bool
		want          string // in the refusal; empty when there is none
	}{
		{"", "", false, "no broker"},
		{"simulated", "", false, ""},
		{"simulated", "DU1", false, ""},
		{"simulated", "", true, "--live with a simulated broker"},
		{"simulated", "U1", false, "not a paper account"},
		{"tws", "", false, "not named"},
		{"tws", "", true, "not named"},
		{"tws", "DU1", false, ""},
		{"tws", "DF1", false, ""}, // an advisor's
		{"tws", "DU1", true, "--live with the paper account"},
		{"tws", "U1", false, "not a paper account"},
		{"tws", "F1", false, "not a paper account"},
		{"tws", "U1", true, ""},
	} {
		got := permitted(&config.Broker{Kind: c.kind, Account: c.account}, &Options{Live: c.live})
		switch {
		case got == nil && c.want != "":
			t.Errorf("%+v: permitted", c)
		case got != nil && (c.want == "" || !strings.Contains(got.Error(), c.want)):
			t.Errorf("%+v: %v", c, got)
		}
	}
}
