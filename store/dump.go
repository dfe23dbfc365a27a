package store

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode"
	"unicode/utf8"

	"go.etcd.io/bbolt"
)

// line is one record of a dump.
type line struct {
	Path  []string        `json:"path"`
	Value json.RawMessage `json:"value,omitempty"`
	// Hex is a value that is not JSON.
	Hex string `json:"hex,omitempty"`
}

// Dump writes every record of the file as a line of JSON: the buckets and the key that lead to it, and its value.
// Keys that are not text, and values that are not JSON, are hexadecimal.
func (s *Store) Dump(w io.Writer) error {
	encoder := json.NewEncoder(w)
	err := s.db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error { return dump(encoder, []string{string(name)}, b) })
	})
	if err != nil {
		return fmt.Errorf("dump state file %s: %w", s.path, err)
	}
	return nil
}

func dump(encoder *json.Encoder, path []string, b *bbolt.Bucket) error {
	return b.ForEach(func(k, v []byte) error {
		here := append(path[:len(path):len(path)], legible(k))
		if v == nil {
			return dump(encoder, here, b.Bucket(k))
		}
		l := line{Path: here}
		if json.Valid(v) {
			l.Value = v
		} else {
			l.Hex = hex.EncodeToString(v)
		}
		return encoder.Encode(l)
	})
}

func legible(key []byte) string {
	for text := key; len(text) > 0; {
		r, size := utf8.DecodeRune(text)
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return "0x" + hex.EncodeToString(key)
		}
		text = text[size:]
	}
	return string(key)
}

// Verify checks the whole file: its pages, its buckets, and that every live record can be read. The error joins
// everything that is wrong.
func (s *Store) Verify() error {
	var faults []error
	err := s.db.View(func(tx *bbolt.Tx) error {
		for fault := range tx.Check() {
			faults = append(faults, fault)
		}
		for t := range Table(numTables) {
			b := tx.Bucket(tables[t])
			if b == nil {
				faults = append(faults, fmt.Errorf("bucket %s is missing", t))
				continue
			}
			err := b.ForEach(func(k, v []byte) error {
				if !json.Valid(v) {
					faults = append(faults, fmt.Errorf("%s %s is not JSON", t, legible(k)))
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(append(faults, err)...); err != nil {
		return fmt.Errorf("verify state file %s: %w", s.path, err)
	}
	return nil
}
