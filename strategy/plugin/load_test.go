package plugin

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
)

func info(goVersion, dependency, cgo string) *debug.BuildInfo {
	return &debug.BuildInfo{
		GoVersion: goVersion,
		Deps:      []*debug.Module{{Path: "example.com/shared", Version: dependency}, {Path: "example.com/own", Version: "v9.9.9"}},
		Settings:  []debug.BuildSetting{{Key: "CGO_ENABLED", Value: cgo}, {Key: "GOARCH", Value: "amd64"}},
	}
}

func TestCompareNamesEachDifference(t *testing.T) {
	program := info("go1.26.1", "v1.2.0", "1")
	program.Deps = program.Deps[:1] // the plugin's own dependency is no difference
	for _, c := range []struct {
		name   string
		plugin *debug.BuildInfo
		want   []string
	}{
		{"same", info("go1.26.1", "v1.2.0", "1"), nil},
		{"toolchain", info("go1.26.0", "v1.2.0", "1"), []string{"Go version: program go1.26.1, plugin go1.26.0"}},
		{"module", info("go1.26.1", "v1.3.0", "1"), []string{"module example.com/shared: program v1.2.0 , plugin v1.3.0 "}},
		{"flags", info("go1.26.1", "v1.2.0", "0"), []string{`build setting CGO_ENABLED: program "1", plugin "0"`}},
	} {
		got := compare(program, c.plugin)
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if got := compare(info("go1.26.1", "v1", "0"), info("go1.26.0", "v2", "1")); len(got) != 1 || !strings.Contains(got[0], "without cgo") {
		t.Errorf("a program without cgo: %q", got)
	}
}

func TestUnreadablePlugins(t *testing.T) {
	junk := filepath.Join(t.TempDir(), "junk.so")
	if err := os.WriteFile(junk, []byte("not a plugin"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{junk: "is not a Go plugin", junk + ".missing": "does not exist"} {
		if err := Load(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Load(%s) = %v, want %q", filepath.Base(path), err, want)
		}
	}
}
