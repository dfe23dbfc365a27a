package house

import (
	"go/ast"
	"strings"
	"testing"
)

// map from the top to the bottom: a package imports only what stands below it, or beside it within its
// own line's folder. ARCHITECTURE.md draws the same order.
var floors = []string{
	"simtest",
	"cmd/trader",
	"strategies",
	"backtest",
	"live",
	"setup",
	"monitor",
	"report",
	"engine",
	"config",
	"risk",
	"store",
	"broker/tws",
	"broker/tws/gateway",
	"broker/tws/client",
	"broker/tws/ibtime",
	"broker/tws/wirelog",
	"broker/tws/wire",
	"broker/sim",
	"broker/brokertest",
	"broker",
	"data",
	"strategy",
	"portfolio",
	"indicator",
	"order",
	"market",
	"internal",
}

// floor is the line of a package: that of the longest folder it lies in.
func floor(pkg string) int {
	at := -1
	for i, prefix := range floors {
		if (pkg == prefix || strings.HasPrefix(pkg, prefix+"/")) && (at < 0 || len(prefix) > len(floors[at])) {
			at = i
		}
	}
	return at
}

func TestImportsPointDown(t *testing.T) {
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		at := floor(s.pkg)
		if at < 0 {
			t.Errorf("%s: package %s has no place in the map: add it to floors and to ARCHITECTURE.md", s.path, s.pkg)
			continue
		}
		for _, imp := range s.file.Imports {
			target, ours := strings.CutPrefix(strings.Trim(imp.Path.Value, `"`), module)
			if ours && floor(target) < at {
				t.Errorf("%s imports %s, which stands above it in the map", s.path, target)
			}
		}
	}
}

func TestStrategiesKnowNothingInternal(t *testing.T) {
	allowed := []string{"indicator", "market", "order", "strategy", "strategies", "portfolio"}
	for _, s := range sources(t) {
		if s.test || !strings.HasPrefix(s.pkg, "strategies") {
			continue
		}
		for _, imp := range s.file.Imports {
			target, ours := strings.CutPrefix(strings.Trim(imp.Path.Value, `"`), module)
			top, _, _ := strings.Cut(target, "/")
			if ours && !contains(allowed, top) {
				t.Errorf("%s imports %s: a strategy sees only %s", s.path, target, strings.Join(allowed, ", "))
			}
		}
	}
}

func contains(list []string, word string) bool {
	for _, w := range list {
		if w == word {
			return true
		}
	}
	return false
}

func TestPackagesHaveOneDocComment(t *testing.T) {
	docs := map[string]int{}
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		docs[s.pkg] += 0
		if s.file.Doc != nil && !strings.HasPrefix(s.file.Doc.Text(), "Code generated") {
			docs[s.pkg]++
		}
	}
	for pkg, n := range docs {
		if n != 1 {
			t.Errorf("package %s has %d package comments, want exactly one", pkg, n)
		}
	}
}

const (
	maxFileLines     = 500
	maxFunctionLines = 75
)

func TestNothingGrowsTooLong(t *testing.T) {
	for _, s := range sources(t) {
		if s.size > maxFileLines {
			t.Errorf("%s has %d lines, limit %d: it is probably two ideas", s.path, s.size, maxFileLines)
		}
		if s.test {
			continue
		}
		for _, decl := range s.file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			lines := s.fset.Position(f.End()).Line - s.fset.Position(f.Pos()).Line + 1
			if lines > maxFunctionLines {
				t.Errorf("%s: %s has %d lines, limit %d", s.path, f.Name.Name, lines, maxFunctionLines)
			}
		}
	}
}

// Only adapters and the program itself may read the wall clock.
func TestNoWallClock(t *testing.T) {
	free := []string{"cmd/trader", "internal", "broker/tws", "live", "monitor", "store", "engine/inbox"}
	banned := []string{"Now", "Since", "Until", "After", "AfterFunc", "Sleep", "Tick", "NewTimer", "NewTicker"}
	for _, s := range sources(t) {
		if s.test || contains(free, top(s.pkg, 1)) || contains(free, top(s.pkg, 2)) {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && x.Obj == nil && contains(banned, sel.Sel.Name) {
				t.Errorf("%s: time.%s: ask the engine's clock", s.fset.Position(n.Pos()), sel.Sel.Name)
			}
			return true
		})
	}
}

func top(pkg string, n int) string {
	parts := strings.Split(pkg, "/")
	return strings.Join(parts[:min(n, len(parts))], "/")
}

func TestNoSleepsInTests(t *testing.T) {
	for _, s := range sources(t) {
		if !s.test || strings.HasPrefix(s.pkg, "internal/") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && sel.Sel.Name == "Sleep" {
				t.Errorf("%s: tests wait for events, they do not sleep", s.fset.Position(n.Pos()))
			}
			return true
		})
	}
}
