package store

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

// Run is an entry of the book of runs.
type Run struct {
	Name string `json:"name"`
	// Started is when the program began the run, Finished when it ended; zero while it runs or when it
	// was killed.
	Started  time.Time `json:"started"`
	Finished time.Time `json:"finished,omitzero"`
	// Folder is where the outputs are and TradeHash the fingerprint of the fills.
	Folder    string `json:"folder,omitempty"`
	TradeHash string `json:"trade_hash,omitempty"`
	// Error is why the run failed, empty when it did not.
	Error string `json:"error,omitempty"`
}

// RunKey identifies an entry of the book.
type RunKey [16]byte

// BeginRun adds a run to the book.
func (s *Store) BeginRun(r Run) (RunKey, error) {
	var key RunKey
	err := s.db.Update(func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketRuns)
		sequence, err := b.NextSequence()
		if err != nil {
			return err
		}
		binary.BigEndian.PutUint64(key[:8], uint64(r.Started.UnixNano()))
		binary.BigEndian.PutUint64(key[8:], sequence)
		return putRun(b, key, r)
	})
	if err != nil {
		return key, fmt.Errorf("book the run in %s: %w", s.db.Path(), err)
	}
	return key, nil
}

// EndRun replaces the entry of a run that has ended.
func (s *Store) EndRun(key RunKey, r Run) error {
	err := s.db.Update(func(tx *bbolt.Tx) error { return putRun(tx.Bucket(bucketRuns), key, r) })
	if err != nil {
		return fmt.Errorf("book the end of the run in %s: %w", s.db.Path(), err)
	}
	return nil
}

func putRun(b *bbolt.Bucket, key RunKey, r Run) error {
	value, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return b.Put(key[:], value)
}

// Runs lists the most recent runs, newest first, at most limit of them.
func (s *Store) Runs(limit int) ([]Run, error) {
	var list []Run
	err := s.db.View(func(tx *bbolt.Tx) error {
		c := tx.Bucket(bucketRuns).Cursor()
		for k, v := c.Last(); k != nil && len(list) < limit; k, v = c.Prev() {
			var r Run
			if err := json.Unmarshal(v, &r); err != nil {
				return fmt.Errorf("run %x is damaged: %w", k, err)
			}
			list = append(list, r)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the book of runs in %s: %w", s.db.Path(), err)
	}
	return list, nil
}

// Started is when the run of this key began.
func (k RunKey) Started() time.Time {
	return time.Unix(0, int64(binary.BigEndian.Uint64(k[:8]))).UTC()
}
