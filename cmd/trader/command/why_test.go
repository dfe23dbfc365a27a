package command_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/cmd/trader/command"
)

// With a limit of 50 every order of 100 is denied, and why says by which rule.
func TestWhy(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	config := file(t, "run.yaml", quick+"risk: {max_order_quantity: 50}\n")
	out := done(t, "backtest", config, "--out", dir, "--set", "log.level=error")
	if !strings.Contains(out, filepath.Join(dir, "report.html")) {
		t.Errorf("the summary does not name the report:\n%s", out)
	}
	list := done(t, "why", dir)
	// Opening-range sends a pair of stops in each of the nine sessions of 2024-01-02 to 2024-01-12.
	if !strings.HasSuffix(list, "\n18 of 18 orders did not fill\n") || !strings.Contains(list, "max-order-quantity") {
		t.Errorf("list:\n%s", list)
	}
	unfilled := decoded[[]map[string]string](t, "why", dir)
	if len(unfilled) != 18 || unfilled[0]["state"] != "denied" {
		t.Fatalf("JSON list: %v", unfilled)
	}
	id := unfilled[0]["id"]
	one := done(t, "why", dir, id)
	for _, text := range []string{fmt.Sprintf("order %s (opening-range): buy 100 SPY stop at ", id), ", day: denied", "limit 50"} {
		if !strings.Contains(one, text) {
			t.Errorf("no %q in: %s", text, one)
		}
	}
	if got := decoded[map[string]string](t, "why", dir, id); got["id"] != id || got["quantity"] != "100" {
		t.Errorf("JSON: %v", got)
	}
	fails(t, []string{"why", dir, "none"}, command.ExitUsage, `the run has no order "none"`)
}
