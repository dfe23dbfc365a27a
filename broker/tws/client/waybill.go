package client

import "github.com/tidemark/tidemark/broker/tws/wire"

// A Waybill is a message on its way out that nobody waits for.
type Waybill struct {
	queue  *queue
	parcel *parcel
}

// Post hands a message over and returns at once, for callers that must not wait for their turn. When it is its turn
// at once and the socket takes it whole, it has left when Post returns, and there is no Waybill and no call of told.
// Otherwise told is called once with what [Conn.Send] would have returned, from a goroutine of the connection: it must
// return quickly, and may post again. When Post itself fails, the message has not left and told is not called.
func (c *Conn) Post(m wire.Message, told func(error)) (*Waybill, error) {
	switch m := m.(type) {
	case *wire.PlaceOrder:
		c.ids.seen(m.OrderID)
	case *wire.ExerciseOptions:
		c.ids.seen(m.OrderID)
	}
	p, err := c.parcel(m, told)
	if err != nil {
		return nil, err
	}
	left, begun := c.dash(p)
	if left {
		return nil, nil
	}
	if !begun {
		if err := c.queue.put(p); err != nil {
			return nil, err
		}
	}
	return &Waybill{c.queue, p}, nil
}

// Withdraw takes the message back. After true it does not leave and told is not called; false says that it has
// left, or is just leaving.
func (w *Waybill) Withdraw() bool { return w.queue.drop(w.parcel) }
