package store

import (
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.etcd.io/bbolt"
)

// written is a copy of a state file that the program of an older schema version wrote: strategy cross has its durable
// count at 3, and the run "first" of 1 March 2024 ended with the trade hash abc.
func written(t *testing.T, version int) (path string) {
	t.Helper()
	packed, err := os.Open(fmt.Sprintf("testdata/version%d.db.gz", version))
	if err != nil {
		t.Fatalf("a migration needs a file of the version before it: %v", err)
	}
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "state.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Every version has its file, and every file opens, twice, with all that was in it and room for what is new.
func TestMigrations(t *testing.T) {
	for version := 1; version < Version; version++ {
		path := written(t, version)
		for range 2 {
			s, err := Open(path)
			if err != nil {
				t.Fatalf("version %d: %v", version, err)
			}
			if got := versionOf(t, s); got != Version {
				t.Errorf("version %d has become %d, want %d", version, got, Version)
			}
			if count, err := s.LoadDurable("cross", "count"); err != nil || string(count) != "3" {
				t.Errorf("version %d: durable count %q, %v", version, count, err)
			}
			runs, err := s.Runs(10)
			if err != nil || len(runs) != 1 || runs[0].Name != "first" || runs[0].TradeHash != "abc" {
				t.Errorf("version %d: runs %+v, %v", version, runs, err)
			}
			if err := s.Answers().Put("question", []byte("answer"), time.Unix(1, 0)); err != nil {
				t.Errorf("version %d: %v", version, err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func versionOf(t *testing.T, s *Store) (version uint64) {
	t.Helper()
	err := s.db.View(func(tx *bbolt.Tx) error {
		version = binary.BigEndian.Uint64(tx.Bucket(bucketMeta).Get(keyVersion))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return version
}

// A migration that fails leaves the file as it was.
func TestAFailedMigrationChangesNothing(t *testing.T) {
	path := written(t, 1)
	broken := errors.New("broken")
	whole := migrations[1]
	migrations[1] = func(tx *bbolt.Tx) error { return errors.Join(whole(tx), broken) }
	t.Cleanup(func() { migrations[1] = whole })
	if _, err := Open(path); !errors.Is(err, broken) {
		t.Fatalf("Open: %v, want the migration's error", err)
	}
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &Store{db: db}
	defer s.Close()
	if got := versionOf(t, s); got != 1 {
		t.Errorf("version %d, want 1", got)
	}
	err = db.View(func(tx *bbolt.Tx) error {
		if tx.Bucket(bucketAnswers) != nil {
			t.Error("the new bucket is there")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnUnreadableVersionIsRefused(t *testing.T) {
	for _, damaged := range [][]byte{{1}, make([]byte, 8)} {
		s, path := open(t)
		err := s.db.Update(func(tx *bbolt.Tx) error { return tx.Bucket(bucketMeta).Put(keyVersion, damaged) })
		if err = errors.Join(err, s.Close()); err != nil {
			t.Fatal(err)
		}
		var version *VersionError
		if _, err := Open(path); !errors.As(err, &version) {
			t.Errorf("version %v: %v, want a VersionError", damaged, err)
		}
	}
}
