package command

import (
	"fmt"
	"go/version"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
)

const enginePath = "github.com/tidemark/tidemark"

// engineModule says how a module of the user's gets Tidemark: by version, or from a folder.
type engineModule struct {
	Path, Version string
	// Dir is the folder of the source; empty when the module is fetched by its version.
	Dir string
	// Go is the language version, for a go directive.
	Go string
}

// findEngine looks for Tidemark's source: where the user says, else the released version that this program
// was built from, else the folder it was compiled in.
func findEngine(source string) (engineModule, error) {
	m := engineModule{Path: enginePath, Version: "v0.0.0", Go: languageVersion()}
	if source != "" {
		dir, err := filepath.Abs(source)
		if err != nil {
			return m, err
		}
		if !isEngine(dir) {
			return m, usageError{fmt.Errorf("--tidemark %s: there is no go.mod of %s", source, enginePath)}
		}
		m.Dir = dir
		return m, nil
	}
	if released := builtFrom(); released != "" {
		m.Version = released
		return m, nil
	}
	if _, file, _, ok := runtime.Caller(0); ok {
		if dir := filepath.Join(filepath.Dir(file), "..", "..", ".."); isEngine(dir) {
			m.Dir = dir
			return m, nil
		}
	}
	return m, usageError{fmt.Errorf("cannot find Tidemark's source, which this program was built from: give its folder with --tidemark")}
}

func isEngine(dir string) bool {
	text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	return err == nil && strings.HasPrefix(string(text), "module "+enginePath+"\n")
}

// builtFrom is the released version of Tidemark in this program, empty for a checkout.
func builtFrom() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, m := range append(info.Deps, &info.Main) {
		if m.Path == enginePath && m.Replace == nil && strings.HasPrefix(m.Version, "v") && !strings.Contains(m.Version, "-0.") && m.Version != "v0.0.0" {
			return m.Version
		}
	}
	return ""
}

// languageVersion is the running toolchain's as a go directive has it: 1.26.0, because 1.26 alone would be
// below what Tidemark asks for.
func languageVersion() string {
	if lang := version.Lang(runtime.Version()); lang != "" {
		return strings.TrimPrefix(lang, "go") + ".0"
	}
	return "1.26.0"
}
