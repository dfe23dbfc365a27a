package wire

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestOfficialClient reads what the official Python client 10.48.01 wrote: completely, and so that it can be
// written again byte for byte, in protobuf up to the order of fields. The same call must mean the same in text
// and protobuf.
func TestOfficialClient(t *testing.T) {
	texts := map[string][]byte{} // of version 200
	for _, line := range schemaLines(t, "official.txt") {
		version, err := strconv.Atoi(line[0])
		if err != nil {
			t.Fatal(err)
		}
		wrote, err := hex.DecodeString(line[2])
		if err != nil {
			t.Fatal(err)
		}
		call, d := line[1], NewDecoder(true, version)
		m, err := d.Decode(wrote[lengthBytes:])
		if err != nil {
			t.Errorf("%s at %d: %v\n%q", call, version, err, wrote)
			continue
		}
		if left := d.Leftover(); left.Fields != 0 {
			t.Errorf("%s at %d: %d fields not read, %q", call, version, left.Fields, left.Bytes)
		}
		again, err := NewEncoder(true, version).Append(nil, m)
		switch {
		case err != nil:
			t.Errorf("%s at %d: %v", call, version, err)
		case m.Kind().Proto(version):
			if we, they := sorted(again[2*lengthBytes:]), sorted(wrote[2*lengthBytes:]); we != they {
				t.Errorf("%s at %d:\n  we %q\nthey %q", call, version, we, they)
			}
		case !bytes.Equal(again, wrote):
			t.Errorf("%s at %d:\n  we %q\nthey %q", call, version, again, wrote)
		}
		if version == 200 {
			texts[call] = wrote
		}
		if want := texts[call]; version == MaxVersion && want != nil {
			if as := carried(t, m, 200); !bytes.Equal(as, want) {
				t.Errorf("%s means something else in protobuf:\n text %q\nproto %q", call, want, as)
			}
		}
	}
}

// sorted writes a protobuf body with its fields in order of their bytes, sub-messages likewise.
func sorted(b []byte) string {
	var fields []string
	for len(b) > 0 {
		key, n := uvarint(b)
		at, end, _ := cut(b, n, int32(key&7))
		if n <= 0 || end < 0 {
			return "" // not a message
		}
		value := string(b[at:end])
		if key&7 == bytesOf {
			if inner := sorted(b[at:end]); inner != "" {
				value = "{" + inner + "}"
			}
		}
		fields = append(fields, strconv.Itoa(int(key>>3))+":"+value)
		b = b[end:]
	}
	slices.Sort(fields)
	return strings.Join(fields, "|")
}
