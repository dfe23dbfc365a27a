package wirelog_test

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/broker/tws/wirelog"
)

// payload is a message as it travels.
func payload(t testing.TB, m wire.Message, version int) []byte {
	t.Helper()
	frame, err := wire.NewEncoder(m.Kind().FromClient(), version).Append(nil, m)
	if err != nil {
		t.Fatal(err)
	}
	return frame[4:]
}

// record writes messages of one session to memory.
func record(t testing.TB, version int, o wirelog.Options, messages ...wire.Message) []byte {
	t.Helper()
	var b bytes.Buffer
	r, err := wirelog.New(&b, o)
	if err != nil {
		t.Fatal(err)
	}
	r.Session(version, 7)
	for _, m := range messages {
		r.Frame(m.Kind().FromClient(), payload(t, m, version))
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// seen is a record that may be kept.
type seen struct {
	at       time.Time
	version  int
	client   int
	sent     bool
	payload  string
	withheld int
}

// readAll returns the frames of a log and what ended it.
func readAll(r *wirelog.Reader) (all []seen, err error) {
	for {
		rec, err := r.Next()
		if err != nil {
			return all, err
		}
		if !rec.Begins {
			all = append(all, seen{rec.Time, rec.Version, rec.ClientID, rec.FromClient, string(rec.Payload), rec.Withheld})
		}
	}
}

// TestRoundTrip: what was recorded comes back, byte for byte, with its instant, in any number of sessions.
func TestRoundTrip(t *testing.T) {
	plain := wirelog.Options{Redaction: wirelog.Redaction{KeepAccounts: true, KeepNames: true}}
	rapid.Check(t, func(t *rapid.T) {
		var b bytes.Buffer
		r, err := wirelog.New(&b, plain)
		if err != nil {
			t.Fatal(err)
		}
		var want []seen
		var after []time.Time
		for range rapid.IntRange(1, 3).Draw(t, "sessions") {
			version := rapid.IntRange(wire.MinVersion, wire.MaxVersion).Draw(t, "version")
			client := rapid.IntRange(0, 1<<31-1).Draw(t, "client")
			r.Session(version, client)
			for range rapid.IntRange(0, 5).Draw(t, "frames") {
				p := rapid.SliceOfN(rapid.Byte(), 1, 3000).Draw(t, "payload")
				s := seen{time.Now().UTC().Round(0), version, client, rapid.Bool().Draw(t, "sent"), string(p), 0}
				r.Frame(s.sent, p)
				want, after = append(want, s), append(after, time.Now())
			}
		}
		got, err := readAll(wirelog.NewReader(&b))
		if err != io.EOF || len(got) != len(want) {
			t.Fatalf("%d records of %d, %v", len(got), len(want), err)
		}
		for i := range want {
			if at := got[i].at; at.Before(want[i].at) || at.After(after[i]) {
				t.Errorf("record %d: at %v, want %v to %v", i, at, want[i].at, after[i])
			}
			got[i].at = want[i].at
			if got[i] != want[i] {
				t.Errorf("record %d: %+v, want %+v", i, got[i], want[i])
			}
		}
	})
}

// conversation is a short one with something of everything.
func conversation() []wire.Message {
	return []wire.Message{
		&wire.StartAPI{ClientID: 7}, &wire.ManagedAccounts{Accounts: "DU1234567"}, &wire.NextValidID{OrderID: 3},
		&wire.RequestMarketRule{ID: 26}, &wire.MarketRule{ID: 26, Increments: []wire.PriceIncrement{{Increment: decimal.RequireFromString("0.01")}}},
	}
}

// TestTornTail: a log cut anywhere reads up to its last whole record.
func TestTornTail(t *testing.T) {
	log := record(t, 176, wirelog.Options{}, conversation()...)
	whole, err := readAll(wirelog.NewReader(bytes.NewReader(log)))
	if err != io.EOF || len(whole) != 5 {
		t.Fatal(whole, err)
	}
	last := 0
	for cut := range log {
		r := wirelog.NewReader(bytes.NewReader(log[:cut]))
		got, err := readAll(r)
		if err != io.EOF {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		if len(got) < last || len(got) >= len(whole) {
			t.Fatalf("cut at %d: %d records", cut, len(got))
		}
		for i := range got {
			if got[i] != whole[i] {
				t.Fatalf("cut at %d: %+v", cut, got[i])
			}
		}
		last = len(got)
	}
	if last != 4 {
		t.Errorf("%d records without the last byte", last)
	}
	for name, tail := range map[string][]byte{"zeros": make([]byte, 5000), "a few zeros": make([]byte, 3)} {
		r := wirelog.NewReader(bytes.NewReader(append(bytes.Clone(log), tail...)))
		if got, err := readAll(r); err != io.EOF || len(got) != 5 || r.Torn() != int64(len(tail)) {
			t.Errorf("%s: %d records, %d torn, %v", name, len(got), r.Torn(), err)
		}
	}
}

// TestDamage: a flipped bit is never taken for what was recorded.
func TestDamage(t *testing.T) {
	log := record(t, 225, wirelog.Options{}, conversation()...)
	whole, _ := readAll(wirelog.NewReader(bytes.NewReader(log)))
	for at := range log {
		bad := bytes.Clone(log)
		bad[at] ^= 0x10
		got, err := readAll(wirelog.NewReader(bytes.NewReader(bad)))
		for i := range got {
			if got[i] != whole[i] {
				t.Fatalf("byte %d: record %d is %+v", at, i, got[i])
			}
		}
		var damaged *wirelog.DamageError
		if len(got) == len(whole) || err != io.EOF && err != wirelog.ErrNotALog && !errors.As(err, &damaged) {
			t.Fatalf("byte %d: %d records, %v", at, len(got), err)
		}
	}
}

// TestFirstRecord: a frame without a session cannot be read.
func TestFirstRecord(t *testing.T) {
	log := record(t, 225, wirelog.Options{}, conversation()...)
	without := append(bytes.Clone(log[:8]), log[8+8+9+8:]...) // the magic, then prefix, head and body of the session
	var damaged *wirelog.DamageError
	if _, err := wirelog.NewReader(bytes.NewReader(without)).Next(); !errors.As(err, &damaged) || damaged.Offset == 0 {
		t.Error(err)
	}
}

// TestFull: a log in memory stops at its limit and says so.
func TestFull(t *testing.T) {
	var b bytes.Buffer
	r, err := wirelog.New(&b, wirelog.Options{MaxBytes: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	r.Session(225, 0)
	big := payload(t, &wire.ScannerParameters{XML: string(make([]byte, 300_000))}, 225)
	for range 5 {
		r.Frame(false, big)
	}
	if got, err := readAll(wirelog.NewReader(&b)); len(got) != 3 || err != io.EOF {
		t.Error(len(got), err)
	}
	if !errors.Is(r.Err(), wirelog.ErrFull) || !errors.Is(r.Close(), wirelog.ErrFull) {
		t.Error(r.Err())
	}
}

// broken is a disk that fills up.
type broken struct{ left int }

func (b *broken) Write(p []byte) (int, error) {
	n := min(b.left, len(p))
	b.left -= n
	if n < len(p) {
		return n, io.ErrShortWrite
	}
	return n, nil
}

// TestWriteFails: the first failure is kept, and nothing is written after a torn record.
func TestWriteFails(t *testing.T) {
	w := &broken{left: 60}
	r, err := wirelog.New(w, wirelog.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r.Session(225, 0)
	for range 3 {
		r.Frame(false, payload(t, &wire.NextValidID{OrderID: 1}, 225))
		w.left = max(w.left, 10)
	}
	if !errors.Is(r.Err(), io.ErrShortWrite) {
		t.Error(r.Err())
	}
	if w.left != 10 {
		t.Error("it went on after a torn record")
	}
}

func TestOptions(t *testing.T) {
	for _, o := range []wirelog.Options{{MaxBytes: 5}, {MaxBytes: -1}, {Rotated: 5000}} {
		if _, err := wirelog.New(io.Discard, o); err == nil {
			t.Errorf("%+v is accepted", o)
		}
	}
}
