package journal_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/tidemark/tidemark/store/journal"
)

// write makes a session of records.
func write(t *testing.T, folder string, o journal.Options, records ...string) {
	t.Helper()
	w, err := journal.Create(folder, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records {
		if err := w.Append([]byte(r)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// read lists the records of a session and what ended it.
func read(folder string, session uint64) (records []string, torn int, err error) {
	r, err := journal.Open(folder, session)
	for err == nil {
		var payload []byte
		if payload, err = r.Next(); err == nil {
			records = append(records, string(payload))
		}
	}
	if r != nil {
		torn = r.Torn()
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return records, torn, err
}

func path(folder string, n int) string { return filepath.Join(folder, fmt.Sprintf("%08d.journal", n)) }

func TestRecordsComeBack(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, journal.Options{}, "one", "", "three")
	write(t, folder, journal.Options{}, "four")
	for session, want := range map[uint64][]string{1: {"one", "", "three"}, 2: {"four"}, 0: {"four"}} {
		if got, torn, err := read(folder, session); err != nil || torn != 0 || !slices.Equal(got, want) {
			t.Errorf("session %d: %q, torn %d, %v; want %q", session, got, torn, err, want)
		}
	}
	if s, err := journal.Sessions(folder); err != nil || !slices.Equal(s, []uint64{1, 2}) {
		t.Errorf("sessions %v, %v", s, err)
	}
	if _, _, err := read(folder, 7); err == nil {
		t.Error("a session that is not there was read")
	}
}

func TestFilesRotate(t *testing.T) {
	folder := t.TempDir()
	var want []string
	for i := range 100 {
		want = append(want, fmt.Sprintf("record %03d", i))
	}
	write(t, folder, journal.Options{FileSize: 256}, want...)
	files, _ := filepath.Glob(filepath.Join(folder, "*.journal"))
	if got, _, err := read(folder, 0); err != nil || !slices.Equal(got, want) || len(files) < 8 {
		t.Errorf("%d records in %d files, %v", len(got), len(files), err)
	}
	write(t, folder, journal.Options{Keep: 3}, "last")
	if left, _ := filepath.Glob(filepath.Join(folder, "*.journal")); len(left) != 4 {
		t.Errorf("%d files stay, want 3 and the new one", len(left))
	}
	if err := os.Remove(path(folder, len(files)-1)); err != nil {
		t.Fatal(err)
	}
	var damaged *journal.Damaged
	if _, _, err := read(folder, 1); !errors.As(err, &damaged) {
		t.Errorf("a file is missing: %v", err)
	}
}

// The last record is cut at every byte (G3): what was before it is there, the next session is not touched by it.
func TestG3TornTailIsDropped(t *testing.T) {
	whole := t.TempDir()
	write(t, whole, journal.Options{}, "one", "two", "the last record")
	text, err := os.ReadFile(path(whole, 1))
	if err != nil {
		t.Fatal(err)
	}
	last := len(text) - len("the last record") - 12
	for cut := last; cut < len(text); cut++ {
		folder := t.TempDir()
		if err := os.WriteFile(path(folder, 1), text[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		got, torn, err := read(folder, 0)
		if err != nil || !slices.Equal(got, []string{"one", "two"}) || torn != cut-last {
			t.Fatalf("cut at %d: %q, torn %d, %v", cut, got, torn, err)
		}
		write(t, folder, journal.Options{}, "next")
		if got, _, err = read(folder, 1); err != nil || len(got) != 2 {
			t.Fatalf("cut at %d, after the next session: %q, %v", cut, got, err)
		}
		if got, _, err = read(folder, 2); err != nil || !slices.Equal(got, []string{"next"}) {
			t.Fatalf("cut at %d, the next session: %q, %v", cut, got, err)
		}
	}
}

// A flipped bit anywhere before the last record is refused with its place, whatever it hits (G3).
func TestG3DamageInTheMiddleIsRefused(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, journal.Options{}, "one", "two", "three")
	text, err := os.ReadFile(path(folder, 1))
	if err != nil {
		t.Fatal(err)
	}
	last := len(text) - len("three") - 12
	for at := 16; at < last; at++ {
		for bit := range 8 {
			broken := bytes.Clone(text)
			broken[at] ^= 1 << bit
			if err := os.WriteFile(path(folder, 1), broken, 0o600); err != nil {
				t.Fatal(err)
			}
			var damaged *journal.Damaged
			if got, _, err := read(folder, 1); !errors.As(err, &damaged) || damaged.Offset > int64(at) || len(got) > 1 {
				t.Fatalf("bit %d of byte %d: %q, %v", bit, at, got, err)
			}
		}
	}
	// A torn end of a file that is not the session's last is damage too.
	write(t, t.TempDir(), journal.Options{}, "other")
	torn := t.TempDir()
	write(t, torn, journal.Options{FileSize: 40}, "one", "two", "three")
	first, err := os.ReadFile(path(torn, 1))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path(torn, 1), first[:len(first)-1], 0o600); err != nil {
		t.Fatal(err)
	}
	var damaged *journal.Damaged
	if _, _, err := read(torn, 1); !errors.As(err, &damaged) {
		t.Errorf("a torn file in the middle: %v", err)
	}
}

func TestG3SecondWriterIsRefused(t *testing.T) {
	folder := t.TempDir()
	w, err := journal.Create(folder, journal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := journal.Create(folder, journal.Options{}); !errors.Is(err, journal.ErrLocked) {
		t.Errorf("second writer: %v, want ErrLocked", err)
	}
}

func TestOversizedRecordEndsTheJournal(t *testing.T) {
	w, err := journal.Create(t.TempDir(), journal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Append(make([]byte, journal.MaxRecord+1)); err == nil {
		t.Error("a record beyond the limit was taken")
	}
	if err := w.Append([]byte("next")); err == nil {
		t.Error("a record was taken after one that is missing")
	}
	_ = w.Close()
}

// No file makes the reader panic, hang or invent a record that was not written whole.
func FuzzReader(f *testing.F) {
	folder := f.TempDir()
	w, err := journal.Create(folder, journal.Options{})
	if err != nil {
		f.Fatal(err)
	}
	for _, r := range []string{"one", "two"} {
		if err := w.Append([]byte(r)); err != nil {
			f.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		f.Fatal(err)
	}
	text, err := os.ReadFile(path(folder, 1))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add(text[:20])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, text []byte) {
		folder := t.TempDir()
		if err := os.WriteFile(path(folder, 1), text, 0o600); err != nil {
			t.Fatal(err)
		}
		got, torn, err := read(folder, 0)
		size := 16 + torn
		for _, r := range got {
			size += 12 + len(r)
		}
		if err == nil && size != len(text) {
			t.Errorf("%d bytes read as records of %d", len(text), size)
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	w, err := journal.Create(b.TempDir(), journal.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer w.Close()
	payload := make([]byte, 80)
	b.ReportAllocs()
	for b.Loop() {
		if err := w.Append(payload); err != nil {
			b.Fatal(err)
		}
	}
}
