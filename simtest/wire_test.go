package simtest

import (
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/broker/tws/wirelog"
)

// wiretap notes what travels about orders and bars, and every error. Answers about all orders are left out.
type wiretap struct {
	note     func(string, ...any)
	decoders [2]*wire.Decoder
}

func (w *wiretap) Session(version, _ int) {
	w.decoders = [2]*wire.Decoder{wire.NewDecoder(false, version), wire.NewDecoder(true, version)}
}

func (w *wiretap) Frame(fromClient bool, payload []byte) {
	arrow, decoder := "<-", w.decoders[0]
	if fromClient {
		arrow, decoder = "->", w.decoders[1]
	}
	m, err := decoder.Decode(payload)
	if err != nil {
		w.note("    %s %v", arrow, err)
		return
	}
	switch m := m.(type) {
	case *wire.OrderStatus:
		w.note("    <- status of %d %d: %v filled %v remaining %v %s", m.OrderID, m.PermID, m.Status, m.Filled, m.Remaining, m.WhyHeld)
		return
	case *wire.OpenOrder:
		w.note("    <- open order %d %s %d %v %v", m.OrderID, m.Order.Ref, m.Order.PermID, m.Order.TotalQuantity, m.State.Status)
		return
	case *wire.CompletedOrder:
		w.note("    <- completed order %s %d %v", m.Order.Ref, m.Order.PermID, m.State.Status)
		return
	case *wire.Executed:
		w.note("    <- executed [%d] %s of %d %s: %v at %v", m.RequestID, m.Execution.ExecID, m.Execution.OrderID, m.Execution.OrderRef, m.Execution.Shares, m.Execution.Price)
		return
	case *wire.PlaceOrder:
		w.note("    -> place %d %s %v %v transmit %v parent %d oca %v", m.OrderID, m.Order.Ref, m.Order.Action, m.Order.TotalQuantity, m.Order.Transmit, m.Order.ParentID, m.Order.OCA)
		return
	case *wire.CommissionReport, *wire.AccountSummary, *wire.OpenOrdersEnd, *wire.CompletedOrdersEnd, *wire.ExecutionsEnd,
		*wire.CancelOrder, *wire.Error, *wire.RequestHistoricalData, *wire.RealTimeBar, *wire.HistoricalData, *wire.RequestRealTimeBars,
		*wire.CancelRealTimeBars, *wire.RequestOpenOrders, *wire.RequestAllOpenOrders, *wire.RequestCompletedOrders, *wire.RequestExecutions:
		w.note("    %s %s", arrow, wirelog.AppendMessage(nil, m))
	}
}
