package store

import (
	"errors"
	"fmt"
	"os"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// Version is the schema version that this program writes.
const Version = 3

// lockWait is how long Open waits for another process to let go of the file.
const lockWait = 2 * time.Second

var (
	bucketMeta    = []byte("meta")
	bucketDurable = []byte("durable")
	bucketRuns    = []byte("runs")
	bucketAnswers = []byte("answers")
	keyVersion    = []byte("version")
)

// ErrLocked is returned by Open when another process has the file.
var ErrLocked = errors.New("the state file is in use by another process: stop that one, or use another file")

// VersionError is returned by Open for a file of a schema that this program does not know.
type VersionError struct {
	Path        string
	Found, Want uint64
}

func (e *VersionError) Error() string {
	if e.Found > 0 && e.Found < e.Want {
		return fmt.Sprintf("state file %s has schema version %d, this program writes %d: bring it up to date with `trader state migrate`",
			e.Path, e.Found, e.Want)
	}
	return fmt.Sprintf("state file %s has schema version %d, this program knows %d: use the program version that wrote it, or a new file",
		e.Path, e.Found, e.Want)
}

// Store is an open state file. It is safe for use by several goroutines; bbolt lets one write at a time.
type Store struct {
	db    *bbolt.DB
	path  string
	wrote func(time.Duration)
	// update is db.Update; tests make it fail.
	update func(func(*bbolt.Tx) error) error
	// batch is nil when every commit is written at once.
	batch *batch
}

// Options say how a state file is opened; the zero value is how Open opens it.
type Options struct {
	Sync Sync
	// Delay and Count bound a batch: it is written when its first step has waited that long, or when that many
	// wait. 0 means 20 ms and 256 steps. They mean nothing with Always.
	Delay time.Duration
	Count int
	// Wrote hears how long each transaction of steps took, that failed too, on the goroutine that waited for it.
	Wrote func(time.Duration)
	// ReadOnly opens an existing file of the present schema to look at it.
	ReadOnly bool
}

// Open opens a state file, readable by its owner only, makes it when there is none, and brings one of an older schema
// to this program's. The error is ErrLocked or a *VersionError where that is the trouble.
func Open(path string) (*Store, error) { return OpenWith(path, Options{}) }

// OpenWith is Open with options.
func OpenWith(path string, o Options) (*Store, error) {
	if o.ReadOnly {
		if _, err := os.Stat(path); err != nil {
			return nil, fmt.Errorf("open state file: %w", err)
		}
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: lockWait, ReadOnly: o.ReadOnly})
	if errors.Is(err, berrors.ErrTimeout) {
		return nil, fmt.Errorf("open state file %s: %w", path, ErrLocked)
	}
	if err != nil {
		return nil, fmt.Errorf("open state file %s: %w", path, err)
	}
	s := &Store{db: db, path: path, update: db.Update, wrote: o.Wrote}
	if o.ReadOnly {
		err = db.View(s.current)
	} else {
		err = errors.Join(db.Update(s.migrate), os.Chmod(path, 0o600))
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if o.Sync == Batch && !o.ReadOnly {
		s.batch = newBatch(s, o.Delay, o.Count)
	}
	return s, nil
}

// Close writes what is pending and lets go of the file.
func (s *Store) Close() error {
	var err error
	if s.batch != nil {
		err = s.batch.close()
	}
	return errors.Join(err, s.db.Close())
}
