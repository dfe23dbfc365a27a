package report

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strconv"

	"github.com/tidemark/tidemark/order"
)

// TradeHasher is the fingerprint of a run's fills: two runs that traded the same have the same one. It
// is the SHA-256, in hexadecimal, of one line for each fill in the order of execution:
//
//	time TAB strategy TAB symbol TAB side TAB quantity TAB price TAB fee TAB fee currency LF
//
// The time is in nanoseconds since 1970 UTC, decimals are without trailing zeros, and strategy and symbol
// are quoted as Go strings. Ids, tags and rules are left out, so that renaming them changes nothing, and combos as a
// whole, because their legs say it. The hash of no fills is that of empty text.
type TradeHasher struct {
	sum  hash.Hash
	line []byte
}

// NewTradeHasher starts with no fills.
func NewTradeHasher() *TradeHasher { return &TradeHasher{sum: sha256.New()} }

// Add takes the next fill.
func (h *TradeHasher) Add(f *order.Fill) {
	if !f.Moves() {
		return
	}
	line := strconv.AppendInt(h.line[:0], int64(f.Time), 10)
	line = strconv.AppendQuote(append(line, '\t'), f.Strategy)
	line = strconv.AppendQuote(append(line, '\t'), f.Instrument.Symbol)
	line = append(append(line, '\t'), f.Side.String()...)
	line = append(append(line, '\t'), f.Quantity.String()...)
	line = append(append(line, '\t'), f.Price.String()...)
	line = append(append(line, '\t'), f.Fee.String()...)
	line = append(append(line, '\t'), f.FeeCurrency...)
	h.line = append(line, '\n')
	h.sum.Write(h.line)
}

// Sum is the hash of the fills so far.
func (h *TradeHasher) Sum() string { return hex.EncodeToString(h.sum.Sum(nil)) }

// TradeHash is the hash of fills in the order of their execution.
func TradeHash(fills []order.Fill) string {
	h := NewTradeHasher()
	for i := range fills {
		h.Add(&fills[i])
	}
	return h.Sum()
}
