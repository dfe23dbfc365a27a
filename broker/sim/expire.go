package sim

import (
	"container/heap"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// expire ends the orders whose time is over at t, the oldest deadline first.
func (v *Venue) expire(t market.Time) {
	for v.ends.next <= t && v.ends.next != market.Never {
		a := heap.Pop(&v.ends.queue).(alarm)
		switch {
		case !a.rings():
		case a.wakes:
			a.order.place = nowhere
			a.order.since, a.order.noted = v.now, order.NoReason
			v.begin(a.order)
		default:
			v.timeOver(a.order)
		}
		v.ends.settle()
	}
}

func (v *Venue) timeOver(w *working) {
	if w.place == closing {
		v.closeFromMemory(w)
		if w.outcome.done {
			return
		}
	}
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

// alarm is when an order ends by itself, or wakes because its good-after time has come.
type alarm struct {
	at    market.Time
	order *working
	wakes bool
}

// rings reports whether the alarm still means something.
func (a *alarm) rings() bool {
	w := a.order
	if a.wakes {
		return w.place == dormant && w.request.GoodAfter == a.at
	}
	return !w.outcome.done && w.ends == a.at
}

// deadlines are the alarms of all orders.
type deadlines struct {
	queue deadlineQueue
	// next is when the first of them rings.
	next market.Time
}

func (d *deadlines) add(a alarm) {
	heap.Push(&d.queue, a)
	d.settle()
}

// settle forgets alarms at the head that mean nothing any more.
func (d *deadlines) settle() {
	for len(d.queue) > 0 && !d.queue[0].rings() {
		heap.Pop(&d.queue)
	}
	d.next = market.Never
	if len(d.queue) > 0 {
		d.next = d.queue[0].at
	}
}

// deadlineQueue is a heap by time, then by age of acceptance.
type deadlineQueue []alarm

func (q deadlineQueue) Len() int { return len(q) }

func (q deadlineQueue) Less(i, j int) bool {
	if q[i].at != q[j].at {
		return q[i].at < q[j].at
	}
	return q[i].order.number < q[j].order.number
}

func (q deadlineQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

func (q *deadlineQueue) Push(w any) { *q = append(*q, w.(alarm)) }

func (q *deadlineQueue) Pop() any {
	old := *q
	w := old[len(old)-1]
	old[len(old)-1] = alarm{}
	*q = old[:len(old)-1]
	return w
}
