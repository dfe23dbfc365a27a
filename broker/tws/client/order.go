package client

import (
	"context"
	"fmt"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// Orders is the stream of all that happens to orders: [*wire.OpenOrder], [*wire.OrderStatus], [*wire.Executed],
// [*wire.CommissionReport], [*wire.OrderBound], and [*wire.Error] for the codes that carry an order id, warnings
// included (see [Classify]). It begins with the connection, repeats itself as the gateway does, and also shows
// what [Conn.OpenOrders] is answered with, but not what [Conn.Executions] is, except the commissions. It ends
// with [ErrOverflow] when 65536 events are unread.
func (c *Conn) Orders() *Stream[wire.Message] { return c.orders }

// PlaceOrder sends an order, or a modification of the working order with the same id. It returns when the socket
// has it; what becomes of it is told by [Conn.Orders]. Reserve a new order's id with [Conn.NextOrderID]. After a
// [*SendError] with MaybeSent ask what became of it before sending anything again.
func (c *Conn) PlaceOrder(ctx context.Context, m *wire.PlaceOrder) error {
	c.ids.seen(m.OrderID)
	return c.Send(ctx, m)
}

// CancelOrder asks to cancel an order of this client. It overtakes everything but other cancels.
func (c *Conn) CancelOrder(ctx context.Context, orderID int) error {
	return c.CancelOrderWith(ctx, orderID, wire.OrderCancel{})
}

// CancelOrderWith is [Conn.CancelOrder] with what some regulators want to know of a cancel, see [wire.OrderCancel].
func (c *Conn) CancelOrderWith(ctx context.Context, orderID int, details wire.OrderCancel) error {
	return c.Send(ctx, &wire.CancelOrder{OrderID: orderID, Cancel: details})
}

// ExerciseOptions exercises or lapses a position in options. It carries an order id, reserved with [Conn.NextOrderID];
// what becomes of it is told by [Conn.Orders].
func (c *Conn) ExerciseOptions(ctx context.Context, m *wire.ExerciseOptions) error {
	c.ids.seen(m.OrderID)
	return c.Send(ctx, m)
}

// AutoOpenOrders says whether orders that are entered by hand from now on belong to this client too, with an order id
// each. Only client 0 may.
func (c *Conn) AutoOpenOrders(ctx context.Context, bind bool) error {
	if c.opts.ClientID != 0 {
		return fmt.Errorf("client: bind manual orders to client %d: only client 0 may: connect as that", c.opts.ClientID)
	}
	return c.Send(ctx, &wire.RequestAutoOpenOrders{AutoBind: bind})
}

// GlobalCancel asks to cancel every order of the account, also those of other clients and manual ones.
func (c *Conn) GlobalCancel(ctx context.Context) error {
	return c.GlobalCancelWith(ctx, wire.OrderCancel{})
}

// GlobalCancelWith is [Conn.GlobalCancel] with what some regulators want to know of a cancel. Since server version 192.
func (c *Conn) GlobalCancelWith(ctx context.Context, details wire.OrderCancel) error {
	return c.Send(ctx, &wire.GlobalCancel{Cancel: details})
}

// An OpenOrder is a working order as reported. Status is nil when none was reported with it.
type OpenOrder struct {
	*wire.OpenOrder
	Status *wire.OrderStatus
}

// OpenOrders returns the working orders of this client; client 0 also takes over manual ones.
//
// The message that ends the list has no request id. A gateway that is set to download open orders at the
// connect ends that list in the same way, so wait for that before relying on the first answer.
func (c *Conn) OpenOrders(ctx context.Context) ([]OpenOrder, error) {
	return c.openOrders(ctx, &wire.RequestOpenOrders{})
}

// AllOpenOrders returns the working orders of all clients and the manual ones. Those cannot be changed from here.
func (c *Conn) AllOpenOrders(ctx context.Context) ([]OpenOrder, error) {
	return c.openOrders(ctx, &wire.RequestAllOpenOrders{})
}

func (c *Conn) openOrders(ctx context.Context, m wire.Message) ([]OpenOrder, error) {
	var rows []OpenOrder
	at := map[orderIdentity]int{}
	err := c.ask(ctx, question{
		request: m,
		keys:    []key{shared((*wire.OpenOrder)(nil))},
		take: func(m wire.Message) bool {
			switch m := m.(type) {
			case *wire.OpenOrder:
				id := identityOf(m.Order.PermID, m.Order.ClientID, m.OrderID)
				i, known := at[id]
				if !known {
					i = len(rows)
					rows = append(rows, OpenOrder{})
					at[id] = i
				}
				rows[i].OpenOrder = m
			case *wire.OrderStatus:
				if i, known := at[identityOf(m.PermID, m.ClientID, m.OrderID)]; known {
					rows[i].Status = m
				}
			case *wire.OpenOrdersEnd:
				return true
			}
			return false
		},
	})
	if err != nil {
		return nil, err
	}
	return rows, nil
}

// orderIdentity is the permanent id of an order, or what names it until it has one. An order id alone does not: other
// clients use the same, and after an outage one id can have two orders.
type orderIdentity struct {
	permID            int64
	clientID, orderID int
}

func identityOf(permID int64, clientID, orderID int) orderIdentity {
	if permID != 0 {
		return orderIdentity{permID: permID}
	}
	return orderIdentity{clientID: clientID, orderID: orderID}
}

// CompletedOrders returns the orders that ended today, with apiOnly only those that came through the API. They
// have no order id: see PermID and OrderRef. Since server version 150.
func (c *Conn) CompletedOrders(ctx context.Context, apiOnly bool) ([]*wire.CompletedOrder, error) {
	return all[*wire.CompletedOrder, *wire.CompletedOrdersEnd](ctx, c, question{
		request: &wire.RequestCompletedOrders{APIOnly: apiOnly},
		keys:    []key{shared((*wire.CompletedOrder)(nil))},
	})
}

// A Fill is an execution with its commission, which is nil when it was not reported yet.
type Fill struct {
	*wire.Executed
	Commission *wire.CommissionReport
}

// Executions returns the executions since midnight that the filter lets pass, the zero filter all. Corrections are
// rows of their own. The RequestID of filter is set.
func (c *Conn) Executions(ctx context.Context, filter wire.RequestExecutions) ([]Fill, error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	filter.RequestID = id
	var rows []Fill
	at := map[string]int{} // by execution id
	err = c.ask(ctx, question{
		request: &filter,
		keys:    []key{shared((*wire.CommissionReport)(nil)), request(id)},
		take: func(m wire.Message) bool {
			switch m := m.(type) {
			case *wire.Executed:
				at[m.Execution.ExecID] = len(rows)
				rows = append(rows, Fill{Executed: m})
			case *wire.CommissionReport:
				if i, known := at[m.ExecID]; known {
					rows[i].Commission = m
				}
			case *wire.ExecutionsEnd:
				return true
			}
			return false
		},
	})
	if err != nil {
		return nil, err
	}
	return rows, nil
}
