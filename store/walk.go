package store

import (
	"bytes"
	"fmt"

	"go.etcd.io/bbolt"
)

// Walk shows the records of a table in the order of their keys. The bytes are valid until fn returns. An error
// of fn ends the walk and is returned.
func (s *Store) Walk(t Table, fn func(key string, value []byte) error) error {
	err := s.db.View(func(tx *bbolt.Tx) error {
		return tx.Bucket(tables[t]).ForEach(func(k, v []byte) error { return fn(string(k), v) })
	})
	if err != nil {
		return fmt.Errorf("read %s of %s: %w", t, s.path, err)
	}
	return nil
}

// Get is the record under a key, nil when there is none. The bytes are the caller's.
func (s *Store) Get(t Table, key string) ([]byte, error) {
	var value []byte
	err := s.db.View(func(tx *bbolt.Tx) error {
		value = bytes.Clone(tx.Bucket(tables[t]).Get([]byte(key)))
		return nil
	})
	return value, err
}
