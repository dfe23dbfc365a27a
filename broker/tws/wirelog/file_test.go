package wirelog_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/broker/tws/wirelog"
)

// readFile returns the frames of a log on disk.
func readFile(t *testing.T, path string) []seen {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := readAll(wirelog.NewReader(f))
	if err != io.EOF {
		t.Errorf("%s: %v", path, err)
	}
	return got
}

// appendTo records messages of one session to a file.
func appendTo(t *testing.T, path string, o wirelog.Options, messages ...wire.Message) {
	t.Helper()
	r, err := wirelog.Create(path, o)
	if err != nil {
		t.Fatal(err)
	}
	r.Session(225, 7)
	for _, m := range messages {
		r.Frame(m.Kind().FromClient(), payload(t, m, 225))
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestAppendAfterCrash: wherever a file was torn, the next session continues after its last whole record.
func TestAppendAfterCrash(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tws.log")
	appendTo(t, path, wirelog.Options{}, conversation()...)
	log, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
	for cut := range len(log) + 1 {
		if err := os.WriteFile(path, log[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		before := len(readFile(t, path))
		appendTo(t, path, wirelog.Options{}, &wire.CurrentTime{Time: 1})
		if got := readFile(t, path); len(got) != before+1 {
			t.Fatalf("cut at %d: %d records, want %d", cut, len(got), before+1)
		}
	}
}

// TestDamagedFile: a damaged log is set aside; what is no log is left alone.
func TestDamagedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tws.log")
	appendTo(t, path, wirelog.Options{}, conversation()...)
	log, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	log[40] ^= 1
	if err := os.WriteFile(path, log, 0o644); err != nil {
		t.Fatal(err)
	}
	appendTo(t, path, wirelog.Options{}, &wire.CurrentTime{Time: 1})
	if got := readFile(t, path); len(got) != 1 {
		t.Error(got)
	}
	if aside, err := os.ReadFile(path + ".1"); err != nil || string(aside) != string(log) {
		t.Error("the damaged log is gone", err)
	}
	if err := os.WriteFile(path, []byte("my notes on trading"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := wirelog.Create(path, wirelog.Options{}); err == nil {
		t.Error("another file was taken for a log")
	}
}

// TestRotation: no file grows beyond the limit, each can be read alone, and so many are kept.
func TestRotation(t *testing.T) {
	for _, kept := range []int{-1, 2} {
		path := filepath.Join(t.TempDir(), "tws.log")
		var messages []wire.Message
		for i := range 14 { // three of them fit into a file
			messages = append(messages, &wire.ScannerParameters{XML: fmt.Sprintf("%300000d", i)})
		}
		appendTo(t, path, wirelog.Options{MaxBytes: 1 << 20, Rotated: kept}, messages...)
		files, err := filepath.Glob(path + "*")
		if err != nil || len(files) != max(0, kept)+1 {
			t.Error(files, err)
		}
		for _, f := range files {
			if info, err := os.Stat(f); err != nil || info.Size() > 1<<20 || info.Mode().Perm() != 0o600 {
				t.Error(info, err)
			}
		}
		if got := readFile(t, path); len(got) != 2 || got[1].payload != string(payload(t, messages[13], 225)) || got[1].client != 7 {
			t.Errorf("%d records", len(got))
		}
		if kept == 2 {
			for i, name := range []string{path + ".2", path + ".1"} {
				if got := readFile(t, name); len(got) != 3 || got[0].payload != string(payload(t, messages[6+3*i], 225)) {
					t.Errorf("%s: %d records", name, len(got))
				}
			}
		}
	}
}
