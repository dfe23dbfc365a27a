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
const Version = 2

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
	return fmt.Sprintf("state file %s has schema version %d, this program knows %d: use the program version that wrote it, or a new file",
		e.Path, e.Found, e.Want)
}

// Store is an open state file. It is safe for use by several goroutines; bbolt lets one write at a time.
type Store struct {
	db *bbolt.DB
}

// Open opens a state file, readable by its owner only, makes it when there is none, and brings one of an older schema
// to this program's. The error is ErrLocked or a *VersionError where that is the trouble.
func Open(path string) (*Store, error) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: lockWait})
	if errors.Is(err, berrors.ErrTimeout) {
		return nil, fmt.Errorf("open state file %s: %w", path, ErrLocked)
	}
	if err != nil {
		return nil, fmt.Errorf("open state file %s: %w", path, err)
	}
	s := &Store{db: db}
	if err := errors.Join(db.Update(s.migrate), os.Chmod(path, 0o600)); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// Close writes what is pending and lets go of the file.
func (s *Store) Close() error { return s.db.Close() }
