package floor

import (
	"cmp"
	"errors"
	"io"
	"math"
	"slices"

	"github.com/tidemark/tidemark/market"
)

// stretch is the time (from, to].
type stretch struct{ from, to market.Time }

// always is all of time.
var always = []stretch{{math.MinInt64, market.Never}}

// part is a time and the record that is read for it.
type part struct {
	stretch
	record *record
}

// divide gives each moment of a time to the first suitable record that covers it. Parts come in order; moments that
// no record covers are in none.
func divide(records []record, whole stretch, suits func(*record) bool) (parts []part) {
	rest := []stretch{whole}
	for i := range records {
		r := &records[i]
		if !suits(r) {
			continue
		}
		for _, covered := range r.spans {
			var left []stretch
			for _, s := range rest {
				from, to := max(s.from, covered.from), min(s.to, covered.to)
				if from >= to {
					left = append(left, s)
					continue
				}
				parts = append(parts, part{stretch{from, to}, r})
				if s.from < from {
					left = append(left, stretch{s.from, from})
				}
				if to < s.to {
					left = append(left, stretch{to, s.to})
				}
			}
			rest = left
		}
	}
	slices.SortFunc(parts, func(a, b part) int { return cmp.Compare(a.from, b.from) })
	return parts
}

// stream is a stream of batches.
type stream[B any] interface {
	comparable
	Next(batch *B) error
	io.Closer
}

// inTurn is one stream after the other. It opens each when the one before has ended.
type inTurn[B any, S stream[B]] struct {
	parts []part
	open  func(part) (S, error)
	now   S // zero before the first and between two
}

// chained is the streams of some parts, one after the other; nil without parts.
func chained[B any, S stream[B]](parts []part, open func(part) (S, error)) (s S, err error) {
	switch len(parts) {
	case 0:
		return s, nil
	case 1:
		return open(parts[0])
	}
	var turn any = &inTurn[B, S]{parts: parts, open: open}
	return turn.(S), nil
}

// Next gives a batch.
func (t *inTurn[B, S]) Next(batch *B) error {
	var none S
	for {
		if t.now == none {
			if len(t.parts) == 0 {
				return io.EOF
			}
			var err error
			if t.now, err = t.open(t.parts[0]); err != nil {
				return err
			}
			if t.parts = t.parts[1:]; t.now == none {
				continue
			}
		}
		err := t.now.Next(batch)
		if !errors.Is(err, io.EOF) {
			return err
		}
		if err := t.Close(); err != nil {
			return err
		}
	}
}

// Close closes the stream that is open.
func (t *inTurn[B, S]) Close() error {
	var none S
	if t.now == none {
		return nil
	}
	err := t.now.Close()
	t.now = none
	return err
}
