package tws

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// A blotter is the orders of this client and what the broker said of them. An order is known by our id, which travels as
// its reference, and by IB's permanent id; the order id is only its route in one session. The loop, the connection and
// the clock all touch it, so one lock guards it; nothing waits while it is held.
type blotter struct {
	*Venue

	mu       sync.Mutex   // guards what follows
	conn     *client.Conn // nil while there is none
	readOnly bool         // the gateway refuses orders, of this connection
	orders   map[order.ID]*entry
	working  map[order.ID]*entry // those of orders that have not ended
	routes   map[int]*entry      // by order id, in this session
	perms    map[int64]*entry
	ended    []order.ID // the oldest first
	highest  int        // order id in use
	foreign  map[int64]foreign
	fills    fills
	pausing  int // orders that wait to be sent again
	resent   int // how often orders have been sent again
}

// remembered is how many ended orders are kept for what comes late.
const remembered = 20_000

// An entry is one order of ours.
type entry struct {
	order.Request // as the broker works it: as sent, with the changes that it confirmed

	id       order.ID
	strategy string
	in       *market.Instrument // nil when the run does not have it
	orderID  int
	permID   int64
	parentID int
	foreign  bool // made by another client id: it cannot be changed from here
	bag      bool // a combo at the broker, whether the run has it or not
	resumed  bool // of an earlier run, with what had filled then

	bill    *client.Waybill // until it has left
	attempt int
	sent    time.Time // when it left, zero before
	heard   bool      // the broker has said something of it
	agreed  bool      // the engine was told that it works, with its permanent id
	doubted bool
	over    bool
	refused func() // ends it while it was refused and waits to be sent again, else nil

	held   int // children that are still to come before it is transmitted
	family []*entry
	parent *entry

	change       *alteration
	cancel       bool // asked for
	cancelSent   bool
	filled       decimal.Decimal // by executions
	claimed      decimal.Decimal // by statuses
	claimedAt    time.Time
	twins        []int64
	alarmed      []int // codes and kinds of alarm that were raised
	rejectedText string
}

// An alteration is a change that is on its way.
type alteration struct {
	order.Change
	next order.Request
	at   time.Time // since when the answer is awaited, zero when not any more
}

func newBlotter(v *Venue) *blotter {
	return &blotter{
		Venue: v, orders: map[order.ID]*entry{}, working: map[order.ID]*entry{}, routes: map[int]*entry{},
		perms: map[int64]*entry{}, foreign: map[int64]foreign{}, fills: newFills(),
	}
}

// nextOrderID is above every order id that was used.
func (b *blotter) nextOrderID() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.highest + 1
}

// attach begins a session: routes of the one before count no more, except of orders of this client, which keep theirs.
func (b *blotter) attach(c *client.Conn) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.conn, b.readOnly = c, false
}

// detach ends a session. What had left and was not answered is in doubt.
func (b *blotter) detach(cause string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.conn = nil
	for _, e := range b.inOrder() {
		if !e.sent.IsZero() && !e.heard || e.change != nil || e.cancelSent {
			b.doubt(e, "the connection ended before the broker answered: "+cause)
		}
		e.cancelSent = false // it is sent again when the order is found working
		if e.change != nil {
			e.change.at = time.Time{}
		}
	}
}

// inOrder lists the working orders as they were sent.
func (b *blotter) inOrder() []*entry {
	list := make([]*entry, 0, len(b.working))
	for _, e := range b.working {
		list = append(list, e)
	}
	slices.SortFunc(list, func(x, y *entry) int {
		return cmp.Or(cmp.Compare(x.orderID, y.orderID), cmp.Compare(x.id, y.id))
	})
	return list
}

// enter adds an order.
func (b *blotter) enter(e *entry) {
	b.orders[e.id], b.working[e.id] = e, e
}

// route makes an order id lead to an order.
func (b *blotter) route(e *entry, orderID int) {
	e.orderID = orderID
	b.routes[orderID] = e
	b.highest = max(b.highest, orderID)
}

// Resume enters an order of an earlier run. What the broker has of it, the next inquiry finds out.
func (v *Venue) Resume(o *order.Order) {
	b := v.blotter
	b.mu.Lock()
	defer b.mu.Unlock()
	e := &entry{Request: o.Request, id: o.ID, strategy: o.Strategy, in: o.Instrument, filled: o.Filled, heard: true, resumed: true}
	e.cancel = o.State == order.PendingCancel
	b.enter(e)
	if permID, err := strconv.ParseInt(o.BrokerID, 10, 64); err == nil {
		e.permID = permID
		b.perms[permID] = e
	}
	if o.State.Done() {
		b.finish(e)
	}
}

// finish ends an order. It stays known for what comes late.
func (b *blotter) finish(e *entry) {
	if e.over {
		return
	}
	e.over, e.change = true, nil
	delete(b.working, e.id)
	b.ended = append(b.ended, e.id)
	for len(b.ended) > remembered {
		old := b.orders[b.ended[0]]
		b.ended = b.ended[1:]
		delete(b.orders, old.id)
		delete(b.perms, old.permID)
		if b.routes[old.orderID] == old {
			delete(b.routes, old.orderID)
		}
	}
}

// find is the order of ours that a message is about, nil when there is none. An order id counts only when nothing
// better contradicts it: an earlier session may have used it for another order.
func (b *blotter) find(ref string, permID int64, clientID, orderID int) *entry {
	if e := b.orders[order.ID(ref)]; e != nil && ref != "" && (clientID == b.opts.Client.ClientID || e.permID == permID) {
		return e
	}
	if e := b.perms[permID]; e != nil && permID != 0 {
		return e
	}
	e := b.routes[orderID]
	if e == nil || orderID <= 0 || clientID != b.opts.Client.ClientID || ref != "" && ref != string(e.id) {
		return nil
	}
	if permID != 0 && e.permID != 0 && permID != e.permID && ref == "" {
		return nil
	}
	return e
}

// bind notes the permanent id of an order. It may come late, and it is the same for ever: a second one is a second
// order at the broker.
func (b *blotter) bind(e *entry, permID int64) {
	switch {
	case permID == 0 || permID == e.permID || slices.Contains(e.twins, permID):
		return
	case e.permID == 0:
		e.permID = permID
		e.agreed = false // the engine is to learn the id
	default:
		e.twins = append(e.twins, permID)
		b.alarm("order %s has two orders at the broker, %d and %d", e.id, e.permID, permID)
	}
	b.perms[permID] = e
	b.release(permID)
}

func (b *blotter) emit(ev order.Event) { b.inbox.Order(ev) }

func about(id order.ID) order.Header { return order.Header{Order: id, Time: now()} }

// accept tells the engine that the broker works an order.
func (b *blotter) accept(e *entry) {
	if e.agreed || e.over {
		return
	}
	e.agreed, e.doubted = true, false
	b.emit(order.WasAccepted{Header: about(e.id), BrokerID: brokerID(e.permID)})
	if e.cancel && !e.cancelSent {
		b.sendCancel(e)
	}
}

func brokerID(permID int64) string {
	if permID == 0 {
		return ""
	}
	return strconv.FormatInt(permID, 10)
}

// doubt tells that nobody knows what the broker has of an order.
func (b *blotter) doubt(e *entry, why string) {
	if e.over || e.doubted {
		return
	}
	e.doubted, e.agreed = true, false
	b.emit(order.InDoubt{Header: about(e.id), Reason: order.Reason{Code: order.NoReason, Detail: why}})
}

// question is doubt that the broker can answer at once: the engine is to ask.
func (b *blotter) question(e *entry, why string) {
	if e.over || e.doubted {
		return
	}
	b.doubt(e, why)
	b.inbox.Notice(broker.Doubt{Moment: moment(), Cause: fmt.Sprintf("order %s: %s", e.id, why)})
}

// once reports whether an alarm of a kind is the first one of an order.
func (e *entry) once(kind int) bool {
	if slices.Contains(e.alarmed, kind) {
		return false
	}
	e.alarmed = append(e.alarmed, kind)
	return true
}

// listing is an order's instrument as IB has it, nil when that is not known.
func (b *blotter) listing(e *entry) *listing {
	if e.in == nil {
		return nil
	}
	return b.listings.of(e.in.ID)
}
