package engine

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/order"
)

// recentOrders is how many ended orders stay findable by their id; at a broker, which speaks of the orders of a whole
// day, it is liveOrders.
const (
	recentOrders = 1024
	liveOrders   = 1 << 16
)

// orderBook knows every working order and the most recent ones that ended.
type orderBook struct {
	prefix string
	last   int
	// limit is the last number that may be used, and reserve moves it on; both mean nothing in a backtest.
	limit   int
	reserve func() error
	byID    map[order.ID]*order.Order
	// found is the order that was asked for last: events come several for one order.
	found   *order.Order
	working []*order.Order
	ended   []order.ID
	next    int
	news    map[order.ID]news
	// counted is what mayTrade answered, unless it is stale.
	counted []*order.Order
	stale   bool
}

// news is what has been asked of an order or heard of it, and is not in the order yet.
type news struct {
	// changes are on their way; quantity is the largest that they may give the order.
	changes  int
	quantity decimal.Decimal
	// fills are waiting to be booked, behind them perhaps the order's end.
	fills int
	ended bool
}

func newOrderBook(prefix string, recent int) orderBook {
	return orderBook{prefix: prefix, ended: make([]order.ID, recent), byID: map[order.ID]*order.Order{}, news: map[order.ID]news{}, stale: true}
}

// newID makes an order id that is unique in the run, and for ever where numbers are reserved.
func (b *orderBook) newID(mark, owner string) order.ID {
	if b.reserve != nil {
		_ = b.reserve() // it has raised the alarm; while the store fails no order leaves
	}
	b.last++
	var buffer [48]byte
	text := strconv.AppendInt(append(buffer[:0], b.prefix...), int64(b.last), 10)
	return order.ID(append(append(text, mark...), owner...))
}

func (b *orderBook) find(id order.ID) *order.Order {
	if b.found != nil && b.found.ID == id {
		return b.found
	}
	o := b.byID[id]
	if o != nil {
		b.found = o
	}
	return o
}

// add makes an order findable; work also lists it as working.
func (b *orderBook) add(o *order.Order) { b.byID[o.ID], b.found = o, o }

func (b *orderBook) work(o *order.Order) {
	b.working = append(b.working, o)
	if !b.stale {
		b.counted = append(b.counted, o)
	}
}

// end takes an order off the working list, if it got there, and forgets the oldest ended one.
func (b *orderBook) end(o *order.Order) {
	if i := slices.Index(b.working, o); i >= 0 {
		b.working = slices.Delete(b.working, i, i+1)
	}
	if len(b.news) > 0 {
		delete(b.news, o.ID)
	}
	b.stale = true
	b.forget(b.ended[b.next])
	b.ended[b.next] = o.ID
	b.next = (b.next + 1) % len(b.ended)
}

func (b *orderBook) forget(id order.ID) {
	if id == "" {
		return
	}
	delete(b.byID, id)
	if b.found != nil && b.found.ID == id {
		b.found = nil
	}
}

// reopen lists an order as working that had ended.
func (b *orderBook) reopen(o *order.Order) {
	if i := slices.Index(b.ended, o.ID); i >= 0 {
		b.ended[i] = ""
	}
	b.working = append(b.working, o)
	b.stale = true
}

// lastEnded copies the last n orders that ended, newest first.
func (b *orderBook) lastEnded(n int) []order.Order {
	list := []order.Order{}
	size := len(b.ended)
	for i := range min(2*n, size) { // a few may have been reopened; not the whole ring each time a status is made
		o := b.byID[b.ended[(b.next-1-i+size)%size]]
		if o == nil {
			continue
		}
		if list = append(list, *o.Clone()); len(list) == n {
			break
		}
	}
	return list
}

// asked remembers a change that is on its way.
func (b *orderBook) asked(id order.ID, quantity decimal.Decimal) {
	n := b.news[id]
	n.changes, n.quantity = n.changes+1, decimal.Max(n.quantity, quantity)
	b.news[id] = n
	b.stale = true
}

// heard remembers an event that waits to be settled; it reports the end of an order.
func (b *orderBook) heard(ev order.Event) (ended bool) {
	fills, ends := 0, false
	switch ev.(type) {
	case order.WasFilled:
		fills = 1
	case order.WasCancelled, order.HasExpired, order.WasRejected:
		ends = true
		b.stale = true
	default:
		return false
	}
	id := ev.About().Order
	n := b.news[id]
	n.fills, n.ended = n.fills+fills, n.ended || ends
	b.news[id] = n
	return n.ended
}

// told forgets what an event, which is settled now, had announced or answered. It reports the answer to a
// change.
func (b *orderBook) told(ev order.Event) (answered bool) {
	if len(b.news) == 0 {
		return false
	}
	id := ev.About().Order
	n, ok := b.news[id]
	if !ok {
		return false
	}
	switch ev.(type) {
	case order.WasModified, order.ModifyRefused:
		n.changes--
		answered = true
	case order.WasFilled:
		n.fills--
	case order.WasCancelled, order.HasExpired, order.WasRejected:
		n.ended = false
	}
	b.stale = true
	if n.changes <= 0 && n.fills <= 0 && !n.ended {
		delete(b.news, id)
		return answered
	}
	b.news[id] = n
	return answered
}

// mayTrade is the working orders as risk must see them: with the largest quantity that each may soon have, and
// without those whose end is known and only waits to be told.
func (b *orderBook) mayTrade() []*order.Order {
	switch {
	case len(b.news) == 0:
		return b.working
	case !b.stale:
		return b.counted
	}
	list := b.counted[:0]
	for _, o := range b.working {
		n := b.news[o.ID]
		if n.ended && n.fills == 0 {
			continue
		}
		if n.changes > 0 && n.quantity.GreaterThan(o.Quantity) {
			grown := *o
			grown.Quantity = n.quantity
			o = &grown
		}
		list = append(list, o)
	}
	b.counted, b.stale = list, false
	return list
}
