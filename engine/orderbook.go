package engine

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/shorttext"
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
	text   shorttext.Block
	// limit is the last number that may be used, and reserve moves it on; both mean nothing in a backtest.
	limit   int
	reserve func() error
	byID    map[order.ID]*entry
	// found is the order that was asked for last: events come several for one order.
	found   *entry
	working []*order.Order
	// ended is a ring, next its oldest; a place is nil before it is used, and when its order was reopened.
	ended []*entry
	next  int
	// spare entries serve new orders.
	spare []*entry
	// noisy is how many orders have news.
	noisy int
	// counted is what mayTrade answered, unless it is stale.
	counted []*order.Order
	stale   bool
}

// entry is an order in the book. Its id is here too: when the order is forgotten its memory is long cold.
type entry struct {
	id    order.ID
	order *order.Order
	news
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

func (n *news) any() bool { return n.changes > 0 || n.fills > 0 || n.ended }

func newOrderBook(prefix string, recent int) orderBook {
	return orderBook{prefix: prefix, ended: make([]*entry, recent), byID: map[order.ID]*entry{}, stale: true}
}

// newID makes an order id that is unique in the run, and for ever where numbers are reserved.
func (b *orderBook) newID(mark, owner string) order.ID {
	if b.reserve != nil {
		_ = b.reserve() // it has raised the alarm; while the store fails no order leaves
	}
	b.last++
	var buffer [48]byte
	text := strconv.AppendInt(append(buffer[:0], b.prefix...), int64(b.last), 10)
	return order.ID(b.text.String(append(append(text, mark...), owner...)))
}

func (b *orderBook) find(id order.ID) *order.Order {
	if x := b.entry(id); x != nil {
		return x.order
	}
	return nil
}

func (b *orderBook) entry(id order.ID) *entry {
	if b.found != nil && b.found.id == id {
		return b.found
	}
	x := b.byID[id]
	if x != nil {
		b.found = x
	}
	return x
}

// add makes an order findable; work also lists it as working.
func (b *orderBook) add(o *order.Order) {
	var x *entry
	if last := len(b.spare) - 1; last >= 0 {
		x, b.spare = b.spare[last], b.spare[:last]
	} else {
		x = new(entry)
	}
	x.id, x.order = o.ID, o
	b.byID[o.ID], b.found = x, x
}

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
	b.stale = true
	x := b.entry(o.ID)
	b.hush(x)
	b.forget(b.ended[b.next])
	b.ended[b.next] = x
	b.next = (b.next + 1) % len(b.ended)
}

// hush drops the news of an order.
func (b *orderBook) hush(x *entry) {
	if x.any() {
		b.noisy--
	}
	x.news = news{}
}

func (b *orderBook) forget(x *entry) {
	if x == nil {
		return
	}
	delete(b.byID, x.id)
	if b.found == x {
		b.found = nil
	}
	b.hush(x)
	x.order = nil
	b.spare = append(b.spare, x)
}

// reopen lists an order as working that had ended.
func (b *orderBook) reopen(o *order.Order) {
	if i := slices.Index(b.ended, b.entry(o.ID)); i >= 0 {
		b.ended[i] = nil
	}
	b.working = append(b.working, o)
	b.stale = true
}

// lastEnded copies the last n orders that ended, newest first.
func (b *orderBook) lastEnded(n int) []order.Order {
	list := []order.Order{}
	size := len(b.ended)
	for i := range min(2*n, size) { // a few may have been reopened; not the whole ring each time a status is made
		x := b.ended[(b.next-1-i+size)%size]
		if x == nil {
			continue
		}
		if list = append(list, *x.order.Clone()); len(list) == n {
			break
		}
	}
	return list
}

// asked remembers a change that is on its way.
func (b *orderBook) asked(id order.ID, quantity decimal.Decimal) {
	x := b.entry(id)
	if !x.any() {
		b.noisy++
	}
	x.changes, x.quantity = x.changes+1, decimal.Max(x.quantity, quantity)
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
	x := b.entry(ev.About().Order)
	if x == nil {
		return false
	}
	if !x.any() {
		b.noisy++
	}
	x.fills, x.ended = x.fills+fills, x.ended || ends
	return x.ended
}

// told forgets what an event, which is settled now, had announced or answered. It reports the answer to a
// change.
func (b *orderBook) told(ev order.Event) (answered bool) {
	if b.noisy == 0 {
		return false
	}
	x := b.entry(ev.About().Order)
	if x == nil || !x.any() {
		return false
	}
	switch ev.(type) {
	case order.WasModified, order.ModifyRefused:
		x.changes--
		answered = true
	case order.WasFilled:
		x.fills--
	case order.WasCancelled, order.HasExpired, order.WasRejected:
		x.ended = false
	}
	b.stale = true
	if !x.any() {
		b.noisy--
		x.news = news{}
	}
	return answered
}

// mayTrade is the working orders as risk must see them: with the largest quantity that each may soon have, and
// without those whose end is known and only waits to be told.
func (b *orderBook) mayTrade() []*order.Order {
	switch {
	case b.noisy == 0:
		return b.working
	case !b.stale:
		return b.counted
	}
	list := b.counted[:0]
	for _, o := range b.working {
		x := b.byID[o.ID]
		if x.ended && x.fills == 0 {
			continue
		}
		if x.changes > 0 && x.quantity.GreaterThan(o.Quantity) {
			grown := *o
			grown.Quantity = x.quantity
			o = &grown
		}
		list = append(list, o)
	}
	b.counted, b.stale = list, false
	return list
}
