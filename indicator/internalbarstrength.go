package indicator

import "github.com/tidemark/tidemark/market"

// InternalBarStrength is where the close lies in the bar's range, from 0 to 1:
// (close − low) / (high − low). It is undefined for a bar without a range. Warm-up: 1.
type InternalBarStrength struct{ core }

// NewInternalBarStrength makes the indicator.
func NewInternalBarStrength() *InternalBarStrength {
	s := &InternalBarStrength{}
	s.start(s, 1, named("InternalBarStrength"))
	return s
}

// Update adds a bar and returns the new Value.
func (s *InternalBarStrength) Update(b market.Bar) float64 {
	if !s.acceptBar(&b) {
		return s.Value()
	}
	return s.set((b.Close - b.Low) / (b.High - b.Low))
}

func (s *InternalBarStrength) state(*codec) {}
