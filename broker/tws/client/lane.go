package client

import (
	"fmt"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A Lane is the urgency of a message that waits to be sent.
type Lane int

// The lanes, the most urgent first.
const (
	CancelLane Lane = iota // cancels of orders
	OrderLane              // orders, exercises and modifications
	OtherLane              // everything else
	lanes
)

func (l Lane) String() string {
	switch l {
	case CancelLane:
		return "cancel"
	case OrderLane:
		return "order"
	case OtherLane:
		return "other"
	}
	return fmt.Sprintf("lane %d", int(l))
}

// laneOf returns where a message queues.
func laneOf(m wire.Message) Lane {
	switch m.(type) {
	case *wire.CancelOrder, *wire.GlobalCancel:
		return CancelLane
	case *wire.PlaceOrder, *wire.ExerciseOptions:
		return OrderLane
	}
	return OtherLane
}
