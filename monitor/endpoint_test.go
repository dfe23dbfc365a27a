package monitor_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/monitor"
)

func TestEndpointFile(t *testing.T) {
	dir := t.TempDir()
	path := monitor.EndpointPath(filepath.Join(dir, "state.db"))
	if path != filepath.Join(dir, "state.db.endpoint") {
		t.Errorf("beside the state file: %s", path)
	}
	if _, err := monitor.ReadEndpoint(path); !errors.Is(err, monitor.ErrNotRunning) {
		t.Errorf("no file: %v", err)
	}
	if err := os.WriteFile(path, []byte("what another engine left"), 0o644); err != nil {
		t.Fatal(err)
	}
	want := monitor.Endpoint{Address: "127.0.0.1:7480", Token: monitor.NewToken(), PID: 42}
	if err := want.Write(path); err != nil {
		t.Fatal(err)
	}
	if got, err := monitor.ReadEndpoint(path); err != nil || got != want {
		t.Errorf("read %+v, %v", got, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
		t.Errorf("mode %v, %v: want -rw-------", info.Mode(), err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("left behind: %v, %v", files, err)
	}
}

// What cannot be moved to its place leaves nothing behind, least of all a token.
func TestEndpointThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "taken")
	if err := os.MkdirAll(filepath.Join(path, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := (monitor.Endpoint{Address: "a", Token: "t"}).Write(path); err == nil || !strings.Contains(err.Error(), "write endpoint") {
		t.Errorf("got %v", err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("left behind: %v, %v", files, err)
	}
	if err := (monitor.Endpoint{}).Write(filepath.Join(dir, "missing", "file")); err == nil {
		t.Error("written into a folder that is not there")
	}
}

func TestDamagedEndpoint(t *testing.T) {
	path := filepath.Join(t.TempDir(), "endpoint")
	for _, text := range []string{"", "{", "{}", `{"address":"127.0.0.1:1"}`, `{"token":"t"}`, `{"address":1}`, `{"address":"` + strings.Repeat("x", 1<<20) + `","token":"t"}`} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := monitor.ReadEndpoint(path); err == nil || errors.Is(err, monitor.ErrNotRunning) || !strings.Contains(err.Error(), "remove it if no engine is running") {
			t.Errorf("%.40s: %v", text, err)
		}
	}
}

func TestTokensDiffer(t *testing.T) {
	a, b := monitor.NewToken(), monitor.NewToken()
	if a == b || len(a) < 26 { // 26 characters of base 32 are 130 bits
		t.Errorf("%q, %q", a, b)
	}
}
