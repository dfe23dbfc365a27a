package report

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// full is a disk with room for so many bytes.
type full struct {
	*os.File
	room *int
}

func (f full) Write(p []byte) (int, error) {
	if len(p) > *f.room {
		n, _ := f.File.Write(p[:*f.room])
		*f.room = 0
		return n, &os.PathError{Op: "write", Path: f.Name(), Err: syscall.ENOSPC}
	}
	*f.room -= len(p)
	return f.File.Write(p)
}

func listing(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(text)
	}
	return files
}

func emptyResult(t *testing.T, title string) *Result {
	t.Helper()
	r, err := Build(&Run{Manifest: Manifest{Title: title, Base: "USD", Zone: "UTC", Calendar: "24/7", PeriodsPerYear: 365}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestFullDiskLeavesWhatWasThere(t *testing.T) {
	dir := t.TempDir()
	if err := emptyResult(t, "first").Write(dir); err != nil {
		t.Fatal(err)
	}
	before := listing(t, dir)
	for _, room := range []int{0, 100, 5_000, 100_000} {
		left := room
		err := emptyResult(t, "second").writeTo(dir, func(path string) (target, error) {
			f, err := os.Create(path)
			return full{f, &left}, err
		})
		if !errors.Is(err, syscall.ENOSPC) || strings.Count(err.Error(), "\n") != 0 || !strings.Contains(err.Error(), "the disk is full") || !strings.Contains(err.Error(), dir) {
			t.Errorf("room for %d bytes: got %v, want one line that says the disk of %s is full", room, err, dir)
		}
		after := listing(t, dir)
		if len(after) != len(before) {
			t.Errorf("room for %d bytes: %d files, want %d", room, len(after), len(before))
		}
		for name, text := range before {
			if after[name] != text {
				t.Errorf("room for %d bytes: %s changed", room, name)
			}
		}
	}
}

func TestWriteReplacesAnEarlierResult(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder")
	for _, title := range []string{"first", "second"} {
		if err := emptyResult(t, title).Write(dir); err != nil {
			t.Fatal(err)
		}
		files := listing(t, dir)
		if len(files) != 6 || !strings.Contains(files[ResultFile], title) || !strings.Contains(files[PageFile], title) {
			t.Errorf("%s: got %d files", title, len(files))
		}
	}
}

func TestWriteToAFileIsAnError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := emptyResult(t, "x").Write(path); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v, want an error that names %s", err, path)
	}
}

// An empty run has a page and files too.
func TestEmptyRun(t *testing.T) {
	r := emptyResult(t, "nothing")
	var summary bytes.Buffer
	if err := r.Summary(&summary, 80, true); err != nil || !strings.Contains(summary.String(), "n/a") {
		t.Errorf("%v: %s", err, summary.String())
	}
}

func TestFormat(t *testing.T) {
	for text, want := range map[string]string{
		grouped("1234567.89"): "1,234,567.89", grouped("-123456"): "-123,456", grouped("999"): "999", grouped("-999.5"): "-999.5",
		fixed(-0.001, 2): "0.00", fixed(-0.005001, 2): "-0.01", fixed(1234.5, 0): "1234",
		clean("a\x1b[31mb\n"): "a?[31mb?", fit("abcdef", 4): "abc…", fit("äb", 4): "äb  ",
	} {
		if text != want {
			t.Errorf("got %q, want %q", text, want)
		}
	}
}
