package main

import (
	"bytes"
	"testing"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// TestSamples: each stream holds as many messages as it should, of one kind, no two of them equal.
func TestSamples(t *testing.T) {
	for _, version := range versions {
		for _, sample := range samples {
			stream, err := write(version, sample)
			if err != nil {
				t.Fatal(err)
			}
			if n, err := decode(version, stream); err != nil || n != frames {
				t.Errorf("%v at %d: %d messages, %v", sample(0).Kind(), version, n, err)
			}
			r, seen := wire.NewReader(bytes.NewReader(stream), 0), map[string]bool{}
			for range frames {
				payload, err := r.Next()
				if err != nil {
					t.Fatal(err)
				}
				if seen[string(payload)] {
					t.Fatalf("%v at %d: %q twice", sample(0).Kind(), version, payload)
				}
				seen[string(payload)] = true
			}
		}
	}
}
