package client

import (
	"encoding/binary"
	"reflect"
	"testing"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// TestEveryRequestIDIsFound: an answer with a RequestID that routing overlooks would reach nobody. Empty protobuf
// bodies make one of every kind; those that exist only as text are added by hand.
func TestEveryRequestIDIsFound(t *testing.T) {
	messages := []wire.Message{
		new(wire.TickEFP), new(wire.FundamentalData), new(wire.DeltaNeutralValidation), new(wire.BondDetails),
		new(wire.VerifyAndAuthMessageAPI), new(wire.VerifyAndAuthCompleted),
	}
	d := wire.NewDecoder(false, wire.MaxVersion)
	for id := range uint32(200) {
		m, err := d.Decode(binary.BigEndian.AppendUint32(nil, 200+id))
		if err != nil {
			t.Logf("id %d: %v", id, err)
			continue
		}
		if _, ok := m.(*wire.Unknown); !ok {
			messages = append(messages, m)
		}
	}
	if len(messages) < 80 {
		t.Errorf("only %d kinds of messages", len(messages))
	}
	for _, m := range messages {
		switch m.(type) {
		case *wire.Error, *wire.Executed: // routed by more than their id
			continue
		}
		field := reflect.ValueOf(m).Elem().FieldByName("RequestID")
		if field.IsValid() {
			field.SetInt(7)
		}
		id, ok := requestID(m)
		if ok != field.IsValid() || ok && id != 7 {
			t.Errorf("%v: id %d, %v", m.Kind(), id, ok)
		}
	}
}

func TestRouteOf(t *testing.T) {
	open, positions := shared(new(wire.OpenOrder)), shared(new(wire.Position))
	for _, c := range []struct {
		m    wire.Message
		want route
	}{
		{&wire.TickPrice{RequestID: 5}, route{to: request(5)}},
		{&wire.OpenOrder{}, route{open, true}},
		{&wire.OpenOrdersEnd{}, route{open, false}},
		{&wire.OrderStatus{}, route{open, true}},
		{&wire.OrderBound{}, route{orders: true}},
		{&wire.Executed{RequestID: -1}, route{orders: true}},
		{&wire.Executed{RequestID: 5}, route{to: request(5)}},
		{&wire.CommissionReport{}, route{shared(new(wire.CommissionReport)), true}},
		{&wire.Position{}, route{to: positions}},
		{&wire.PositionEnd{}, route{to: positions}},
		{&wire.CompletedOrdersEnd{}, route{to: shared(new(wire.CompletedOrder))}},
		{&wire.AccountDownloadEnd{}, route{to: shared(new(wire.AccountValue))}},
		{&wire.MarketRule{ID: 26}, route{to: rule(26)}},
		{&wire.CurrentTime{}, route{to: shared(new(wire.CurrentTime))}},
	} {
		if got := routeOf(c.m); got != c.want {
			t.Errorf("%v: %+v, want %+v", c.m.Kind(), got, c.want)
		}
	}
}
