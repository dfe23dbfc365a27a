package fault_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
)

var update = flag.Bool("update", false, "write the parts of FAULTS.md that repeat the code anew")

// catalogue is how many cases each chapter of the catalogue of failures has.
var catalogue = []struct {
	chapter byte
	cases   int
	title   string
}{
	{'a', 11, "Connection and restart"}, {'b', 10, "Continuity of market data"}, {'c', 17, "Orders and fills"},
	{'d', 7, "Ids and clients"}, {'e', 9, "Positions and account"}, {'f', 7, "Historical data and pacing"},
	{'g', 7, "Crash and persistence"}, {'h', 9, "Malformed or hostile input"}, {'i', 6, "Time, sessions, calendars"},
	{'j', 7, "Safety of the operator"},
}

// elsewhere says why a case has no example here.
var elsewhere = map[string]string{
	"g1": "the client's process is killed between its store and its socket",
	"g2": "the client's own store fails",
	"g3": "the client's own journal is damaged",
	"g4": "the client starts again and again; the gateway's account stays as it is",
	"g6": "a record in the client's own store cannot be applied",
	"g7": "the client is told to stop; its gateway is silent as in a3",
	"h7": "a decoder or a handler of the client panics; what could make it is in h1 to h6",
	"h8": "races inside the client",
	"h9": "a callback of the client blocks; the flood around it is a4's",
	"j3": "the kill switch is the client's own",
}

// TestReference compares FAULTS.md with the code and the examples.
func TestReference(t *testing.T) {
	const path = "FAULTS.md"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	script, step, on := fault.Keys()
	for _, part := range []struct{ name, want string }{
		{"script", keyTable(script)}, {"step", keyTable(step)}, {"on", keyTable(on)},
		{"actions", actionTable()}, {"catalogue", catalogueTable(t)},
	} {
		begin, end := "<!-- "+part.name+" -->\n", "<!-- end -->"
		before, rest, ok := strings.Cut(page, begin)
		have, after, ended := strings.Cut(rest, end)
		if !ok || !ended {
			t.Fatalf("%s has no part %s", path, part.name)
		}
		if *update {
			page = before + begin + part.want + end + after
		} else if have != part.want {
			t.Errorf("part %s of %s differs from the code: run the test with -update", part.name, path)
		}
	}
	if *update {
		if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func keyTable(keys []fault.KeyDoc) string {
	var b strings.Builder
	b.WriteString("| key | what it says |\n| --- | --- |\n")
	for _, k := range keys {
		fmt.Fprintf(&b, "| `%s` | %s |\n", k.Name, k.Doc)
	}
	return b.String()
}

func actionTable() string {
	var b strings.Builder
	b.WriteString("| action | what happens | where | keys |\n| --- | --- | --- | --- |\n")
	for _, v := range fault.Verbs() {
		var keys []string
		for _, k := range v.Keys {
			name := "`" + k.Name + "`"
			if k.Short {
				name = "**" + name + "**"
			}
			keys = append(keys, name+" "+k.Doc)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", v.Name, v.Doc, v.Where, strings.Join(keys, "<br>"))
	}
	return b.String()
}

// catalogueTable has a row for each case: its examples, or where it lives instead. A case with neither fails.
func catalogueTable(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("| case | example | what it plays |\n| --- | --- | --- |\n")
	listed := map[string]bool{}
	for _, chapter := range catalogue {
		fmt.Fprintf(&b, "| **%s** | | **%s** |\n", strings.ToUpper(string(chapter.chapter)), chapter.title)
		for n := 1; n <= chapter.cases; n++ {
			id := fmt.Sprintf("%c%d", chapter.chapter, n)
			examples := 0
			for _, suffix := range []string{"", "b"} {
				path := "testdata/" + id + suffix + ".yaml"
				if _, err := os.Stat(path); err == nil {
					examples++
					listed[path] = true
					fmt.Fprintf(&b, "| %s | [%s](%s) | %s |\n", strings.ToUpper(id), id+suffix, path, readScript(t, path).Title)
				}
			}
			switch reason := elsewhere[id]; {
			case examples == 0 && reason == "":
				t.Errorf("case %s has neither an example nor a reason", id)
			case examples > 0 && reason != "":
				t.Errorf("case %s has an example and a reason for having none", id)
			case examples == 0:
				fmt.Fprintf(&b, "| %s | not on the wire | %s |\n", strings.ToUpper(id), reason)
			}
		}
	}
	b.WriteString("| | | **More** |\n")
	scripts, err := filepath.Glob("testdata/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range scripts {
		if !listed[path] {
			fmt.Fprintf(&b, "| | [%s](%s) | %s |\n", strings.TrimSuffix(filepath.Base(path), ".yaml"), path, readScript(t, path).Title)
		}
	}
	return b.String()
}
