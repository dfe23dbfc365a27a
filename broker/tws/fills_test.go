package tws

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

// play runs a test with a fake clock.
func play(t *testing.T, name string, test func(t *testing.T)) {
	t.Run(name, func(t *testing.T) { synctest.Test(t, test) })
}

// The ids in the names are those of the catalogue of faults that live trading through TWS has shown.

func TestC1ExecutionsAloneCompleteAnOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", order.NewMarket("SPY", order.Buy, dec("100")))
		p := last[*wire.PlaceOrder](s)
		s.push(openOrder(p, 55501, wire.Submitted), executed(p, 55501, "0001.a.01.01", "100", "500.10"), fee("0001.a.01.01", "1.05"))
		done := s.is(o, order.Filled)
		f := only[order.WasFilled](s).Fill
		if done.BrokerID != "55501" || !f.Quantity.Equal(dec("100")) || !f.Price.Equal(dec("500.10")) || f.Instrument != s.spy ||
			f.Strategy != "alpha" || f.Side != order.Buy {
			t.Errorf("%+v", f)
		}
		// 10:00:01 in New York, in winter, is 15:00:01 UTC.
		if want := time.Date(2025, 3, 4, 15, 0, 1, 0, time.UTC); f.Time.UTC() != want {
			t.Errorf("time %v, want %v", f.Time, want)
		}
		if late := only[broker.LateFee](s); late.ExecID != "0001.a.01.01" || !late.Fee.Equal(dec("1.05")) || late.Currency != "USD" {
			t.Errorf("%+v", late)
		}
	})
}

func TestC2RepeatedStatusesChangeNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", order.NewMarket("SPY", order.Buy, dec("100")))
		p := last[*wire.PlaceOrder](s)
		for range 3 {
			s.push(working(p, 55501)...)
		}
		s.push(executed(p, 55501, "0001.a.01.01", "100", "500.10"))
		for range 3 {
			s.push(executed(p, 55501, "0001.a.01.01", "100", "500.10"), orderStatus(p, 55501, wire.Filled, "100"))
		}
		if done := s.is(o, order.Filled); !done.AveragePrice.Equal(dec("500.10")) {
			t.Errorf("average price %s", done.AveragePrice)
		}
		only[order.WasFilled](s)
		only[order.WasAccepted](s)
	})
}

func TestC3TheFillComesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t, func(s *scene) {
			s.take = func(p *peer, m wire.Message) bool {
				if place, ok := m.(*wire.PlaceOrder); ok { // before the call that wrote it can return
					p.send(executed(place, 55501, "0001.a.01.01", "100", "500.10"))
				}
				return false
			}
		})
		o := s.submit("a-1", order.NewMarket("SPY", order.Buy, dec("100")))
		p := last[*wire.PlaceOrder](s)
		s.push(orderStatus(p, 55501, wire.PreSubmitted, "0"), openOrder(p, 55501, wire.Submitted))
		s.is(o, order.Filled)
		only[order.WasFilled](s)
		none[broker.ForeignFill](s)
		none[broker.ForeignOrder](s)
		if n := len(s.blotter.fills.parked); n != 0 {
			t.Errorf("%d fills are parked", n)
		}
	})
}

func TestC4CancelLosesToTheFill(t *testing.T) {
	play(t, "full", func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", buy("100", "500"))
		p := last[*wire.PlaceOrder](s)
		s.push(working(p, 55501)...)
		s.Cancel("a-1")
		elapse(20 * time.Millisecond)
		if c := last[*wire.CancelOrder](s); c.OrderID != p.OrderID {
			t.Errorf("cancelled %d", c.OrderID)
		}
		s.push(orderStatus(p, 55501, wire.PendingCancel, "0"), executed(p, 55501, "0001.a.01.01", "100", "500"),
			orderStatus(p, 55501, wire.Filled, "100"), orderError(p, 10148, "OrderId 100 that needs to be cancelled can not be cancelled, state: Filled."))
		s.is(o, order.Filled)
		only[order.CancelRefused](s)
		none[order.InDoubt](s)
	})
	play(t, "part, after the cancel", func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", buy("100", "500"))
		p := last[*wire.PlaceOrder](s)
		s.push(working(p, 55501)...)
		s.Cancel("a-1")
		s.push(orderStatus(p, 55501, wire.Cancelled, "0"))
		elapse(200 * time.Millisecond)
		s.push(executed(p, 55501, "0001.a.01.01", "40", "500"))
		if done := s.is(o, order.Cancelled); !done.Filled.Equal(dec("40")) {
			t.Errorf("filled %s, want 40", done.Filled)
		}
	})
}

func TestC14CommissionComesWhenItComes(t *testing.T) {
	for _, c := range []struct{ name, first, then, want string }{
		{"pending at first", "-1", "1.05", "1.05"},
		{"a rebate", "-0.30", "", "-0.30"},
		{"never", "", "", ""},
	} {
		play(t, c.name, func(t *testing.T) {
			s := begin(t)
			s.submit("a-1", order.NewMarket("SPY", order.Buy, dec("100")))
			p := last[*wire.PlaceOrder](s)
			s.push(executed(p, 55501, "0001.a.01.01", "100", "500.10"))
			only[order.WasFilled](s) // at once
			for _, amount := range []string{c.first, c.then} {
				elapse(2 * time.Second)
				if amount != "" {
					s.push(fee("0001.a.01.01", amount))
				}
			}
			if c.want == "" {
				none[broker.LateFee](s)
			} else if late := only[broker.LateFee](s); !late.Fee.Equal(dec(c.want)) {
				t.Errorf("fee %s, want %s", late.Fee, c.want)
			}
		})
	}
	play(t, "before the execution", func(t *testing.T) {
		s := begin(t)
		s.submit("a-1", order.NewMarket("SPY", order.Buy, dec("100")))
		p := last[*wire.PlaceOrder](s)
		s.push(fee("0001.a.01.01", "1.05"), executed(p, 55501, "0001.a.01.01", "100", "500.10"))
		if f := only[order.WasFilled](s).Fill; !f.Fee.Equal(dec("1.05")) || f.FeeCurrency != "USD" {
			t.Errorf("%+v", f)
		}
		none[broker.LateFee](s)
	})
}

func TestC16CorrectionReplacesTheExecution(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", order.NewMarket("SPY", order.Buy, dec("100")))
		p := last[*wire.PlaceOrder](s)
		s.push(executed(p, 55501, "00025b46.63f8f39c.01.01", "100", "10.00"))
		elapse(time.Hour)
		for range 2 {
			s.push(executed(p, 55501, "00025b46.63f8f39c.01.02", "100", "9.90"))
		}
		s.push(executed(p, 55501, "00025b46.63f8f39c.01.01", "100", "10.00")) // replayed
		c := only[broker.CorrectedFill](s)
		if c.Replaced != "00025b46.63f8f39c.01.01" || c.Fill.Fill.ExecID != "00025b46.63f8f39c.01.02" || c.Fill.Fill.Order != "a-1" ||
			!c.Fill.Fill.Price.Equal(dec("9.90")) {
			t.Errorf("%+v", c)
		}
		if done := s.is(o, order.Filled); !done.Filled.Equal(dec("100")) {
			t.Errorf("filled %s", done.Filled)
		}
	})
}

func TestD2ManualOrdersAreForeign(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		for _, permID := range []int64{901, 902, 903} {
			m := &wire.OpenOrder{Contract: spyContract(), Order: wire.Order{
				Action: wire.Buy, TotalQuantity: dec("10"), OrderType: wire.Limit, LimitPrice: wire.Some(dec("480")), TimeInForce: "DAY",
				Account: account, PermID: permID, Transmit: true,
			}, State: wire.OrderState{Status: wire.Submitted}}
			s.push(m, m)
		}
		orders := events[broker.ForeignOrder](s)
		if len(orders) != 3 || orders[1].Report.BrokerID != "902" || orders[1].Report.ID != "" || orders[1].Report.Owner != "manual" ||
			orders[1].Report.Instrument != s.spy {
			t.Fatalf("%+v", orders)
		}
		x := executed(&wire.PlaceOrder{Contract: spyContract()}, 902, "0002.a.01.01", "10", "480")
		x.Execution.ClientID = 0
		s.push(x)
		if f := only[broker.ForeignFill](s); f.BrokerID != "902" || f.Fill.Order != "" || f.Fill.Instrument != s.spy {
			t.Errorf("%+v", f)
		}
		none[order.Event](s)
	})
}

func TestD3AnOrderIDIsOnlyARoute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t, func(s *scene) { s.nextID = 1514 })
		o := s.submit("stop", order.NewStop("SPY", order.Sell, dec("100"), dec("480")))
		p := last[*wire.PlaceOrder](s)
		if p.OrderID != 1514 {
			t.Fatalf("order id %d", p.OrderID)
		}
		s.push(openOrder(p, 55502, wire.PreSubmitted))
		entry := *p // of an earlier session, with the same number
		entry.Order.Ref, entry.Order.Action = "entry", wire.Buy
		s.push(executed(&entry, 55501, "0001.a.01.01", "100", "500"))
		if stop := s.is(o, order.Accepted); !stop.Filled.IsZero() {
			t.Errorf("the stop has %s filled", stop.Filled)
		}
		if f := only[broker.ForeignFill](s); f.Fill.Order != "entry" {
			t.Errorf("%+v", f)
		}
	})
}

func TestD6PermanentIDComesLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", buy("100", "500"))
		p := last[*wire.PlaceOrder](s)
		// The execution names the order by its permanent id alone, and comes before anything that binds it.
		x := executed(p, 55501, "0001.a.01.01", "100", "500")
		x.Execution.OrderID, x.Execution.OrderRef = 0, ""
		s.push(openOrder(p, 0, wire.PreSubmitted), orderStatus(p, 0, wire.PreSubmitted, "0"), x)
		none[order.WasFilled](s)
		none[broker.ForeignFill](s)
		s.push(openOrder(p, 55501, wire.Submitted), orderStatus(p, 55501, wire.Submitted, "0"))
		if done := s.is(o, order.Filled); done.BrokerID != "55501" {
			t.Errorf("broker id %q", done.BrokerID)
		}
		only[order.WasFilled](s)
		if n := len(s.blotter.fills.parked); n != 0 {
			t.Errorf("%d fills are parked", n)
		}
	})
}

func TestE6ALiquidationIsForeignAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		s.submit("a-1", buy("1", "400"))
		x := executed(&wire.PlaceOrder{OrderID: 2147483647, Contract: spyContract(), Order: wire.Order{Action: wire.Sell}}, 77, "0003.a.01.01", "231", "500")
		x.Execution.Liquidation, x.Execution.ClientID = true, 0
		s.push(x)
		if f := only[broker.ForeignFill](s); !f.Liquidation || !f.Fill.Signed().Equal(dec("-231")) || f.Fill.Order != "" {
			t.Errorf("%+v", f)
		}
	})
}

func TestE9AStatusDoesNotFill(t *testing.T) {
	play(t, "the execution comes 300 ms later", func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", buy("100", "500"))
		p := last[*wire.PlaceOrder](s)
		s.push(orderStatus(p, 55501, wire.Filled, "100"))
		none[order.WasFilled](s)
		elapse(300 * time.Millisecond)
		s.push(executed(p, 55501, "0001.a.01.01", "100", "500"))
		s.is(o, order.Filled)
		elapse(time.Minute)
		if n := len(sent[*wire.RequestExecutions](s)); n != 0 {
			t.Errorf("executions were asked for %d times", n)
		}
	})
	play(t, "J5: the execution is lost, and asked for", func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", buy("100", "500"))
		p := last[*wire.PlaceOrder](s)
		s.mu.Lock()
		s.fills = []wire.Message{executed(p, 55501, "0001.a.01.01", "100", "500"), fee("0001.a.01.01", "1")}
		s.mu.Unlock()
		s.push(orderStatus(p, 55501, wire.Filled, "100"))
		elapse(15 * time.Second)
		s.is(o, order.Filled)
		only[order.WasFilled](s)
		elapse(time.Minute)
		if n := len(sent[*wire.RequestExecutions](s)); n != 1 {
			t.Errorf("executions were asked for %d times", n)
		}
	})
}
