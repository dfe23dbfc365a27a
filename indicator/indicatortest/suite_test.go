package indicatortest_test

import (
	"encoding/binary"
	"fmt"
	"math"
	"testing"

	"github.com/tidemark/tidemark/indicator"
	"github.com/tidemark/tidemark/indicator/indicatortest"
)

// streak is an indicator made outside package indicator: how often in a row the input has risen.
type streak struct {
	length, taken, skipped uint64
	last                   float64
}

func (s *streak) Update(x float64) float64 {
	if math.IsNaN(x) {
		s.skipped++
		return s.Value()
	}
	if x > s.last && s.taken > 0 {
		s.length++
	} else {
		s.length = 0
	}
	s.last = x
	s.taken++
	return s.Value()
}

func (s *streak) Value() float64 {
	if !s.Ready() {
		return math.NaN()
	}
	return float64(s.length)
}

func (s *streak) Ready() bool    { return s.taken >= 2 }
func (s *streak) Warmup() int    { return 2 }
func (s *streak) Skipped() int   { return int(s.skipped) }
func (s *streak) Reset()         { *s = streak{} }
func (s *streak) Err() error     { return nil }
func (s *streak) String() string { return "streak" }

func (s *streak) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, 'S')
	for _, word := range []uint64{s.length, s.taken, s.skipped, math.Float64bits(s.last)} {
		b = binary.BigEndian.AppendUint64(b, word)
	}
	return b, nil
}

func (s *streak) UnmarshalBinary(data []byte) error {
	if len(data) != 33 || data[0] != 'S' {
		s.Reset()
		return fmt.Errorf("streak: %w: %d bytes, want S and 32 more", indicator.ErrState, len(data))
	}
	word := func(i int) uint64 { return binary.BigEndian.Uint64(data[1+8*i:]) }
	*s = streak{word(0), word(1), word(2), math.Float64frombits(word(3))}
	return nil
}

var prices = []float64{3, 4, 5, 5, 4, 6, 7, 8, 2, 3, 3, 4, 5, 6, 1}

func TestOwnIndicator(t *testing.T) {
	indicatortest.Suite[float64]{
		New:    func() indicator.Series { return &streak{} },
		Inputs: prices,
		Bad:    []float64{math.NaN()},
	}.Run(t)
}

// TestOwnPart composes it with one of the package, the state of both being saved together.
func TestOwnPart(t *testing.T) {
	indicatortest.Suite[float64]{
		New:    func() indicator.Series { return indicator.Chain(indicator.NewSMA(3), &streak{}) },
		Inputs: prices,
		Bad:    []float64{math.NaN()},
	}.Run(t)
	mean := indicator.Chain(indicator.NewSMA(3), &streak{})
	for _, x := range []float64{3, 4, 5, 5} { // streaks 1, 2, 0
		mean.Update(x)
	}
	if mean.Value() != 1 {
		t.Errorf("mean streak is %v, want 1", mean.Value())
	}
}
