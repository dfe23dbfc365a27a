package sim

import (
	"container/heap"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// expire ends the orders whose time is over at t, the oldest deadline first.
func (v *Venue) expire(t market.Time) {
	for v.ends.next <= t && v.ends.next != market.Never {
		w := v.ends.queue[0]
		heap.Pop(&v.ends.queue)
		if !w.outcome.done {
			v.timeOver(w)
		}
		v.ends.settle()
	}
}

func (v *Venue) timeOver(w *working) {
	v.noteNearest(w)
	if w.endCode == order.NotFilledAtOnce {
		v.cancel(w, w.endCode)
		return
	}
	v.expireOne(w, w.endCode)
}

// expireOne ends an order by its time in force.
func (v *Venue) expireOne(w *working, code order.Code) {
	v.end(w)
	v.sink(order.HasExpired{Header: v.header(w), Reason: order.Reason{Code: code, Detail: endings[code]}})
	v.endChildren(w)
}

// deadlines are the orders that will end by themselves.
type deadlines struct {
	queue deadlineQueue
	// next is when the first of them ends.
	next market.Time
}

func (d *deadlines) add(w *working) {
	heap.Push(&d.queue, w)
	d.settle()
}

// settle forgets orders at the head that have ended otherwise.
func (d *deadlines) settle() {
	for len(d.queue) > 0 && d.queue[0].outcome.done {
		heap.Pop(&d.queue)
	}
	d.next = market.Never
	if len(d.queue) > 0 {
		d.next = d.queue[0].ends
	}
}

// deadlineQueue is a heap by end, then by age of acceptance.
type deadlineQueue []*working

func (q deadlineQueue) Len() int { return len(q) }

func (q deadlineQueue) Less(i, j int) bool {
	if q[i].ends != q[j].ends {
		return q[i].ends < q[j].ends
	}
	return q[i].number < q[j].number
}

func (q deadlineQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

func (q *deadlineQueue) Push(w any) { *q = append(*q, w.(*working)) }

func (q *deadlineQueue) Pop() any {
	old := *q
	w := old[len(old)-1]
	old[len(old)-1] = nil
	*q = old[:len(old)-1]
	return w
}
