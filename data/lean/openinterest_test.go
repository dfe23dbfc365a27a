package lean_test

import (
	"slices"
	"testing"

	"github.com/tidemark/tidemark/data/lean"
	"github.com/tidemark/tidemark/internal/datapack"
)

// The rows of es_openinterest_201312.csv in December.
func TestOpenInterest(t *testing.T) {
	tree, err := lean.Open(datapack.Path(t, "lean"))
	if err != nil {
		t.Fatal(err)
	}
	s := lean.Selection{Type: lean.Future, Market: "cme", Symbol: "ES", Contract: "201312", From: 20131115, To: 20131219}
	got, err := tree.OpenInterest(s)
	if err != nil {
		t.Fatal(err)
	}
	want := []lean.Interest{{Date: 20131201, Contracts: 2798054}, {Date: 20131216, Contracts: 1701691}}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	s.Symbol = "6E"
	if got, err := tree.OpenInterest(s); err != nil || len(got) != 0 {
		t.Errorf("of a future without files: %v %v", got, err)
	}
}
