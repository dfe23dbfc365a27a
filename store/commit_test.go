package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"go.etcd.io/bbolt"
)

// keys lists a table.
func keys(t *testing.T, s *Store, table Table) string {
	t.Helper()
	var list []string
	err := s.Walk(table, func(key string, value []byte) error {
		list = append(list, key+"="+string(value))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(list, " ")
}

func intent(id string) Step {
	return Step{Puts: []Put{{Orders, id, map[string]string{"state": "pending-submit"}}}, Durable: []Blob{{"alpha", "n", []byte(id)}}}
}

func TestStepIsStoredWhole(t *testing.T) {
	s, path := open(t)
	if err := s.Commit(intent("1")); err != nil {
		t.Fatal(err)
	}
	bad := intent("2")
	bad.Puts = append(bad.Puts, Put{Orders, "3", func() {}}) // no JSON
	if err := s.Commit(bad); err == nil {
		t.Fatal("a value that cannot be encoded was committed")
	}
	if err := s.Commit(Step{Puts: []Put{{Ledgers, "alpha", 1}, {Ledgers, "alpha", nil}}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := OpenWith(path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got := keys(t, again, Orders) + keys(t, again, Ledgers); got != `1={"state":"pending-submit"}` {
		t.Errorf("stored %s", got)
	}
	if v, err := again.LoadDurable("alpha", "n"); err != nil || string(v) != "1" {
		t.Errorf("durable value %q, %v; want that of the step that was stored", v, err)
	}
}

// The disk is full, then there is room again: nothing is half there, the error says so, and the same step can
// be stored (fault G2).
func TestG2DiskFullIsTyped(t *testing.T) {
	s, _ := open(t)
	whole := s.update
	s.update = func(func(*bbolt.Tx) error) error { return fmt.Errorf("write pages: %w", syscall.ENOSPC) }
	var failure *WriteError
	if err := s.Commit(intent("1")); !errors.As(err, &failure) || !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("Commit: %v, want a WriteError of a full disk", err)
	}
	if _, err := s.Reserve("orders", 10); !errors.As(err, &failure) {
		t.Errorf("Reserve: %v, want a WriteError", err)
	}
	s.update = whole
	if err := s.Commit(intent("1")); err != nil {
		t.Fatal(err)
	}
}

// Steps of one batch are one transaction, within the bounds in time and in number.
func TestBatchIsBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	synctest.Test(t, func(t *testing.T) {
		s, err := OpenWith(path, Options{Sync: Batch, Delay: 50 * time.Millisecond, Count: 3})
		if err != nil {
			t.Fatal(err)
		}
		var written atomic.Int32
		whole := s.update // the batch's goroutine looks at it after the first Commit only
		s.update = func(fn func(*bbolt.Tx) error) error { written.Add(1); return whole(fn) }
		commit := func(id string) {
			if err := s.Commit(intent(id)); err != nil {
				t.Error(err)
			}
		}
		commit("1")
		commit("2")
		synctest.Wait()
		if n := written.Load(); n != 0 {
			t.Fatalf("%d transactions at once, want none", n)
		}
		<-time.After(51 * time.Millisecond)
		synctest.Wait()
		if got := keys(t, s, Orders); written.Load() != 1 || strings.Count(got, "pending") != 2 {
			t.Errorf("after the delay: %d transactions, stored %s", written.Load(), got)
		}
		for _, id := range []string{"3", "4", "5"} {
			commit(id)
		}
		synctest.Wait()
		if got := keys(t, s, Orders); written.Load() != 2 || strings.Count(got, "pending") != 5 {
			t.Errorf("after three steps: %d transactions, stored %s", written.Load(), got)
		}
		commit("6")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if n := written.Load(); n != 3 {
			t.Errorf("closing wrote %d transactions, want the last one", n-2)
		}
	})
}

// A batch that cannot be written is kept, further steps are refused, and once there is room all is stored in
// order.
func TestG2BatchIsKeptUntilThereIsRoom(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	synctest.Test(t, func(t *testing.T) {
		s, err := OpenWith(path, Options{Sync: Batch})
		if err != nil {
			t.Fatal(err)
		}
		var full atomic.Bool
		full.Store(true)
		whole := s.update
		s.update = func(fn func(*bbolt.Tx) error) error {
			if full.Load() {
				return syscall.ENOSPC
			}
			return whole(fn)
		}
		if err := s.Commit(intent("1")); err != nil {
			t.Fatal(err)
		}
		<-time.After(time.Second)
		synctest.Wait()
		var failure *WriteError
		if err := s.Commit(intent("2")); !errors.As(err, &failure) {
			t.Errorf("Commit after a failed write: %v, want a WriteError", err)
		}
		full.Store(false)
		<-time.After(2 * time.Second)
		synctest.Wait()
		if err := s.Commit(intent("2")); err != nil {
			t.Error(err)
		}
		if err := s.Flush(); err != nil {
			t.Error(err)
		}
		if got := keys(t, s, Orders); strings.Count(got, "pending") != 2 {
			t.Errorf("stored %s, want both", got)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestReservedNumbersAreNeverGivenAgain(t *testing.T) {
	s, path := open(t)
	for _, want := range []uint64{1, 11} {
		if got, err := s.Reserve("orders", 10); err != nil || got != want {
			t.Errorf("Reserve = %d, %v; want %d", got, err, want)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got, err := again.Reserve("orders", 1); err != nil || got != 21 {
		t.Errorf("Reserve after reopening = %d, %v; want 21", got, err)
	}
}

func TestG6QuarantineKeepsTheRecord(t *testing.T) {
	s, _ := open(t)
	if err := s.Commit(intent("1")); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time there is nothing left to do
		if err := s.Quarantine(Orders, "1", "no instrument XYZ"); err != nil {
			t.Fatal(err)
		}
	}
	list, err := s.Quarantines()
	if err != nil || len(list) != 1 || list[0].Key != "1" || list[0].Reason != "no instrument XYZ" || !strings.Contains(string(list[0].Value), "pending") {
		t.Errorf("quarantine = %+v, %v", list, err)
	}
	if got := keys(t, s, Orders); got != "" {
		t.Errorf("the table still has %s", got)
	}
}

func TestDumpAndVerify(t *testing.T) {
	s, _ := open(t)
	if err := s.Commit(Step{Puts: []Put{{Bookings, NumberKey(7), map[string]int{"number": 7}}, {Orders, "A-1", 1}}}); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := errors.Join(s.Verify(), s.Dump(&out)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`{"path":["bookings","0x0000000000000007"],"value":{"number":7}}`, `{"path":["orders","A-1"],"value":1}`,
		`{"path":["meta","version"],"hex":"0000000000000003"}`,
	} {
		if !strings.Contains(out.String(), want+"\n") {
			t.Errorf("the dump lacks %s:\n%s", want, &out)
		}
	}
	for l := range strings.Lines(out.String()) {
		if !json.Valid([]byte(l)) {
			t.Errorf("line %q is not JSON", l)
		}
	}
	err := s.db.Update(func(tx *bbolt.Tx) error { return tx.Bucket(tables[Orders]).Put([]byte("A-2"), []byte("{")) })
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(); err == nil || !strings.Contains(err.Error(), "orders A-2") {
		t.Errorf("Verify: %v, want the record named", err)
	}
}

func TestBackupAndRestore(t *testing.T) {
	s, path := open(t)
	backup := filepath.Join(filepath.Dir(path), "backup.db")
	if err := s.Commit(intent("1")); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(backup); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(backup); err == nil {
		t.Error("a backup replaced a file")
	}
	if err := s.Commit(intent("2")); err != nil {
		t.Fatal(err)
	}
	if err := Restore(backup, path); !errors.Is(err, ErrLocked) {
		t.Errorf("Restore over a file in use: %v, want ErrLocked", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Restore(backup, path); err != nil {
		t.Fatal(err)
	}
	again, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got := keys(t, again, Orders); strings.Count(got, "pending") != 1 {
		t.Errorf("restored %s, want order 1 only", got)
	}
	if _, err := os.Stat(path + ".before-restore"); err != nil {
		t.Errorf("the file before is gone: %v", err)
	}
	if err := os.WriteFile(backup, []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Restore(backup, path); err == nil {
		t.Error("a damaged backup was restored")
	}
	if leftovers, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*.part-*")); len(leftovers) > 0 {
		t.Errorf("left behind: %v", leftovers)
	}
}

func TestReadOnlyNeverMigrates(t *testing.T) {
	var version *VersionError
	if _, err := OpenWith(written(t, 1), Options{ReadOnly: true}); !errors.As(err, &version) {
		t.Errorf("an old file opened read-only: %v, want a VersionError", err)
	}
	if _, err := OpenWith(filepath.Join(t.TempDir(), "none"), Options{ReadOnly: true}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

// Each transaction of steps is timed, on the way that Sync says.
func TestWritesAreTimed(t *testing.T) {
	for _, sync := range []Sync{Always, Batch} {
		var times atomic.Int64
		s, err := OpenWith(filepath.Join(t.TempDir(), "state.db"), Options{Sync: sync, Wrote: func(d time.Duration) {
			if d > 0 {
				times.Add(1)
			}
		}})
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if err := errors.Join(s.Commit(Step{Puts: []Put{{Table: Counters, Key: "x", Value: 1}}}), s.Flush()); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if n := times.Load(); n != 3 {
			t.Errorf("%s: %d writes were timed, want 3", sync, n)
		}
	}
}
