package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

// Answers are what a gateway answered, by question, for a client that need not ask again. What they mean and for how
// long they are true is the client's business.
type Answers struct {
	s *Store
}

// Answers is the part of the file with answers.
func (s *Store) Answers() Answers { return Answers{s} }

// Get returns the last answer to a question and when it was given; nil when there is none. The bytes are the caller's.
func (a Answers) Get(question string) (answer []byte, at time.Time, err error) {
	err = a.s.db.View(func(tx *bbolt.Tx) error {
		entry := tx.Bucket(bucketAnswers).Get([]byte(question))
		switch {
		case entry == nil:
			return nil
		case len(entry) < stampSize:
			return fmt.Errorf("entry of %d bytes is damaged", len(entry))
		}
		answer, at = bytes.Clone(entry[stampSize:]), stampOf(entry)
		return nil
	})
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("read an answer from %s: %w", a.s.db.Path(), err)
	}
	return answer, at, nil
}

// Put replaces the answer to a question. It was given at a time between the years 1678 and 2262.
func (a Answers) Put(question string, answer []byte, at time.Time) error {
	entry := binary.BigEndian.AppendUint64(nil, uint64(at.UnixNano()))
	err := a.s.db.Update(func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketAnswers).Put([]byte(question), append(entry, answer...))
	})
	if err != nil {
		return fmt.Errorf("save an answer in %s: %w", a.s.db.Path(), err)
	}
	return nil
}

// Forget removes the answers given before a time, and damaged ones, and returns how many there were. Without it the
// contracts of every expired option stay.
func (a Answers) Forget(before time.Time) (n int, err error) {
	err = a.s.db.Update(func(tx *bbolt.Tx) error {
		n = 0
		var old [][]byte
		b := tx.Bucket(bucketAnswers)
		err := b.ForEach(func(question, entry []byte) error {
			if len(entry) < stampSize || stampOf(entry).Before(before) {
				old = append(old, bytes.Clone(question))
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, question := range old {
			if err := b.Delete(question); err != nil {
				return err
			}
		}
		n = len(old)
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("forget answers in %s: %w", a.s.db.Path(), err)
	}
	return n, nil
}

const stampSize = 8

func stampOf(entry []byte) time.Time {
	return time.Unix(0, int64(binary.BigEndian.Uint64(entry[:stampSize]))).UTC()
}
