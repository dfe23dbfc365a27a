package portfolio

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
)

// PostingKind is what money was paid for that no fill moved.
type PostingKind uint8

const (
	// Dividend is paid on shares held, and by those who sold them short.
	Dividend PostingKind = iota
	// Interest is on cash, negative on what is borrowed.
	Interest
	// BorrowFee is for shares that were borrowed to be sold.
	BorrowFee
	// Variation is the profit of a futures position since it was last settled, moved into cash; see SettleDaily. It is
	// no profit of its own.
	Variation
)

var postingNames = [...]string{"dividend", "interest", "borrow-fee", "variation"}

// String is the lower-case name, such as "borrow-fee".
func (k PostingKind) String() string {
	if int(k) < len(postingNames) {
		return postingNames[k]
	}
	return fmt.Sprintf("unknown(%d)", k)
}

// MarshalText writes the form of String.
func (k PostingKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads the form of String.
func (k *PostingKind) UnmarshalText(text []byte) error {
	i := slices.Index(postingNames[:], string(text))
	if i < 0 {
		return fmt.Errorf("posting %q: want one of %v", text, postingNames)
	}
	*k = PostingKind(i)
	return nil
}

// Posting is money that holding something brought, or cost when negative. It is profit, not a deposit, but for Variation,
// which is profit of the position that it settles.
type Posting struct {
	Time market.Time `json:"time"`
	Kind PostingKind `json:"kind"`
	// Symbol is the instrument that it is for; empty for interest.
	Symbol string `json:"symbol,omitempty"`
	Money
}

// Post books a posting: in cash, and in what the ledger has realised.
func (l *Ledger) Post(p Posting) {
	if p.Amount.IsZero() {
		return
	}
	l.postings = append(l.postings, p)
	amount := exact.Of(p.Amount)
	l.cash.add(p.Currency, amount)
	l.realised.add(p.Currency, amount)
}

// Postings lists what was posted, in the order it was booked.
func (l *Ledger) Postings() []Posting { return slices.Clone(l.postings) }

// Posted is the sum of the postings of a kind in a currency.
func (l *Ledger) Posted(k PostingKind, c market.Currency) decimal.Decimal {
	sum := decimal.Zero
	for i := range l.postings {
		if p := &l.postings[i]; p.Kind == k && p.Currency == c {
			sum = sum.Add(p.Amount)
		}
	}
	return sum
}
