//go:build e2e

package main_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// These tests compile programs, which takes a minute. They need what `go build ./...` needs, and no network.

// workshop is a folder in which commands run as a user types them.
type workshop struct {
	*testing.T
	dir string
	env []string
}

// open builds trader with cgo, so that it can load plugins, and puts it on the PATH.
func open(t *testing.T) *workshop {
	t.Helper()
	bin := t.TempDir()
	w := &workshop{T: t, dir: t.TempDir()}
	w.env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=", "GOWORK=off", "CGO_ENABLED=1",
		"PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	build := exec.Command("go", "build", "-o", filepath.Join(bin, "trader"), ".")
	build.Env = w.env
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return w
}

// shell runs a command line and returns what it printed and its exit code.
func (w *workshop) shell(line string) (string, int) {
	w.Helper()
	cmd := exec.Command("sh", "-c", line)
	cmd.Dir, cmd.Env = w.dir, w.env
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		w.Fatalf("%s: %v", line, err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// want runs a command line that must succeed, and print something.
func (w *workshop) want(line, text string) {
	w.Helper()
	if out, code := w.shell(line); code != 0 || !strings.Contains(out, text) {
		w.Fatalf("%s: exit code %d, want 0 and %q:\n%s", line, code, text, out)
	}
}

// refused runs a command line that must fail, and say why.
func (w *workshop) refused(line string, code int, texts ...string) {
	w.Helper()
	out, got := w.shell(line)
	if got != code {
		w.Errorf("%s: exit code %d, want %d", line, got, code)
	}
	for _, text := range texts {
		if !strings.Contains(out, text) {
			w.Errorf("%s: no %q in:\n%s", line, text, out)
		}
	}
}

// instructions are the commands of a README: its indented lines.
func (w *workshop) instructions() []string {
	text, err := os.ReadFile(filepath.Join(w.dir, "README.md"))
	if err != nil {
		w.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(text)) {
		if command, ok := strings.CutPrefix(line, "    "); ok {
			lines = append(lines, strings.TrimSpace(command))
		}
	}
	return lines
}

// A new strategy builds as it was written, and every command of its README works.
func TestStrategyOfOnesOwn(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Go has no plugins on Windows")
	}
	w := open(t)
	w.want("trader new strategy mean-reversion", "holds the strategy mean-reversion")
	w.dir = filepath.Join(w.dir, "mean-reversion")
	if out, _ := w.shell("gofmt -l ."); out != "" {
		t.Errorf("not formatted: %s", out)
	}
	w.want("go vet ./...", "")
	before, _ := w.shell("cat go.mod go.sum")
	if n := len(w.instructions()); n != 7 {
		t.Fatalf("the README has %d commands, want 7", n)
	}
	for _, line := range w.instructions() {
		w.want(line, "")
	}
	if after, _ := w.shell("cat go.mod go.sum"); after != before {
		t.Errorf("the commands changed go.mod or go.sum:\n%s", after)
	}
	w.want("./mytrader strategies", "mean-reversion")
	w.want("./mytrader strategies show mean-reversion", "bars in the average")
	w.want("./mytrader version --json", `"static": true`)
	for _, file := range []string{"report.html", "result.json", "fills.csv"} {
		w.want("test -s out/mean-reversion/"+file, "")
	}
	w.builtInEqualsPlugin()
	w.mismatches()
	w.cannotBuild()
}

// The same strategy trades the same, compiled in or loaded.
func (w *workshop) builtInEqualsPlugin() {
	const hash = `grep '"trade_hash"' `
	w.want("./mytrader backtest config.yaml --out in && trader backtest config.yaml --set plugins=mean-reversion.so --out loaded", "")
	in, _ := w.shell(hash + "in/result.json")
	loaded, _ := w.shell(hash + "loaded/result.json")
	if in == "" || in != loaded {
		w.Errorf("trade hash %q built in, %q as a plugin", in, loaded)
	}
}

func (w *workshop) mismatches() {
	const plugin = "go build -buildmode=plugin "
	w.want(plugin+"-trimpath -o trimmed.so ./plugin", "")
	w.refused("trader strategies --plugin trimmed.so", 1, "trimmed.so was not built for this program", `-trimpath: program "", plugin "true"`, "Rebuild")
	w.want(plugin+"-tags special -o tagged.so ./plugin", "")
	w.refused("trader strategies --plugin tagged.so", 1, `-tags: program "", plugin "special"`)
	w.refused("./mytrader strategies --plugin mean-reversion.so", 1, "built without cgo", "trader build --with")
	w.refused("trader strategies --plugin ./mytrader", 1, "not a Go plugin", "-buildmode=plugin")
	w.refused("trader strategies --plugin none.so", 1, "none.so does not exist", "go build -buildmode=plugin")
}

func (w *workshop) cannotBuild() {
	w.refused("trader build", 2, "--with ./path")
	w.refused("trader build --with nowhere", 2, "not a folder")
	w.refused("trader build --with plugin", 2, "package main is a program")
	w.refused("mkdir -p empty && trader build --with empty", 2, "holds no Go package")
	w.refused("trader build --with \"$(mktemp -d)\"", 2, "go mod init")
	w.refused("printf 'package broken\\n\\nvar x int = nil\\n' > empty/broken.go && trader build --with empty", 1, "broken.go:3", "nil")
}
