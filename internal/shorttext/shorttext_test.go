package shorttext_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/internal/shorttext"
)

// What comes later, in the same block and in others, changes no string; one longer than a block is whole.
func TestStringsStay(t *testing.T) {
	var b shorttext.Block
	var kept []string
	for i := range 10_000 {
		kept = append(kept, b.String(strconv.AppendInt(nil, int64(i), 10)))
	}
	long := strings.Repeat("long ", 2_000)
	if got := b.String([]byte(long)); got != long {
		t.Errorf("%d bytes of %d", len(got), len(long))
	}
	if got := b.String(nil); got != "" {
		t.Errorf("no bytes are %q", got)
	}
	for i, got := range kept {
		if want := strconv.Itoa(i); got != want {
			t.Fatalf("string %d is %q now", i, got)
		}
	}
}

// A thousand ids of eight bytes are two blocks of 4 kB.
func TestAllocation(t *testing.T) {
	text := []byte("B1234567")
	n := testing.AllocsPerRun(10, func() {
		var b shorttext.Block
		for range 1000 {
			_ = b.String(text)
		}
	})
	if n != 2 {
		t.Errorf("%v allocations", n)
	}
}
