package indicator

import "slices"

// sorted keeps the last n inputs in order of size. A push moves up to n numbers.
type sorted struct {
	inputs ring
	order  []float64 // of the inputs so far, ascending; its capacity is n
}

func newSorted(n int) sorted {
	return sorted{newRing(n), make([]float64, 0, size(n))}
}

func (s *sorted) push(x float64) {
	full := s.inputs.full
	if oldest := s.inputs.push(x); full {
		i, _ := slices.BinarySearch(s.order, oldest)
		s.order = slices.Delete(s.order, i, i+1)
	}
	i, _ := slices.BinarySearch(s.order, x)
	s.order = slices.Insert(s.order, i, x)
}

// below counts the inputs smaller than x.
func (s *sorted) below(x float64) int {
	i, _ := slices.BinarySearch(s.order, x)
	return i
}

func (s *sorted) state(c *codec) {
	s.inputs.state(c)
	if c.mode == writing {
		return
	}
	s.order = append(s.order[:0], s.inputs.held()...)
	slices.Sort(s.order)
}
