package faults

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/faults.md again")

const tablePath = "../../docs/faults.md"

const head = `# Failures and their tests

Ninety failures that real systems have had in live trading, and the tests that play each. What goes wrong at the gateway is
a script of [gateway/fault](../broker/tws/gateway/fault/FAULTS.md) under the same id. This page is made from the sources:
` + "`go test ./simtest/faults -run TestTable -update`" + `. That test fails when a case has no test, or when a
test that is named here is gone.
All of them at once:

` + "```sh\ngo test -run '^Test([A-J][0-9]+[A-Z]|WholeStack)' ./...\n```" + `

Tests of ` + "`simtest/faults`" + ` trade with the whole live stack: engine, adapter, state file and simulated gateway in one process, and at the
end compare orders, positions, fills and cash of both sides. None of it has been tried against a real TWS:
[first-day-at-ib.md](first-day-at-ib.md) says what to look at first.

| invariant | what holds in every case |
| --- | --- |
| N1 | Unknown is never empty: an answer that is missing, late or partial changes nothing. |
| N2 | Positions are the sum of the executions, and the broker's own after each comparison. |
| N3 | One intent is at most one order that works; nothing is sent again before the first is proven dead. |
| N4 | Only the broker's evidence reopens what has ended; no execution is thrown away. |
| N5 | No order leaves unless the session is ready. |
| N6 | An outage is one loss and one return, each with its cause; data says that it is old. |
| N7 | No input and no timing ends, hangs or bloats the process. |
| N8 | An intent is on the disk before it leaves, an execution before a strategy sees it. |
`

// TestTable compares the page with the catalogue and with the tests that there are. Tests that are newer than the page may
// be missing in it.
func TestTable(t *testing.T) {
	tests := testsByID(t)
	if *update {
		if err := os.WriteFile(tablePath, []byte(table(t, maps.Clone(tests))), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(tablePath)
	if err != nil {
		t.Fatal(err)
	}
	for id, names := range tests {
		tests[id] = slices.DeleteFunc(names, func(name string) bool { return !strings.Contains(string(have), name) })
	}
	if string(have) != table(t, tests) {
		t.Errorf("%s is not what the sources say: go test ./simtest/faults -run TestTable -update", tablePath)
	}
}

// table is the page.
func table(t *testing.T, tests map[string][]string) string {
	var b strings.Builder
	b.WriteString(head)
	chapter := byte(0)
	for _, c := range failures {
		if c.id[0] != chapter {
			chapter = c.id[0]
			fmt.Fprintf(&b, "\n## %c. %s\n\n| id | what fails | invariants | tests |\n| --- | --- | --- | --- |\n", chapter, chapters[chapter])
		}
		if len(tests[c.id]) == 0 {
			t.Errorf("no test has the id %s in its name: %s", c.id, c.what)
		}
		what := c.what
		if c.open != "" {
			what += ". Not played: " + c.open
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", c.id, what, c.invariants, strings.Join(tests[c.id], "<br>"))
		delete(tests, c.id)
	}
	for id, names := range tests {
		t.Errorf("there is no case %s, of which are %v", id, names)
	}
	return b.String()
}

// TestTheCatalogueIsWhole: ninety cases in the order of their ids.
func TestTheCatalogueIsWhole(t *testing.T) {
	last := map[byte]int{'A': 11, 'B': 10, 'C': 17, 'D': 7, 'E': 9, 'F': 7, 'G': 7, 'H': 9, 'I': 6, 'J': 7}
	var want []string
	for chapter := byte('A'); chapter <= 'J'; chapter++ {
		for n := 1; n <= last[chapter]; n++ {
			want = append(want, fmt.Sprintf("%c%d", chapter, n))
		}
	}
	var have []string
	for _, c := range failures {
		have = append(have, c.id)
	}
	if len(want) != 90 || !slices.Equal(have, want) {
		t.Errorf("the cases are %v", have)
	}
}

var named = regexp.MustCompile(`^Test([A-J][0-9]{1,2})[A-Z]`)

// testsByID finds the tests of the repository that have an id in their names, each as its package and name.
func testsByID(t *testing.T) map[string][]string {
	found := map[string][]string{}
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		pkg, err := filepath.Rel(root, filepath.Dir(path))
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Recv != nil {
				continue
			}
			if m := named.FindStringSubmatch(f.Name.Name); m != nil {
				found[m[1]] = append(found[m[1]], fmt.Sprintf("%s `%s`", filepath.ToSlash(pkg), f.Name.Name))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range [][]scene{links, orders, holdings, rest} {
		for _, c := range list {
			found[c.id] = append(found[c.id], fmt.Sprintf("simtest/faults `TestWholeStack/%s`", c.name()))
		}
	}
	for _, names := range found {
		slices.Sort(names)
	}
	return found
}
