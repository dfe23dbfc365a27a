package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

func open(t *testing.T) (*Store, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "state.db")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// Every test ends with a whole-file consistency check.
		err := s.db.View(func(tx *bbolt.Tx) error {
			for problem := range tx.Check() {
				t.Errorf("inconsistent file: %v", problem)
			}
			return nil
		})
		if err != nil && !errors.Is(err, berrors.ErrDatabaseNotOpen) {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, path
}

func TestDurableValuesComeBackAfterReopening(t *testing.T) {
	s, path := open(t)
	blobs := []Blob{{"a", "count", []byte("1")}, {"b", "count", []byte("2")}}
	if err := s.SaveDurable(blobs); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveDurable([]Blob{{"a", "count", []byte("3")}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	for _, c := range []struct{ strategy, name, want string }{
		{"a", "count", "3"}, {"b", "count", "2"}, {"a", "other", ""}, {"c", "count", ""},
	} {
		got, err := again.LoadDurable(c.strategy, c.name)
		if err != nil || string(got) != c.want {
			t.Errorf("%s/%s = %q, %v; want %q", c.strategy, c.name, got, err, c.want)
		}
	}
}

func TestSecondProcessIsRefused(t *testing.T) {
	_, path := open(t)
	if _, err := Open(path); !errors.Is(err, ErrLocked) {
		t.Errorf("second Open: %v, want ErrLocked", err)
	}
}

func TestForeignVersionIsRefused(t *testing.T) {
	s, path := open(t)
	err := s.db.Update(func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketMeta).Put(keyVersion, binary.BigEndian.AppendUint64(nil, 99))
	})
	if err = errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	var version *VersionError
	if _, err := Open(path); !errors.As(err, &version) || version.Found != 99 || version.Want != Version {
		t.Errorf("Open: %v, want a VersionError of 99", err)
	}
}

func TestFileIsForItsOwnerOnly(t *testing.T) {
	_, path := open(t)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o600 {
		t.Errorf("mode %o, want 600", got)
	}
}

func TestNotADatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("not a database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("Open: %v, want an error that names the file", err)
	}
}

func TestRunsAreListedNewestFirst(t *testing.T) {
	s, _ := open(t)
	start := time.Date(2024, 3, 1, 14, 30, 0, 0, time.UTC)
	var keys []RunKey
	for i := range 3 {
		key, err := s.BeginRun(Run{Name: fmt.Sprint("run ", i), Started: start.Add(time.Duration(i) * time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, key)
	}
	if err := s.EndRun(keys[1], Run{Name: "run 1", Started: start.Add(time.Hour), TradeHash: "abc"}); err != nil {
		t.Fatal(err)
	}
	runs, err := s.Runs(2)
	if err != nil {
		t.Fatal(err)
	}
	if len(runs) != 2 || runs[0].Name != "run 2" || runs[1].TradeHash != "abc" {
		t.Errorf("runs = %+v", runs)
	}
}

// The drawing in doc.go is what a fresh file holds.
func TestDrawnSchema(t *testing.T) {
	s, _ := open(t)
	if err := s.SaveDurable([]Blob{{"strategy", "name", []byte("{}")}}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.BeginRun(Run{Name: "run", Started: time.Unix(0, 0)}); err != nil {
		t.Fatal(err)
	}
	if err := s.Answers().Put("question", []byte("answer"), time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	var puts []Put
	for table := range Table(numTables) {
		key := "key"
		if table == Bookings || table == Halts {
			key = NumberKey(1)
		}
		puts = append(puts, Put{table, key, 1})
	}
	_, reserved := s.Reserve("series", 1)
	quarantined := errors.Join(s.Commit(Step{Puts: append(puts, Put{Orders, "bad", 1})}), s.Quarantine(Orders, "bad", "reason"))
	if err := errors.Join(reserved, quarantined); err != nil {
		t.Fatal(err)
	}
	var paths []string
	err := s.db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error { return list(b, string(name), &paths) })
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"answers/question", "bookings/8 bytes", "counters/key", "durable/strategy/name", "external/key", "halts/8 bytes",
		"ledgers/key", "meta/version", "orders/key", "quarantine/orders/bad", "reserved/series", "runs/16 bytes",
	}
	if !slices.Equal(paths, want) {
		t.Errorf("file holds %q, drawing says %q", paths, want)
	}
}

func list(b *bbolt.Bucket, path string, paths *[]string) error {
	return b.ForEach(func(k, v []byte) error {
		if v == nil {
			return list(b.Bucket(k), path+"/"+string(k), paths)
		}
		key := string(k)
		if path == "runs" || path == "bookings" || path == "halts" {
			key = fmt.Sprint(len(k), " bytes")
		}
		*paths = append(*paths, path+"/"+key)
		return nil
	})
}
