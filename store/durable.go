package store

import (
	"bytes"
	"fmt"

	"go.etcd.io/bbolt"
)

// Blob is one durable value of a strategy.
type Blob struct {
	Strategy, Name string
	Value          []byte
}

// LoadDurable is the value saved under a name, nil when there is none. The bytes are the caller's.
func (s *Store) LoadDurable(strategy, name string) ([]byte, error) {
	var value []byte
	err := s.db.View(func(tx *bbolt.Tx) error {
		if b := tx.Bucket(bucketDurable).Bucket([]byte(strategy)); b != nil {
			value = bytes.Clone(b.Get([]byte(name)))
		}
		return nil
	})
	return value, err
}

// SaveDurable writes all the values in one transaction.
func (s *Store) SaveDurable(blobs []Blob) error {
	err := s.update(func(tx *bbolt.Tx) error { return putDurable(tx, blobs) })
	if err != nil {
		return fmt.Errorf("save durable state in %s: %w", s.db.Path(), err)
	}
	return nil
}

func putDurable(tx *bbolt.Tx, blobs []Blob) error {
	root := tx.Bucket(bucketDurable)
	for _, blob := range blobs {
		b, err := root.CreateBucketIfNotExists([]byte(blob.Strategy))
		if err != nil {
			return err
		}
		if err := b.Put([]byte(blob.Name), blob.Value); err != nil {
			return err
		}
	}
	return nil
}
