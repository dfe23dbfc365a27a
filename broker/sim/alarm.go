package sim

import "github.com/tidemark/tidemark/market"

// alarm is when an order ends by itself, or wakes because its good-after time has come.
type alarm struct {
	at    market.Time
	order *working
	// number is the order's: a working that has ended may serve another order by then.
	number uint64
	wakes  bool
}

// rings reports whether the alarm still means something.
func (a *alarm) rings() bool {
	w := a.order
	if w.number != a.number {
		return false
	}
	if a.wakes {
		return w.place == dormant && w.request.GoodAfter == a.at
	}
	return !w.outcome.done() && w.ends == a.at
}

// before is the order of alarms: by time, then by age of acceptance.
func (a *alarm) before(other *alarm) bool {
	if a.at != other.at {
		return a.at < other.at
	}
	return a.number < other.number
}

// deadlines are the alarms of all orders, a heap.
type deadlines struct {
	queue []alarm
	// next is when the first of them rings.
	next market.Time
}

func (d *deadlines) add(a alarm) {
	a.number = a.order.number
	d.queue = append(d.queue, a)
	for i := len(d.queue) - 1; i > 0; {
		up := (i - 1) / 2
		if !d.queue[i].before(&d.queue[up]) {
			break
		}
		d.queue[i], d.queue[up] = d.queue[up], d.queue[i]
		i = up
	}
	d.settle()
}

func (d *deadlines) pop() alarm {
	first := d.queue[0]
	last := len(d.queue) - 1
	d.queue[0], d.queue[last] = d.queue[last], alarm{}
	d.queue = d.queue[:last]
	for i := 0; ; {
		least := i
		for down := 2*i + 1; down <= 2*i+2 && down < last; down++ {
			if d.queue[down].before(&d.queue[least]) {
				least = down
			}
		}
		if least == i {
			return first
		}
		d.queue[i], d.queue[least] = d.queue[least], d.queue[i]
		i = least
	}
}

// settle forgets alarms at the head that mean nothing any more.
func (d *deadlines) settle() {
	for len(d.queue) > 0 && !d.queue[0].rings() {
		d.pop()
	}
	d.next = market.Never
	if len(d.queue) > 0 {
		d.next = d.queue[0].at
	}
}
