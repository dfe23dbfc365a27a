package store

import (
	"encoding/binary"
	"fmt"

	"go.etcd.io/bbolt"
)

// A migration takes a file from one schema version to the next, in the transaction that opens it.
type migration func(tx *bbolt.Tx) error

// migrations in order: the first makes version 1 of an empty file. One that has been released is never changed; each
// has a test that begins with a file of the version before.
var migrations = [Version]migration{
	addBuckets(bucketMeta, bucketDurable, bucketRuns),
	addBuckets(bucketAnswers),
	addBuckets(append([][]byte{bucketQuarantine, bucketReserved}, tables[:]...)...),
}

func addBuckets(names ...[]byte) migration {
	return func(tx *bbolt.Tx) error {
		for _, name := range names {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return fmt.Errorf("bucket %s: %w", name, err)
			}
		}
		return nil
	}
}

// migrate brings a file to this program's version, an empty one from nothing. A file that is newer, or whose version
// cannot be read, is left as it is.
func (s *Store) migrate(tx *bbolt.Tx) error {
	found, err := s.version(tx)
	if err != nil {
		return err
	}
	if found == Version {
		return nil
	}
	for i := found; i < Version; i++ {
		if err := migrations[i](tx); err != nil {
			return fmt.Errorf("bring state file %s to schema version %d: %w", s.db.Path(), i+1, err)
		}
	}
	return tx.Bucket(bucketMeta).Put(keyVersion, binary.BigEndian.AppendUint64(nil, Version))
}

// current refuses a file that would have to be migrated.
func (s *Store) current(tx *bbolt.Tx) error {
	found, err := s.version(tx)
	if err == nil && found != Version {
		err = &VersionError{Path: s.db.Path(), Found: found, Want: Version}
	}
	return err
}

// version is the schema version of a file, 0 of an empty one. The error is a *VersionError.
func (s *Store) version(tx *bbolt.Tx) (uint64, error) {
	found := uint64(0)
	if meta := tx.Bucket(bucketMeta); meta != nil {
		switch v := meta.Get(keyVersion); {
		case len(v) == 8:
			found = binary.BigEndian.Uint64(v)
			if found == 0 || found > Version {
				return 0, &VersionError{Path: s.db.Path(), Found: found, Want: Version}
			}
		case v != nil:
			return 0, &VersionError{Path: s.db.Path(), Want: Version}
		}
	}
	return found, nil
}
