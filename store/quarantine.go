package store

import (
	"encoding/json"
	"fmt"

	"go.etcd.io/bbolt"
)

// Quarantined is a record that could not be applied, and why.
type Quarantined struct {
	Table  string `json:"table"`
	Key    string `json:"key"`
	Reason string `json:"reason"`
	// Value is the record as it was, perhaps no JSON any more.
	Value []byte `json:"value"`
}

// Quarantine takes a record out of its table and keeps it aside, in one transaction, so that the next start is
// not stopped by it. A record that is not there is no error.
func (s *Store) Quarantine(t Table, key, reason string) error {
	err := s.update(func(tx *bbolt.Tx) error {
		b := tx.Bucket(tables[t])
		record := b.Get([]byte(key))
		if record == nil {
			return nil
		}
		entry, err := json.Marshal(Quarantined{Table: t.String(), Key: key, Reason: reason, Value: record})
		if err != nil {
			return err
		}
		if err := tx.Bucket(bucketQuarantine).Put([]byte(t.String()+"/"+key), entry); err != nil {
			return err
		}
		return b.Delete([]byte(key))
	})
	if err != nil {
		return &WriteError{Path: s.path, Err: err}
	}
	return nil
}

// Quarantines lists the records that are kept aside.
func (s *Store) Quarantines() ([]Quarantined, error) {
	var list []Quarantined
	err := s.db.View(func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketQuarantine).ForEach(func(k, v []byte) error {
			var q Quarantined
			if err := json.Unmarshal(v, &q); err != nil {
				return fmt.Errorf("record %q: %w", k, err)
			}
			list = append(list, q)
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("read the quarantine of %s: %w", s.path, err)
	}
	return list, nil
}
