package tws

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

// maxForeign bounds what is remembered of other people's orders.
const maxForeign = 10_000

// A foreign order is one of somebody else, or a second one that names an order of ours.
type foreign struct {
	clientID, orderID int
	told              string // what was told of it last
}

// openForeign hears of an order that is not in the blotter: another client's, one made by hand, or one of ours from
// before this program was started.
func (b *blotter) openForeign(m *wire.OpenOrder) {
	if m.Order.Account != b.opts.Account {
		return
	}
	r := b.openReport(m, nil)
	b.adopt(m, &r)
	told := fmt.Sprint(r.State, r.Filled, r.Request.Quantity, r.Request.LimitPrice, r.Request.StopPrice)
	if b.foreign[m.Order.PermID].told == told {
		return
	}
	if len(b.foreign) >= maxForeign {
		clear(b.foreign) // each is told once more
	}
	b.foreign[m.Order.PermID] = foreign{m.Order.ClientID, m.OrderID, told}
	b.inbox.Notice(broker.ForeignOrder{Moment: moment(), Report: r})
}

// CancelForeign asks to end an order by its permanent id. TWS lets a client cancel its own orders only, by their number.
func (v *Venue) CancelForeign(id string) {
	b := v.blotter
	b.mu.Lock()
	defer b.mu.Unlock()
	permID, _ := strconv.ParseInt(id, 10, 64)
	f, known := b.foreign[permID]
	var err error
	switch {
	case !known:
		err = errors.New("it has not been seen")
	case f.clientID != b.opts.Client.ClientID || f.orderID <= 0:
		err = fmt.Errorf("it is of %s: cancel it there, or in TWS", or(b.owner(f.clientID, f.orderID, ""), "nobody"))
	case b.conn == nil:
		err = ErrNotConnected
	default:
		_, err = b.conn.Post(&wire.CancelOrder{OrderID: f.orderID}, func(error) {})
	}
	if err != nil {
		b.alarm("order %s at the broker cannot be cancelled from here: %v", id, err)
	}
}

// adopt enters an order that carries our reference and is not in the blotter, so that it can be changed and cancelled, and
// its fills be known. Nothing is told: what the engine makes of it follows from the report.
func (b *blotter) adopt(m *wire.OpenOrder, r *broker.Report) {
	o := &m.Order
	if r.ID == "" || r.Owner != "" || b.orders[r.ID] != nil {
		return
	}
	e := &entry{
		Request: r.Request, id: r.ID, in: r.Instrument, permID: o.PermID, parentID: o.ParentID,
		heard: true, agreed: true, filled: r.Filled, bag: m.Contract.SecType == wire.Combo,
	}
	b.enter(e)
	b.route(e, m.OrderID)
	if e.permID != 0 {
		b.perms[e.permID] = e
	}
}

// learn takes over what an inquiry found of a working order of ours.
func (b *blotter) learn(m *wire.OpenOrder, r *broker.Report) {
	b.adopt(m, r)
	e := b.orders[r.ID]
	if e == nil || e.over || e.foreign || e.hasAnother(m.Order.PermID) {
		return
	}
	b.bind(e, m.Order.PermID)
	if m.OrderID > 0 && e.orderID != m.OrderID {
		b.route(e, m.OrderID)
	}
	e.heard, e.change, e.parentID, e.bag = true, nil, m.Order.ParentID, m.Contract.SecType == wire.Combo
	if e.Type.Instructs() {
		r.Request = e.Request
	} else if change := unasked(&e.Request, &m.Order, b.opts.Account); change.Type != nil {
		e.Request = change.Apply(e.Request)
		b.emit(order.WasModified{Header: about(e.id), Change: change})
	}
	e.Quantity, e.LimitPrice, e.StopPrice = r.Request.Quantity, r.Request.LimitPrice, r.Request.StopPrice
	e.TrailAmount, e.TrailPercent, e.Offset = r.Request.TrailAmount, r.Request.TrailPercent, r.Request.Offset
	if e.cancel && !e.cancelSent {
		b.sendCancel(e)
	}
}

// untwin ends the doubt about orders of which the broker had two, where it lists one.
func (b *blotter) untwin(open []client.OpenOrder) {
	listed := map[*entry][]int64{}
	for _, row := range open {
		if e := b.perms[row.Order.PermID]; e != nil && len(e.twins) > 0 {
			listed[e] = append(listed[e], row.Order.PermID)
		}
	}
	for e, ids := range listed {
		if len(ids) == 1 {
			e.permID, e.twins = ids[0], nil
		}
	}
}

// settled takes over that an inquiry found an order of ours ended.
func (b *blotter) settled(r *broker.Report) {
	if e := b.orders[r.ID]; e != nil && r.State.Done() && r.State != order.Filled {
		b.finish(e)
	}
}

func (e *entry) hasAnother(permID int64) bool {
	return e.permID != 0 && permID != 0 && e.permID != permID
}
