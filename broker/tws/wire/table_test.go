package wire

import (
	"errors"
	"strconv"
	"strings"
	"testing"
)

// notYet are messages of the protocol without a description.
var notYet = map[string]bool{}

// TestEveryMessage goes through the published list of messages: each must be there, in its direction, in
// its forms, and behind its version.
func TestEveryMessage(t *testing.T) {
	listed := map[Kind]bool{}
	for _, line := range schemaLines(t, "messages.txt") {
		k := schemaKind(t, line[0])
		listed[k] = true
		d := k.lookup()
		if d == nil {
			if !notYet[line[0]] {
				t.Errorf("%s %s is missing", line[0], line[1])
			}
			continue
		}
		if notYet[line[0]] {
			t.Errorf("%s %s is done: take it off the list", line[0], line[1])
		}
		if m := d.make(); m.Kind() != k {
			t.Errorf("%v makes a %v", k, m.Kind())
		}
		since, _ := strconv.Atoi(line[2])
		if k.MinVersion() != since {
			t.Errorf("%v: lowest version %d, published %d", k, k.MinVersion(), since)
		}
		if text := d.text != protoOnly; text != strings.Contains(line[3], "text") {
			t.Errorf("%v: text form %v, published %s", k, text, line[3])
		}
		proto, err := strconv.Atoi(line[4])
		for v := MinVersion; v <= MaxVersion; v++ {
			if want := err == nil && v >= proto; k.Proto(v) != want {
				t.Errorf("%v: protobuf at %d is %v, published from %s", k, v, k.Proto(v), line[4])
				break
			}
			checkGate(t, k, v)
		}
	}
	for _, k := range Kinds() {
		if !listed[k] {
			t.Errorf("%v is not in the published list", k)
		}
	}
}

// checkGate writes an empty message and looks at the outcome and the form of the frame.
func checkGate(t *testing.T, k Kind, version int) {
	t.Helper()
	dst := []byte("kept")
	out, err := NewEncoder(k.FromClient(), version).Append(dst, k.lookup().make())
	var old *VersionError
	switch {
	case version < k.MinVersion():
		if !errors.As(err, &old) || old.Need != k.MinVersion() || old.Have != version || string(out) != "kept" {
			t.Errorf("%v at %d: %v, wrote %q", k, version, err, out)
		}
		return
	case err != nil:
		t.Errorf("%v at %d: %v", k, version, err)
		return
	}
	body := out[len(dst)+lengthBytes:]
	text := strconv.Itoa(k.ID()) + "\x00"
	binary := string([]byte{0, 0, byte(k.ID() >> 8), byte(k.ID())})
	if k.Proto(version) {
		binary = string([]byte{0, 0, byte((k.ID() + 200) >> 8), byte(k.ID() + 200)})
	}
	if version < 201 && !strings.HasPrefix(string(body), text) || version >= 201 && !strings.HasPrefix(string(body), binary) {
		t.Errorf("%v at %d begins %q", k, version, body)
	}
}
