package fault

import (
	"reflect"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// About is what a step happens about: the connection, client and message that caused it. Its zero value is nothing.
type About struct {
	Connection int  // its number, 0 for none
	Client     *int // nil for none
	Message    any  // a wire.Message or a *wire.Welcome; nil for none
	Order      int  // the order id it is about, 0 for none
	ID         int  // its request or order id, -1 for none

	hasID bool
	ref   string
}

// memoryMost bounds what an engine remembers of orders.
const memoryMost = 1 << 16

// orderKey is an order of a client.
type orderKey struct{ client, order int }

// memory knows to which orders executions belong, and their references.
type memory struct {
	refs  map[orderKey]string
	execs map[string]orderKey
}

func newMemory() memory { return memory{map[orderKey]string{}, map[string]orderKey{}} }

// about says what a message is about.
func (m *memory) about(connection int, client *int, message any) *About {
	a := &About{Connection: connection, Client: client, Message: message, ID: -1}
	switch x := message.(type) {
	case *wire.PlaceOrder:
		a.Order, a.ref = x.OrderID, x.Order.Ref
	case *wire.CancelOrder:
		a.Order = x.OrderID
	case *wire.OpenOrder:
		a.Order, a.ref = x.OrderID, x.Order.Ref
	case *wire.OrderStatus:
		a.Order = x.OrderID
	case *wire.CompletedOrder:
		a.ref = x.Order.Ref
	case *wire.Executed:
		a.Order, a.ref = x.Execution.OrderID, x.Execution.OrderRef
		if len(m.execs) < memoryMost {
			m.execs[x.Execution.ExecID] = orderKey{x.Execution.ClientID, a.Order}
		}
	case *wire.CommissionReport:
		a.Order = m.execs[x.ExecID].order
	case *wire.Error:
		a.Order = max(0, x.RequestID)
	}
	if id := reflect.ValueOf(message).Elem().FieldByName("RequestID"); id.IsValid() && id.CanInt() {
		a.ID, a.hasID = int(id.Int()), true
	}
	if a.Order != 0 {
		m.remember(a)
		if !a.hasID {
			a.ID = a.Order
		}
	}
	return a
}

func (m *memory) remember(a *About) {
	if a.Client == nil {
		return
	}
	key := orderKey{*a.Client, a.Order}
	switch {
	case a.ref == "":
		a.ref = m.refs[key]
	case len(m.refs) < memoryMost:
		m.refs[key] = a.ref
	}
}
