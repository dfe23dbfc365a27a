package wire

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the table of coverage")

const (
	coverageFile = "../COVERAGE.md"
	coveredFile  = "../../../conformance/covered.txt" // written by conformance/run --update
)

// form is a message in one of its two formats, with the versions that have it.
type form struct {
	kind      Kind
	proto     bool
	low, high int
}

// forms returns every message in every format it has.
func forms() []form {
	var all []form
	for _, k := range Kinds() {
		for _, proto := range []bool{false, true} {
			f := form{kind: k, proto: proto}
			for v := MinVersion; v <= MaxVersion; v++ {
				if spoken(k, v) && k.Proto(v) == proto {
					f.low, f.high = min(or(f.low, v), v), v
				}
			}
			if f.high > 0 {
				all = append(all, f)
			}
		}
	}
	return all
}

func or(v, instead int) int {
	if v == 0 {
		return instead
	}
	return v
}

func (f form) String() string { return f.kind.String() + " " + f.format() }

func (f form) format() string {
	if f.proto {
		return "protobuf"
	}
	return "text"
}

func (f form) has(version int) bool { return f.low <= version && version <= f.high }

// TestCoverage makes the table of what is tested for each message: it fails when a cell is empty, and when the table in
// the repository is not this one. Write that with -update.
func TestCoverage(t *testing.T) {
	compared, seeded := readCovered(t), map[Kind][]int{}
	for _, s := range fuzzSeeds(t) {
		seeded[s.kind] = append(seeded[s.kind], s.version)
	}
	var b strings.Builder
	b.WriteString(coverageHead)
	for _, f := range forms() {
		from := "gateway"
		if f.kind.FromClient() {
			from = "client"
		}
		seeds := slices.DeleteFunc(slices.Clone(seeded[f.kind]), func(v int) bool { return !f.has(v) })
		held := compared.with(f)
		if held == "" || len(seeds) == 0 {
			t.Errorf("%v: conformance %q, fuzz seeds at %v: something is missing", f, held, seeds)
		}
		fmt.Fprintf(&b, "| %d | %v | %s | %s | %d–%d | %s | %d of %d | %s | %s |\n", f.kind.ID(), f.kind, from, f.format(),
			f.low, f.high, joined(gates(t, f)), roundTrips(t, f), f.high-f.low+1, joined(seeds), held)
	}
	compareCoverage(t, b.String())
}

const coverageHead = `# What is tested of each message

Made by ` + "`go test ./broker/tws/wire -run Coverage -update`" + `; the test fails when a cell is empty or this file is old.

* **versions**: the server versions that write the message in this format.
* **gates**: the versions from which its description writes more, or otherwise, than the version before.
* **round trip**: at how many of these versions a message with every field set, and ones with random fields, come back from
  their bytes and give the same bytes again.
* **fuzz seeds**: the versions at which FuzzDecode starts from a full frame of it.
* **conformance**: the other clients it was held against byte for byte (requests) or value by value (answers), with the
  versions, as recorded by conformance/run. "≠" marks where only a difference that conformance/README.md explains is left.

| id | message | from | format | versions | gates | round trip | fuzz seeds | conformance |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
`

func compareCoverage(t *testing.T, table string) {
	if *update {
		if err := os.WriteFile(coverageFile, []byte(table), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(coverageFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != table {
		t.Errorf("%s is out of date: run this test with -update and look at what changed", coverageFile)
	}
}

// joined lists versions.
func joined(versions []int) string {
	if len(versions) == 0 {
		return "–"
	}
	words := make([]string, len(versions))
	for i, v := range versions {
		words[i] = strconv.Itoa(v)
	}
	return strings.Join(words, " ")
}

// roundTrips counts the versions at which the form survives.
func roundTrips(t *testing.T, f form) int {
	n := 0
	for v := f.low; v <= f.high; v++ {
		for seed := range uint64(2) {
			roundTrip(t, t.Fatalf, newFiller(seed+uint64(v)*10, seed == 0).message(f.kind), v)
		}
		n++
	}
	return n
}

// gates finds the versions at which the same message is written otherwise than at the version before.
func gates(t *testing.T, f form) []int {
	found := map[int]bool{}
	for seed := range uint64(4) { // order types and conditions have fields of their own
		m := newFiller(seed, true).message(f.kind)
		before := carried(t, m, f.low)
		for v := f.low + 1; v <= f.high; v++ {
			frame := carried(t, m, v)
			if !bytes.Equal(before, frame) && (v != binaryIDs || f.proto) { // there the id alone changes
				found[v] = true
			}
			before = frame
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// covered is what the conformance run compared, by message.
type covered map[string][]comparison

type comparison struct {
	client, verdict string
	spans           [][2]int // first and last version
}

func readCovered(t *testing.T) covered {
	t.Helper()
	text, err := os.ReadFile(coveredFile)
	if err != nil {
		t.Fatal(err)
	}
	all := covered{}
	for line := range strings.Lines(string(text)) {
		var c comparison
		var kind, versions string
		if _, err := fmt.Sscan(line, &c.client, &c.verdict, &kind, &versions); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		for span := range strings.SplitSeq(versions, ",") {
			first, last, ranged := strings.Cut(span, "-")
			if !ranged {
				last = first
			}
			low, err1 := strconv.Atoi(first)
			high, err2 := strconv.Atoi(last)
			if err1 != nil || err2 != nil || low > high {
				t.Fatalf("%q: bad versions", line)
			}
			c.spans = append(c.spans, [2]int{low, high})
		}
		all[kind] = append(all[kind], c)
	}
	return all
}

// with names the clients that a form was compared with. A span counts where one of its ends, which were tried, lies.
func (c covered) with(f form) string {
	var cells []string
	for _, one := range c[f.kind.String()] {
		var parts []string
		for _, s := range one.spans {
			if f.has(s[0]) || f.has(s[1]) {
				parts = append(parts, fmt.Sprintf("%d–%d", max(s[0], f.low), min(s[1], f.high)))
			}
		}
		if len(parts) == 0 {
			continue
		}
		name := strings.Replace(strings.Replace(one.client, "==", " ", 1), "@1.", " 1.", 1)
		if one.verdict == "known" {
			name += " ≠"
		}
		cells = append(cells, name+" "+strings.Join(parts, " "))
	}
	return strings.Join(cells, "; ")
}
