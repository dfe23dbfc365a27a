// Package deskfile is the book of a simulated gateway's desk in one bbolt file: orders, executions, accounts and
// counters, so that they survive a restart of the gateway as the real one's do.
//
//	meta
//	├── version    schema version, uint64
//	└── counters   desk.Counters
//	tickets        permId, uint64        → desk.Ticket
//	executions     number, uint64        → desk.Execution
//	accounts       name                  → desk.Sheet, as it is
//	mornings       name                  → desk.Sheet, as it was at the beginning of the day
//
// Numbers are big-endian, values JSON. Each Save is one transaction, so a process that is killed at any moment leaves
// the state of a whole step behind.
//
// What orders mean, and market data, never live here.
package deskfile

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
)

// Version is the schema version that this program writes.
const Version = 1

// lockWait is how long Open waits for another process to let go of the file.
const lockWait = 2 * time.Second

var (
	bucketMeta       = []byte("meta")
	bucketTickets    = []byte("tickets")
	bucketExecutions = []byte("executions")
	bucketAccounts   = []byte("accounts")
	bucketMornings   = []byte("mornings")
	keyVersion       = []byte("version")
	keyCounters      = []byte("counters")
)

// ErrLocked is returned by Open when another process has the file.
var ErrLocked = errors.New("the gateway's file is in use by another process: stop that one, or use another file")

// VersionError is returned by Open for a file of a schema that this program does not know.
type VersionError struct {
	Path        string
	Found, Want uint64
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("gateway file %s has schema version %d, this program knows %d: use the program version that wrote it, or a new file",
		e.Path, e.Found, e.Want)
}

// Options of a file.
type Options struct {
	// Quick leaves writing to the disk to the operating system: a killed process loses nothing all the same, a
	// power cut may cost the file. For replays at full speed.
	Quick bool
}

// File is an open book. It implements desk.Book.
type File struct {
	db *bbolt.DB
}

var _ desk.Book = (*File)(nil)

// Open opens a book, readable by its owner only, and makes it when there is none. The error is ErrLocked or a
// *VersionError where that is the trouble.
func Open(path string, o Options) (*File, error) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: lockWait, NoSync: o.Quick})
	if errors.Is(err, berrors.ErrTimeout) {
		return nil, fmt.Errorf("open gateway file %s: %w", path, ErrLocked)
	}
	if err != nil {
		return nil, fmt.Errorf("open gateway file %s: %w", path, err)
	}
	f := &File{db: db}
	if err := errors.Join(db.Update(f.prepare), os.Chmod(path, 0o600)); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return f, nil
}

// Close writes what is pending and lets go of the file.
func (f *File) Close() error { return errors.Join(f.db.Sync(), f.db.Close()) }

// prepare makes the buckets of a new file and checks the version of an old one.
func (f *File) prepare(tx *bbolt.Tx) error {
	for _, name := range [][]byte{bucketMeta, bucketTickets, bucketExecutions, bucketAccounts, bucketMornings} {
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return fmt.Errorf("prepare gateway file: %w", err)
		}
	}
	meta := tx.Bucket(bucketMeta)
	found := meta.Get(keyVersion)
	if found == nil {
		return meta.Put(keyVersion, number(Version))
	}
	if len(found) != 8 || binary.BigEndian.Uint64(found) != Version {
		e := &VersionError{Path: f.db.Path(), Want: Version}
		if len(found) == 8 {
			e.Found = binary.BigEndian.Uint64(found)
		}
		return e
	}
	return nil
}

func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// Save writes a change in one transaction.
func (f *File) Save(c *desk.Change) error {
	return f.db.Update(func(tx *bbolt.Tx) error {
		w := writer{tx: tx}
		for _, t := range c.Tickets {
			w.put(bucketTickets, number(uint64(t.PermID)), t)
		}
		for _, e := range c.Executions {
			w.put(bucketExecutions, number(uint64(e.Number)), e)
		}
		for i := range c.Accounts {
			w.put(bucketAccounts, []byte(c.Accounts[i].Name), &c.Accounts[i])
		}
		for i := range c.Mornings {
			w.put(bucketMornings, []byte(c.Mornings[i].Name), &c.Mornings[i])
		}
		if c.Counters != nil {
			w.put(bucketMeta, keyCounters, c.Counters)
		}
		for _, id := range c.ForgetTickets {
			w.drop(bucketTickets, number(uint64(id)))
		}
		for _, n := range c.ForgetExecutions {
			w.drop(bucketExecutions, number(uint64(n)))
		}
		return w.err
	})
}

// writer keeps the first error of a transaction.
type writer struct {
	tx  *bbolt.Tx
	err error
}

func (w *writer) put(bucket, key []byte, v any) {
	if w.err != nil {
		return
	}
	text, err := json.Marshal(v)
	if err == nil {
		err = w.tx.Bucket(bucket).Put(key, text)
	}
	if err != nil {
		w.err = fmt.Errorf("write %s %x: %w", bucket, key, err)
	}
}

func (w *writer) drop(bucket, key []byte) {
	if w.err == nil {
		w.err = w.tx.Bucket(bucket).Delete(key)
	}
}

// Load reads everything.
func (f *File) Load() (*desk.Change, error) {
	c := &desk.Change{}
	err := f.db.View(func(tx *bbolt.Tx) error {
		if text := tx.Bucket(bucketMeta).Get(keyCounters); text != nil {
			c.Counters = &desk.Counters{}
			if err := json.Unmarshal(text, c.Counters); err != nil {
				return fmt.Errorf("read counters: %w", err)
			}
		}
		return errors.Join(
			each(tx, bucketTickets, func(t desk.Ticket) { c.Tickets = append(c.Tickets, &t) }),
			each(tx, bucketExecutions, func(e desk.Execution) { c.Executions = append(c.Executions, &e) }),
			each(tx, bucketAccounts, func(s desk.Sheet) { c.Accounts = append(c.Accounts, s) }),
			each(tx, bucketMornings, func(s desk.Sheet) { c.Mornings = append(c.Mornings, s) }),
		)
	})
	if err != nil {
		return nil, fmt.Errorf("gateway file %s: %w", f.db.Path(), err)
	}
	return c, nil
}

// each reads the values of a bucket, by key.
func each[T any](tx *bbolt.Tx, bucket []byte, take func(T)) error {
	return tx.Bucket(bucket).ForEach(func(key, text []byte) error {
		var v T
		if err := json.Unmarshal(text, &v); err != nil {
			return fmt.Errorf("read %s %x: %w", bucket, key, err)
		}
		take(v)
		return nil
	})
}
