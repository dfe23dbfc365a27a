package tws

import (
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

// An instruction about an option travels as exerciseOptions, not as an order, and is answered like one: TWS shows it as a
// limit order to buy at 0 and carries no reference of ours, so only its numbers tell whose it is. (TWS API, "Option
// Exercising".) It is carried out at once where TWS is set to take exercise requests as final, else after the deadline of
// the day, until when it can be cancelled. Whether it needs to be in the money is asked before it is sent, so TWS is never told
// to override its own judgement.
//
// It is never sent twice. When a crash comes before TWS has named it by a permanent id, nothing there says that it is ours: the
// comparison after the restart ends it as one that never arrived, and what it brought all the same is booked as somebody
// else's trade in what the strategy held.

// message is what sends an order or an instruction.
func (b *blotter) message(e *entry, transmit bool) wire.Message {
	if !e.Type.Instructs() {
		return b.placement(e, &e.Request, transmit)
	}
	m := &wire.ExerciseOptions{
		OrderID: e.orderID, Action: wire.Exercise, Quantity: int(e.Quantity.IntPart()), Account: b.opts.Account,
	}
	if e.Type == order.Lapse {
		m.Action = wire.Lapse
	}
	if l := b.listing(e); l != nil {
		m.Contract = l.contract
	}
	return m
}

// instruction is the one of ours that an order at the broker is, nil when it is none.
func (b *blotter) instruction(permID int64, clientID, orderID int) *entry {
	if e := b.find("", permID, clientID, orderID); e != nil && e.Type.Instructs() {
		return e
	}
	return nil
}
