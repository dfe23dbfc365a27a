package simtest

import (
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/broker/tws/wirelog"
)

// wiretap notes what travels about orders and history, and every error.
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
	switch m.(type) {
	case *wire.PlaceOrder, *wire.CancelOrder, *wire.OpenOrder, *wire.OrderStatus, *wire.Executed, *wire.CommissionReport, *wire.Error,
		*wire.RequestHistoricalData, *wire.RealTimeBar, *wire.HistoricalData, *wire.RequestRealTimeBars, *wire.CancelRealTimeBars, *wire.RequestOpenOrders, *wire.RequestAllOpenOrders,
		*wire.RequestCompletedOrders, *wire.OpenOrdersEnd, *wire.CompletedOrder, *wire.CompletedOrdersEnd, *wire.ExecutionsEnd, *wire.RequestExecutions:
		w.note("    %s %s", arrow, wirelog.AppendMessage(nil, m))
	}
}
