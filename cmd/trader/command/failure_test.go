package command_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/tidemark/tidemark/cmd/trader/command"
)

// A failed command leaves what was there as it was.
func TestFailuresLeaveNothingBehind(t *testing.T) {
	root := filepath.Join(t.TempDir(), "catalog")
	empty := file(t, "empty.csv", "Date,Open,High,Low,Close,Adj Close,Volume\n")
	fails(t, []string{"data", "import", "yahoo", empty, "--symbol", "A", "--catalog", root}, command.ExitFailed, "nothing to import")

	missing := filepath.Join(t.TempDir(), "none.csv")
	fresh := filepath.Join(t.TempDir(), "fresh")
	fails(t, []string{"data", "import", "yahoo", missing, "--symbol", "A", "--catalog", fresh}, command.ExitFailed, "none.csv")
	if _, err := os.Stat(fresh); err == nil {
		t.Error("an import without a file made a catalog")
	}
	fails(t, []string{"data", "check", "--catalog", root}, command.ExitUsage, "is empty", "data import")

	kept := file(t, "kept.csv", "precious")
	fails(t, []string{"data", "export", "A", "--bars", "1d", "--catalog", root, "-o", kept}, command.ExitFailed, "no A 1d bars")
	if text, err := os.ReadFile(kept); err != nil || string(text) != "precious" {
		t.Errorf("the file of an earlier export is %q, %v", text, err)
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(kept), ".export-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %q, %v", left, err)
	}
}
