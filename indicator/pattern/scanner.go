package pattern

import (
	"errors"
	"fmt"
	"slices"

	"github.com/tidemark/tidemark/market"
)

// Scanner looks for several kinds of patterns in one stream of bars. It measures each candle once for
// all of them. Make it with NewScanner.
type Scanner struct {
	kinds   []Kind
	signals [len(rules)]Signal // of the last bar, by Kind
	window  window
}

// NewScanner makes a Scanner for some kinds, each with TA-Lib's default penetration; give All()... for
// the whole set. A kind named twice counts once. It fails when there is none, or one is not valid.
func NewScanner(kinds ...Kind) (*Scanner, error) {
	if len(kinds) == 0 {
		return nil, errors.New("candle pattern scanner: name at least one pattern, or All()")
	}
	s := &Scanner{}
	for _, k := range kinds {
		if !k.Valid() {
			return nil, fmt.Errorf("candle pattern scanner: %w", k.invalid())
		}
		if !slices.Contains(s.kinds, k) {
			s.kinds = append(s.kinds, k)
		}
	}
	return s, nil
}

// Update takes the next bar. Range over Hits for the patterns it completes; a bar that is skipped has none.
func (s *Scanner) Update(bar market.Bar) {
	s.window.push(&bar)
	s.scan()
}

func (s *Scanner) scan() {
	for _, k := range s.kinds {
		s.signals[k] = s.window.signal(k, depths[k].penetration)
	}
}

// Hits yields the patterns found at the last bar, in the order in which NewScanner was given them.
// Write
//
//	for kind, signal := range scanner.Hits {
func (s *Scanner) Hits(yield func(Kind, Signal) bool) {
	for _, k := range s.kinds {
		if signal := s.signals[k]; signal != None && !yield(k, signal) {
			return
		}
	}
}

// Signal is the signal of one kind at the last bar; None when the Scanner does not look for it.
func (s *Scanner) Signal(kind Kind) Signal {
	if !kind.Valid() {
		return None
	}
	return s.signals[kind]
}

// Ready reports whether enough bars were seen for every pattern. Those with a shorter warm-up give
// their signals earlier.
func (s *Scanner) Ready() bool { return s.window.seen >= s.Warmup() }

// Warmup is how many bars it takes to be Ready.
func (s *Scanner) Warmup() int {
	longest := 0
	for _, k := range s.kinds {
		longest = max(longest, k.Warmup())
	}
	return longest
}

// Skipped counts the bars that were ignored, since NewScanner, Reset or UnmarshalBinary, because a price
// was not a usable number.
func (s *Scanner) Skipped() int { return s.window.skipped }

// Reset forgets all bars.
func (s *Scanner) Reset() {
	s.window = window{}
	clear(s.signals[:])
}

// AppendBinary appends the state, which is the last bars: a few hundred bytes that any Scanner or
// Pattern can take up. The kinds are not part of it. The error is always nil.
func (s *Scanner) AppendBinary(b []byte) ([]byte, error) { return s.window.append(b), nil }

// MarshalBinary is AppendBinary to a new slice.
func (s *Scanner) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// UnmarshalBinary takes up a state in place of the present one, or fails with ErrState and changes nothing.
func (s *Scanner) UnmarshalBinary(data []byte) error {
	restored, err := parseWindow(data)
	if err != nil {
		return fmt.Errorf("restore candle pattern scanner: %w; warm up from history instead", err)
	}
	s.window = restored
	s.scan()
	return nil
}
