// Package datapack finds the pack of real market data that tests read. The pack is not part of the
// repository; tests that need it are skipped, saying so, where it is absent. Nothing but tests imports
// this package.
package datapack

import (
	"os"
	"path/filepath"
	"testing"
)

// Variable names the environment variable that points at the pack.
const Variable = "TIDEMARK_DATA_PACK"

// Path is the path of one file or folder of the pack, given with forward slashes. It looks at the
// folder that Variable names, else at shared/data beside the repository.
func Path(t testing.TB, name string) string {
	t.Helper()
	root := os.Getenv(Variable)
	if root == "" {
		root = filepath.Join(repository(t), "..", "shared", "data")
	}
	path := filepath.Join(root, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("needs the market data pack: set %s or put it at ../shared/data (%v)", Variable, err)
	}
	return path
}

func repository(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("go.mod not found above the working directory")
		}
		dir = parent
	}
}
