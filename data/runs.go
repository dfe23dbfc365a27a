package data

import (
	"math/bits"

	"github.com/tidemark/tidemark/market"
)

// run is a chain of lanes that are due at one time, by its first lane.
type run struct {
	time  market.Time
	first int32
}

// before is 1 when a is to be delivered before b, else 0. It is one subtraction over both fields,
// because a processor mispredicts every other branch on times that it cannot foresee.
func (a run) before(b run) int {
	const sign = 1 << 63
	_, borrow := bits.Sub64(uint64(a.first), uint64(b.first), 0)
	_, borrow = bits.Sub64(uint64(a.time)^sign, uint64(b.time)^sign, borrow)
	return int(borrow)
}

// runs is a binary heap, the earliest run first.
type runs []run

// put adds a run.
func (h *runs) put(added run) {
	*h = append(*h, added)
	h.rise(len(*h)-1, added)
}

// take removes the earliest run and returns its first lane, or none.
func (h *runs) take() int32 {
	s := *h
	if len(s) == 0 {
		return none
	}
	earliest, last := s[0], s[len(s)-1]
	*h = s[:len(s)-1]
	if len(*h) > 0 {
		h.sink(last)
	}
	return earliest.first
}

// exchange puts a run and takes the earliest, which may be the same. The heap is not empty.
func (h *runs) exchange(added run) int32 {
	earliest := (*h)[0]
	if added.before(earliest) == 1 {
		return added.first
	}
	h.sink(added)
	return earliest.first
}

// sink replaces the root: the hole goes down past the earlier of each two children to a leaf, and the
// moved run rises from there, which is seldom far.
func (h *runs) sink(moved run) {
	s := *h
	hole := 0
	for {
		child := 2*hole + 1
		if child+1 >= len(s) {
			if child < len(s) {
				s[hole] = s[child]
				hole = child
			}
			h.rise(hole, moved)
			return
		}
		child += s[child+1].before(s[child])
		s[hole] = s[child]
		hole = child
	}
}

// rise moves a run from a hole towards the root, to its place.
func (h *runs) rise(hole int, moved run) {
	s := *h
	for hole > 0 {
		parent := (hole - 1) / 2
		if moved.before(s[parent]) == 0 {
			break
		}
		s[hole] = s[parent]
		hole = parent
	}
	s[hole] = moved
}
