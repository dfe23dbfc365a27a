package store

import (
	"encoding/json"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

// Put writes one live record. The value is encoded as JSON, perhaps later and by another goroutine: whoever
// makes a Put does not change the value afterwards. A nil value deletes the record.
type Put struct {
	Table Table
	Key   string
	Value any
}

// Step is everything that one step of an engine changed. It is stored whole or not at all.
type Step struct {
	Puts    []Put
	Durable []Blob
}

// Empty reports that nothing changed.
func (s *Step) Empty() bool { return len(s.Puts) == 0 && len(s.Durable) == 0 }

// WriteError says that the state file could not be written. What was to be written is not in it: keep it, and
// try again.
type WriteError struct {
	Path string
	Err  error
}

// Error names the file, the cause and what to do.
func (e *WriteError) Error() string {
	return fmt.Sprintf("write state file %s: %v: nothing was stored; make room on the disk, or repair it", e.Path, e.Err)
}

// Unwrap is the cause.
func (e *WriteError) Unwrap() error { return e.Err }

// Commit stores a step. With Sync Always it is on disk when Commit returns; with Batch it will be within the
// bounds of Options, together with others. The error is a *WriteError, and then nothing of the step was taken.
func (s *Store) Commit(step Step) error {
	if s.batch != nil {
		return s.batch.take(step)
	}
	return s.write([]Step{step})
}

// write stores steps in one transaction.
func (s *Store) write(steps []Step) error {
	if s.wrote != nil {
		defer func(from time.Time) { s.wrote(time.Since(from)) }(time.Now())
	}
	err := s.update(func(tx *bbolt.Tx) error {
		for _, step := range steps {
			for _, p := range step.Puts {
				if err := put(tx, p); err != nil {
					return err
				}
			}
			if err := putDurable(tx, step.Durable); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return &WriteError{Path: s.path, Err: err}
	}
	return nil
}

func put(tx *bbolt.Tx, p Put) error {
	b := tx.Bucket(tables[p.Table])
	if p.Value == nil {
		return b.Delete([]byte(p.Key))
	}
	value, err := json.Marshal(p.Value)
	if err != nil {
		return fmt.Errorf("%s %q: %w", p.Table, p.Key, err)
	}
	return b.Put([]byte(p.Key), value)
}

// Reserve takes n numbers of a named series, which nobody is given again, not even after a crash. It is on disk
// when Reserve returns, whatever Sync says; first is the first of them and the series begins with 1.
func (s *Store) Reserve(series string, n uint64) (first uint64, err error) {
	err = s.update(func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketReserved)
		last := uint64(0)
		if v := b.Get([]byte(series)); v != nil {
			if err := json.Unmarshal(v, &last); err != nil {
				return fmt.Errorf("series %q: %w", series, err)
			}
		}
		first = last + 1
		value, err := json.Marshal(last + n)
		if err != nil {
			return err
		}
		return b.Put([]byte(series), value)
	})
	if err != nil {
		return 0, &WriteError{Path: s.path, Err: err}
	}
	return first, nil
}
