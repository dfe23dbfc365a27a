package command_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden file anew")

// Every command explains itself, and its help changes only on purpose.
func TestHelp(t *testing.T) {
	const golden = "testdata/help.golden"
	var got strings.Builder
	helps(t, &got, nil)
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("the help changed; when it should, run this test with -update:\n%s", diff)
	}
}

// helps prints the help of a command and of the commands that it lists, downwards.
func helps(t *testing.T, w *strings.Builder, path []string) {
	t.Helper()
	text := done(t, append(path, "--help")...)
	w.WriteString("$ trader " + strings.Join(append(path, "--help"), " ") + "\n" + text + "\n")
	_, commands, _ := strings.Cut(text, "Available Commands:\n")
	for line := range strings.Lines(commands) {
		words := strings.Fields(line)
		if len(words) == 0 {
			return
		}
		if words[0] != "help" {
			helps(t, w, append(path[:len(path):len(path)], words[0]))
		}
	}
}
