package market_test

import (
	"testing"

	"github.com/tidemark/tidemark/market"
)

// A word that is no right leaves none, and the fault lists the words there are.
func TestRightOfText(t *testing.T) {
	for text, want := range map[string]market.Right{"": market.NoRight, "call": market.Call, "PUT": market.Put, "cal": market.NoRight} {
		got := market.Put
		err := got.UnmarshalText([]byte(text))
		if got != want || (err != nil) != (text == "cal") {
			t.Errorf("%q: %v, %v", text, got, err)
		}
		if err != nil && err.Error() != `option right "cal": want one of call, put` {
			t.Error(err)
		}
	}
}
