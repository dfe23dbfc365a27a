package gateway_test

import (
	"testing"

	"github.com/tidemark/tidemark/broker/tws/gateway"
)

// BenchmarkStart opens the built-in market: forty roots with their past, whose last day is replayed.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		f, err := gateway.SeededFloor(1, opening)
		if err != nil {
			b.Fatal(err)
		}
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
