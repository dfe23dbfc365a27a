package wire

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"testing"
)

// FuzzReader feeds arbitrary streams in arbitrary pieces.
func FuzzReader(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x039\x001"), 1)
	f.Add([]byte("\x00\x00\x00\x00"), 3)
	f.Add([]byte("\xff\xff\xff\xff\x00"), 2)
	f.Add(append(frame("a"), frame("bcd")...), 5)
	f.Fuzz(func(t *testing.T, stream []byte, piece int) {
		rest := stream
		r := NewReader(readerFunc(func(p []byte) (int, error) {
			if len(rest) == 0 {
				return 0, io.EOF
			}
			n := min(len(p), len(rest), max(1, piece))
			copy(p, rest[:n])
			rest = rest[n:]
			return n, nil
		}), 1<<16)
		var read []byte
		for {
			payload, err := r.Next()
			if err == nil {
				read = append(read, frame(string(payload))...)
				continue
			}
			var bad *FrameError
			if err != io.EOF && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.As(err, &bad) {
				t.Fatalf("%v", err)
			}
			if !bytes.HasPrefix(stream, read) || err == io.EOF && len(read) != len(stream) {
				t.Fatalf("frames do not add up to the stream: %v", err)
			}
			return
		}
	})
}

// FuzzHandshake: neither side of the handshake panics, and what is accepted means the same again.
func FuzzHandshake(f *testing.F) {
	f.Add([]byte("v100..225 +PACEAPI"))
	f.Add([]byte("176\x0020230405 22:20:39 EST\x00"))
	f.Add([]byte("-1\x00host:4001\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if w, err := ParseWelcome(b); err == nil {
			if again, err := ParseWelcome(w.Append(nil)[lengthBytes:]); err != nil || again != w {
				t.Fatalf("%+v became %+v, %v", w, again, err)
			}
		}
		if h, err := ParseHello(b); err == nil {
			out := h.Append(nil)[prefixLength+lengthBytes:]
			if again, err := ParseHello(out); len(out) <= 256 && (err != nil || again != h) {
				t.Fatalf("%+v became %+v, %v", h, again, err)
			}
		}
	})
}

// fuzzSeed is a whole message that FuzzDecode starts from.
type fuzzSeed struct {
	kind    Kind
	version int
	payload []byte
}

// fuzzSeeds returns every message at every version of the list. Each can be read.
func fuzzSeeds(t testing.TB) []fuzzSeed {
	var all []fuzzSeed
	for i, k := range Kinds() {
		for _, v := range versions {
			if !spoken(k, v) {
				continue
			}
			payload := carried(t, newFiller(uint64(i), true).message(k), v)[lengthBytes:]
			if m, err := NewDecoder(k.FromClient(), v).Decode(payload); err != nil || m.Kind() != k {
				t.Fatalf("seed for %v at %d: %v, %v", k, v, m, err)
			}
			all = append(all, fuzzSeed{k, v, payload})
		}
	}
	return all
}

// FuzzDecode aims at every decoder: kind and version choose one, the body is arbitrary. What can be read must
// be writable, or be refused with a type, and once written must stay the same.
func FuzzDecode(f *testing.F) {
	all := Kinds()
	for _, s := range fuzzSeeds(f) {
		f.Add(uint16(slices.Index(all, s.kind)), uint8(slices.Index(versions, s.version)), s.payload)
	}
	f.Fuzz(func(t *testing.T, kind uint16, version uint8, payload []byte) {
		k, v := all[int(kind)%len(all)], versions[int(version)%len(versions)]
		d, e := NewDecoder(k.FromClient(), v), NewEncoder(k.FromClient(), v)
		m, err := d.Decode(payload)
		if err != nil {
			var bad *DecodeError
			if !errors.As(err, &bad) || m != nil {
				t.Fatalf("%+v, %v", m, err)
			}
			return
		}
		if _, unknown := m.(*Unknown); unknown {
			return
		}
		once, err := e.Append(nil, m)
		if err != nil {
			typed(t, err)
			return
		}
		again, err := d.Decode(once[lengthBytes:])
		if err != nil {
			t.Fatalf("%v at %d wrote %q, and cannot read it: %v", m.Kind(), v, once, err)
		}
		twice, err := e.Append(nil, again)
		if err != nil || !bytes.Equal(once, twice) {
			t.Fatalf("%v at %d: %v\n once %q\ntwice %q", m.Kind(), v, err, once, twice)
		}
	})
}

// typed demands an error that callers can tell apart.
func typed(t *testing.T, err error) {
	t.Helper()
	var encode *EncodeError
	var version *VersionError
	if !errors.As(err, &encode) && !errors.As(err, &version) {
		t.Fatalf("%v", err)
	}
}
