package wirelog_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/tidemark/tidemark/broker/tws/wirelog"
)

// FuzzReader: whatever a file holds, reading and printing it ends, and says how.
func FuzzReader(f *testing.F) {
	for _, version := range []int{126, 176, 225} {
		log := record(f, version, wirelog.Options{}, conversation()...)
		f.Add(log)
		f.Add(log[:len(log)-3])
		f.Add(append(bytes.Clone(log), 0, 0, 0, 0, 0, 0, 0, 0))
		log[30] ^= 1
		f.Add(log)
	}
	f.Add([]byte("twswire\x01\xff\xff\xff\xff\x00\x00\x00\x00"))
	f.Add([]byte("twswire\x02"))
	f.Fuzz(func(t *testing.T, log []byte) {
		r := wirelog.NewReader(bytes.NewReader(log))
		frames, total := 0, 0
		for {
			rec, err := r.Next()
			if err != nil {
				if _, again := r.Next(); again == nil {
					t.Fatal("it goes on after", err)
				}
				break
			}
			frames, total = frames+1, total+len(rec.Payload)
			if total > len(log) || !rec.Begins && rec.Withheld == 0 && rec.Message == nil && rec.Err == nil {
				t.Fatalf("%+v", rec)
			}
		}
		if r.Torn() > int64(len(log)) {
			t.Fatalf("%d bytes torn of %d", r.Torn(), len(log))
		}
		var out bytes.Buffer
		if err := wirelog.Print(&out, wirelog.NewReader(bytes.NewReader(log)), wirelog.PrintOptions{}); err == nil {
			if n := bytes.Count(out.Bytes(), []byte{'\n'}); n < frames {
				t.Fatalf("%d lines for %d records", n, frames)
			}
		}
		if bytes.ContainsAny(out.Bytes(), "\x00\x1b\x07\r") {
			t.Fatalf("control characters: %q", out.Bytes())
		}
	})
}

// FuzzRedaction: no frame makes the recorder fail, and none gets longer without bound.
func FuzzRedaction(f *testing.F) {
	for _, version := range []int{100, 176, 225} {
		for _, m := range private() {
			f.Add(version, m.Kind().FromClient(), payload(f, m, version))
		}
	}
	f.Fuzz(func(t *testing.T, version int, sent bool, frame []byte) {
		version = 100 + (version%126+126)%126
		var b bytes.Buffer
		r, err := wirelog.New(&b, wirelog.Options{Redaction: wirelog.Redaction{OrderRefs: true}})
		if err != nil {
			t.Fatal(err)
		}
		r.Session(version, 0)
		r.Frame(sent, frame)
		if err := r.Err(); err != nil && !errors.Is(err, wirelog.ErrFull) {
			t.Fatal(err)
		}
		if _, err := readAll(wirelog.NewReader(&b)); err != io.EOF {
			t.Fatal(err)
		}
	})
}
