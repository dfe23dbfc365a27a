package report

import "slices"

// pile collects records one by one. A slice that grows by appending would be copied again and again, and a long run
// has millions of them.
type pile[T any] struct {
	full [][]T
	last []T
}

// mostInBlock is how many records a block of a pile has at the most.
const mostInBlock = 4096

// add is the place of the next record.
func (p *pile[T]) add() *T {
	if len(p.last) == cap(p.last) {
		if p.last != nil {
			p.full = append(p.full, p.last)
		}
		p.last = make([]T, 0, min(mostInBlock, max(16, 2*cap(p.last))))
	}
	p.last = p.last[:len(p.last)+1]
	return &p.last[len(p.last)-1]
}

// all is every record in the order they came, nil when there are none.
func (p *pile[T]) all() []T {
	if p.last == nil {
		return nil
	}
	return slices.Concat(append(p.full, p.last)...)
}
