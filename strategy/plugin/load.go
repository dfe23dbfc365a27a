package plugin

import (
	"debug/buildinfo"
	"errors"
	"fmt"
	"os"
	goplugin "plugin"
	"runtime/debug"
	"strings"

	"github.com/tidemark/tidemark/strategy"
)

// MismatchError says how a plugin's build differs from the program's.
type MismatchError struct {
	Path        string
	Differences []string
}

func (e *MismatchError) Error() string {
	return fmt.Sprintf("plugin %s was not built for this program:\n  %s\nRebuild it with the same Go, build flags and module versions, or use `trader build --with`",
		e.Path, strings.Join(e.Differences, "\n  "))
}

// LoadAll loads plugins in order and stops at the first that cannot be loaded.
func LoadAll(paths []string) error {
	for _, path := range paths {
		if err := Load(path); err != nil {
			return err
		}
	}
	return nil
}

// Load loads one plugin, whose strategies are registered afterwards. The error is a *MismatchError when
// the builds differ.
func Load(path string) error {
	theirs, err := buildinfo.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("plugin %s does not exist: build it with `go build -buildmode=plugin -o %s .`", path, path)
	}
	if err != nil {
		return fmt.Errorf("plugin %s is not a Go plugin: %w", path, err)
	}
	if mode := setting(theirs, "-buildmode"); mode != "plugin" {
		return fmt.Errorf("plugin %s is not a Go plugin but was built as %q: build it with `go build -buildmode=plugin`", path, mode)
	}
	ours, ok := debug.ReadBuildInfo()
	if !ok {
		return errors.New("this program carries no build information and cannot check plugins: build it with go build")
	}
	if differences := compare(ours, theirs); len(differences) > 0 {
		return &MismatchError{Path: path, Differences: differences}
	}
	before := len(strategy.Definitions())
	if _, err := goplugin.Open(path); err != nil {
		return fmt.Errorf("load plugin %s: %w; build it and this program from the same sources, or use `trader build --with`", path, err)
	}
	if err := strategy.Check(); err != nil {
		return fmt.Errorf("plugin %s: %w", path, err)
	}
	if len(strategy.Definitions()) == before {
		return fmt.Errorf("plugin %s registered no strategy: call strategy.Register from an init function", path)
	}
	return nil
}

// settings are the build flags that change the code of shared packages.
var settings = []string{"-race", "-msan", "-asan", "-tags", "-trimpath", "-gcflags", "CGO_ENABLED", "GOARCH", "GOOS", "GOAMD64", "GOARM64", "GOEXPERIMENT"}

// compare lists what makes a plugin unfit for a program.
func compare(program, plugin *debug.BuildInfo) []string {
	if setting(program, "CGO_ENABLED") == "0" {
		return []string{"this program was built without cgo (CGO_ENABLED=0) and can load no plugin at all"}
	}
	var list []string
	if program.GoVersion != plugin.GoVersion {
		list = append(list, fmt.Sprintf("Go version: program %s, plugin %s", program.GoVersion, plugin.GoVersion))
	}
	for _, key := range settings {
		if p, q := setting(program, key), setting(plugin, key); p != q {
			list = append(list, fmt.Sprintf("build setting %s: program %q, plugin %q", key, p, q))
		}
	}
	versions := map[string]string{}
	for _, m := range program.Deps {
		versions[m.Path] = effective(m)
	}
	for _, m := range plugin.Deps {
		if v, shared := versions[m.Path]; shared && v != effective(m) {
			list = append(list, fmt.Sprintf("module %s: program %s, plugin %s", m.Path, v, effective(m)))
		}
	}
	return list
}

func setting(info *debug.BuildInfo, key string) string {
	for _, s := range info.Settings {
		if s.Key == key {
			return s.Value
		}
	}
	return ""
}

// effective is the version that was compiled, after replacement.
func effective(m *debug.Module) string {
	for m.Replace != nil {
		m = m.Replace
	}
	if m.Version == "" {
		return m.Path
	}
	return m.Version + " " + m.Sum
}
