package engine

import (
	"slices"
	"strconv"

	"github.com/tidemark/tidemark/order"
)

// recentOrders is how many ended orders stay findable by their id.
const recentOrders = 1024

// orderBook knows every working order and the most recent ones that ended.
type orderBook struct {
	prefix  string
	last    int
	byID    map[order.ID]*order.Order
	working []*order.Order
	ended   [recentOrders]order.ID
	next    int
}

func newOrderBook(prefix string) orderBook {
	return orderBook{prefix: prefix, byID: map[order.ID]*order.Order{}}
}

// newIDs makes order ids that are unique in the run.
func (b *orderBook) newIDs(n int) []order.ID {
	ids := make([]order.ID, n)
	for i := range ids {
		b.last++
		ids[i] = order.ID(b.prefix + strconv.Itoa(b.last))
	}
	return ids
}

func (b *orderBook) find(id order.ID) *order.Order { return b.byID[id] }

// add makes an order findable; work also lists it as working.
func (b *orderBook) add(o *order.Order) { b.byID[o.ID] = o }

func (b *orderBook) work(o *order.Order) { b.working = append(b.working, o) }

// end takes an order off the working list, if it got there, and forgets the oldest ended one.
func (b *orderBook) end(o *order.Order) {
	if i := slices.Index(b.working, o); i >= 0 {
		b.working = slices.Delete(b.working, i, i+1)
	}
	delete(b.byID, b.ended[b.next])
	b.ended[b.next] = o.ID
	b.next = (b.next + 1) % recentOrders
}
