package gateway

import (
	"container/heap"
	"slices"
)

// agenda is what is to be done later, in the order of its times and, at one time, of its entry. It belongs to
// the loop.
type agenda[T ~int64] struct {
	items     agendaItems[T]
	count     uint64
	cancelled int // of the items
}

// task is an entry; a cancelled one is passed over.
type task[T ~int64] struct {
	agenda *agenda[T]
	at     T
	entry  uint64
	do     func()
}

// cancel makes the task do nothing. A nil task may be cancelled, and one that is done.
func (t *task[T]) cancel() {
	if t == nil || t.do == nil {
		return
	}
	t.do = nil
	t.agenda.cancelled++
	t.agenda.clear()
}

// cancelledMost is how many cancelled tasks may wait for their time, beyond as many as there are others.
const cancelledMost = 64

// clear throws the cancelled tasks out when they are most of all.
func (a *agenda[T]) clear() {
	if a.cancelled <= cancelledMost+len(a.items)/2 {
		return
	}
	a.items = slices.DeleteFunc(a.items, func(t *task[T]) bool { return t.do == nil })
	a.cancelled = 0
	heap.Init(&a.items)
}

func (a *agenda[T]) add(at T, do func()) *task[T] {
	a.count++
	t := &task[T]{agenda: a, at: at, entry: a.count, do: do}
	heap.Push(&a.items, t)
	return t
}

// next is the time of the first task; never when there is none.
func (a *agenda[T]) next(never T) T {
	for len(a.items) > 0 && a.items[0].do == nil {
		heap.Pop(&a.items)
		a.cancelled--
	}
	if len(a.items) == 0 {
		return never
	}
	return a.items[0].at
}

// run does what is due at now.
func (a *agenda[T]) run(now T) {
	for len(a.items) > 0 && a.items[0].at <= now {
		t := heap.Pop(&a.items).(*task[T])
		do := t.do
		if t.do = nil; do == nil {
			a.cancelled--
			continue
		}
		do()
	}
}

type agendaItems[T ~int64] []*task[T]

func (h agendaItems[T]) Len() int      { return len(h) }
func (h agendaItems[T]) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h agendaItems[T]) Less(i, j int) bool {
	if h[i].at != h[j].at {
		return h[i].at < h[j].at
	}
	return h[i].entry < h[j].entry
}
func (h *agendaItems[T]) Push(x any) { *h = append(*h, x.(*task[T])) }
func (h *agendaItems[T]) Pop() any {
	last := len(*h) - 1
	t := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	return t
}
