package wire

import (
	"errors"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// schemaKind reads "Q3" or "A5".
func schemaKind(t *testing.T, s string) Kind {
	t.Helper()
	id, err := strconv.Atoi(s[1:])
	if err != nil {
		t.Fatal(err)
	}
	if s[0] == 'Q' {
		return ask(id)
	}
	return answer(id)
}

func schemaLines(t *testing.T, file string) [][]string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var lines [][]string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			lines = append(lines, strings.Split(line, "\t"))
		}
	}
	return lines
}

// names finds the order of the fields of a text frame from the outside: the error about a frame that ends
// too early names the field that is missing.
func names(t *testing.T, k Kind, version int, body []byte) []string {
	t.Helper()
	var found []string
	for n, b := range body {
		if b != 0 {
			continue
		}
		if len(found) == 0 && n > 0 && version < binaryIDs {
			found = append(found, "id")
			continue
		}
		cut := body[:n-len(body[:n])+lastField(body[:n])]
		_, err := NewDecoder(k.FromClient(), version).Decode(cut)
		var bad *DecodeError
		if !errors.As(err, &bad) || !errors.Is(err, ErrMissing) {
			t.Fatalf("%v at %d, cut to %q: %v", k, version, cut, err)
		}
		found = append(found, bad.Field)
	}
	return found[1:]
}

// lastField returns where the last field of b starts.
func lastField(b []byte) int { return strings.LastIndexByte(string(b), 0) + 1 }

// edge tells whether a version is the first of a field, the first without one, or an end.
func edge(line []string, v int) bool {
	all := strings.Join(line, " ")
	return v == MinVersion || v == binaryIDs-1 ||
		strings.Contains(all, "["+strconv.Itoa(v)+"..") || strings.Contains(all, ".."+strconv.Itoa(v-1)+"]")
}

var gated = regexp.MustCompile(`^(.*?)(?:\[(\d*)\.\.(\d*)\])?$`)

// TestTextSchema compares the text of every empty message, at every version, with the published order of
// fields.
func TestTextSchema(t *testing.T) {
	seen := map[Kind]bool{}
	for _, line := range schemaLines(t, "text_fields.txt") {
		k := schemaKind(t, line[0])
		seen[k] = true
		if k.lookup() == nil {
			t.Errorf("%s is not described", line[0])
			continue
		}
		for v := MinVersion; v < binaryIDs; v++ {
			if !spoken(k, v) || !edge(line, v) {
				continue
			}
			var want []string
			for _, f := range line[1:] {
				m := gated.FindStringSubmatch(f)
				from, _ := strconv.Atoi(m[2])
				to, err := strconv.Atoi(m[3])
				if v >= from && (err != nil || v <= to) {
					want = append(want, m[1])
				}
			}
			got := names(t, k, v, carried(t, k.lookup().make(), v)[lengthBytes:])
			if strings.Join(got, " ") != strings.Join(want, " ") {
				t.Errorf("%v at %d:\n got %v\nwant %v", k, v, got, want)
				break
			}
		}
	}
	for _, k := range Kinds() {
		if !seen[k] && k.lookup().text != protoOnly {
			t.Errorf("%v is not in the schema", k)
		}
	}
}
