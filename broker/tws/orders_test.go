package tws

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

func TestC5TheAnswerEndsTheWaitForACancel(t *testing.T) {
	for _, c := range []struct {
		code  int
		text  string
		doubt bool
	}{
		{10147, "OrderId 100 that needs to be cancelled is not found.", true},
		{10148, "OrderId 100 that needs to be cancelled cannot be cancelled, state: Filled.", true},
		{161, "Cancel attempted when order is not in a cancellable state.", true},
		{136, "This order cannot be cancelled.", false},
	} {
		play(t, c.text, func(t *testing.T) {
			s := begin(t)
			o := s.submit("a-1", buy("100", "500"))
			p := last[*wire.PlaceOrder](s)
			s.push(working(p, 55501)...)
			s.Cancel("a-1")
			elapse(20 * time.Millisecond)
			s.push(orderError(p, c.code, c.text))
			only[order.CancelRefused](s)
			want := order.Accepted
			if c.doubt {
				want = order.Unknown // its fate is looked up
			}
			s.is(o, want)
			elapse(time.Minute)
			if n := len(sent[*wire.CancelOrder](s)); n != 1 {
				t.Errorf("cancelled %d times", n)
			}
		})
	}
}

func TestC6ACancelMayTakeAllNight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", buy("100", "500"))
		p := last[*wire.PlaceOrder](s)
		s.push(working(p, 55501)...)
		s.Cancel("a-1")
		elapse(16 * time.Hour)
		none[order.InDoubt](s)
		none[broker.Alarm](s)
		s.push(orderStatus(p, 55501, wire.Cancelled, "0"))
		s.is(o, order.Cancelled)
		if c := only[order.WasCancelled](s); c.Reason.Code != order.CancelledByStrategy {
			t.Error(c.Reason.Error())
		}
	})
}

func TestC7SilenceIsNotFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", buy("100", "500"))
		p := last[*wire.PlaceOrder](s)
		elapse(9 * time.Second)
		s.is(o, order.Submitted)
		elapse(2 * time.Second)
		s.is(o, order.Unknown)
		elapse(6 * time.Minute) // somebody clicks a dialog away
		s.push(working(p, 55501)...)
		if got := s.is(o, order.Accepted); got.BrokerID != "55501" {
			t.Errorf("broker id %q", got.BrokerID)
		}
		only[order.InDoubt](s)
		if n := len(sent[*wire.PlaceOrder](s)); n != 1 {
			t.Errorf("sent %d times", n)
		}
	})
}

func TestC8RejectedAtOnceWithItsReason(t *testing.T) {
	for code, text := range map[int]string{
		200: "No security definition has been found for the request", 460: "No trading permissions",
		201: "Order rejected - reason: insufficient equity", 203: "The security SPY is not available or allowed for this account",
	} {
		play(t, text, func(t *testing.T) {
			s := begin(t)
			o := s.submit("a-1", buy("100", "500"))
			p := last[*wire.PlaceOrder](s)
			s.push(orderError(p, code, text))
			if r := s.is(o, order.Rejected).Reason; r.Code != order.RejectedByVenue || !strings.Contains(r.Detail, text) {
				t.Error(r.Error())
			}
			s.push(orderStatus(p, 55501, wire.Inactive, "0"), orderStatus(p, 55501, wire.Cancelled, "0"))
			only[order.WasRejected](s)
			s.is(o, order.Rejected)
		})
	}
}

// An order that IB refuses for want of money has the reason that a backtest gives it.
func TestRejectedForWantOfMoney(t *testing.T) {
	for name, text := range map[string]string{
		"margin": "Order rejected - reason:YOUR ORDER IS NOT ACCEPTED. IN ORDER TO OBTAIN THE DESIRED POSITION YOUR EQUITY WITH LOAN " +
			"VALUE [390.06 USD] MUST EXCEED THE INITIAL MARGIN [434.70 USD]",
		"cash": "Order rejected - reason:CASH AVAILABLE: 28328.69; CASH NEEDED FOR THIS ORDER AND OTHER PENDING ORDERS: 56477.64",
		"small": "Order rejected - reason:YOUR ORDER IS NOT ACCEPTED. MINIMUM OF 2000 USD (OR EQUIVALENT IN OTHER CURRENCIES) REQUIRED " +
			"IN ORDER TO PURCHASE ON MARGIN, SELL SHORT, TRADE CURRENCY OR FUTURE",
	} {
		play(t, name, func(t *testing.T) {
			s := begin(t)
			o := s.submit("a-1", buy("100", "500"))
			s.push(orderError(last[*wire.PlaceOrder](s), 201, text))
			if r := s.is(o, order.Rejected).Reason; r.Code != order.InsufficientFunds || !strings.Contains(r.Detail, text) {
				t.Error(r.Error())
			}
		})
	}
}

func TestC9NotesAreNotOutcomes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", buy("100", "500").For(order.GTC))
		p := last[*wire.PlaceOrder](s)
		for range 2 {
			s.push(
				orderError(p, 10349, "Order TIF was set to DAY based on order preset."),
				orderError(p, 399, "Order Message:\nBUY 100 SPY\nWarning: Your order will not be placed at the exchange until 09:30"),
				orderError(p, 2109, "Outside Regular Trading Hours attribute is ignored"))
		}
		changed := openOrder(p, 55501, wire.Submitted)
		changed.Order.TimeInForce = "DAY"
		s.push(changed, changed)
		s.is(o, order.Accepted)
		alarms := events[broker.Alarm](s)
		if len(alarms) != 4 || !strings.Contains(alarms[3].Text, "time in force DAY instead of GTC") {
			t.Errorf("%+v", alarms)
		}
		s.push(executed(p, 55501, "0001.a.01.01", "100", "500"))
		s.is(o, order.Filled)
		if n := len(sent[*wire.PlaceOrder](s)) + len(sent[*wire.CancelOrder](s)); n != 1 {
			t.Errorf("%d messages about the order", n)
		}
	})
}

func TestC9ChangedTermsCanBeCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t, func(s *scene) { s.opts.CancelChanged = true })
		s.submit("a-1", buy("100", "500").For(order.GTC))
		p := last[*wire.PlaceOrder](s)
		changed := openOrder(p, 55501, wire.Submitted)
		changed.Order.TimeInForce = "DAY"
		s.push(changed)
		if c := last[*wire.CancelOrder](s); c.OrderID != p.OrderID {
			t.Error(c)
		}
	})
}

func TestC10OnlyTheModificationFailed(t *testing.T) {
	price := dec("45.55")
	for _, code := range []int{110, 321, 329, 105, 104, 201, 2102} {
		play(t, strconv.Itoa(code), func(t *testing.T) {
			s := begin(t)
			o := s.submit("a-1", buy("100", "66.00"))
			p := last[*wire.PlaceOrder](s)
			s.push(working(p, 55501)...)
			s.Modify("a-1", order.Change{LimitPrice: &price})
			elapse(20 * time.Millisecond)
			m := last[*wire.PlaceOrder](s)
			if m.OrderID != p.OrderID || !m.Order.LimitPrice.Value.Equal(price) || !m.Order.Transmit || m.Order.Ref != "a-1" {
				t.Fatalf("%+v", m)
			}
			s.push(orderError(p, code, "no"))
			only[order.ModifyRefused](s)
			if got := s.is(o, order.Accepted); !got.LimitPrice.Equal(dec("66.00")) {
				t.Errorf("limit %s", got.LimitPrice)
			}
			s.Cancel("a-1")
			elapse(20 * time.Millisecond)
			s.push(orderError(p, 202, "Order Canceled - reason:"))
			s.is(o, order.Cancelled)
		})
	}
	play(t, "confirmed", func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", buy("100", "66.00"))
		p := last[*wire.PlaceOrder](s)
		s.push(working(p, 55501)...)
		s.Modify("a-1", order.Change{LimitPrice: &price})
		elapse(20 * time.Millisecond)
		s.push(working(p, 55501)...) // a repetition of the old terms confirms nothing
		none[order.WasModified](s)
		s.push(working(last[*wire.PlaceOrder](s), 55501)...)
		only[order.WasModified](s)
		if got := s.is(o, order.Accepted); !got.LimitPrice.Equal(price) {
			t.Errorf("limit %s", got.LimitPrice)
		}
	})
	play(t, "never answered", func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", buy("100", "66.00"))
		p := last[*wire.PlaceOrder](s)
		s.push(working(p, 55501)...)
		s.Modify("a-1", order.Change{LimitPrice: &price})
		elapse(12 * time.Second)
		s.is(o, order.Unknown)
		s.push(working(last[*wire.PlaceOrder](s), 55501)...)
		if got := s.is(o, order.Accepted); !got.LimitPrice.Equal(price) {
			t.Errorf("limit %s", got.LimitPrice)
		}
	})
}

func TestC11InactiveIsNoEnd(t *testing.T) {
	play(t, "held for a locate", func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", order.NewLimit("SPY", order.Sell, dec("100"), dec("500")))
		p := last[*wire.PlaceOrder](s)
		held := orderStatus(p, 55501, wire.Inactive, "0")
		held.WhyHeld = "locate"
		s.push(held, orderError(p, 404, "Shares for this order are not immediately available for short sale"))
		s.is(o, order.Accepted)
		if n := only[order.Noted](s); n.Reason.Code != order.HeldByBroker {
			t.Error(n.Reason.Error())
		}
		elapse(20 * time.Minute)
		s.push(orderStatus(p, 55501, wire.Submitted, "0"), executed(p, 55501, "0001.a.01.01", "100", "500"))
		s.is(o, order.Filled)
	})
	play(t, "rejected", func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", buy("100", "500"))
		p := last[*wire.PlaceOrder](s)
		s.push(orderStatus(p, 55501, wire.Inactive, "0"), orderError(p, 201, "Order rejected - reason: no"))
		s.is(o, order.Rejected)
	})
	play(t, "transmitted by hand after a rejection", func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", buy("100", "500"))
		p := last[*wire.PlaceOrder](s)
		s.push(orderError(p, 201, "Order rejected - reason: no"), orderStatus(p, 55501, wire.Inactive, "0"))
		s.is(o, order.Rejected)
		s.push(orderStatus(p, 55501, wire.Submitted, "0"), executed(p, 55501, "0001.a.01.01", "100", "500"))
		s.is(o, order.Filled)
	})
}

func TestC12A202IsACancel(t *testing.T) {
	play(t, "ours", func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", buy("100", "500"))
		p := last[*wire.PlaceOrder](s)
		s.push(working(p, 55501)...)
		s.Cancel("a-1")
		elapse(20 * time.Millisecond)
		s.push(orderError(p, 202, "Order Canceled - reason:"), openOrder(p, 55501, wire.PendingCancel), orderStatus(p, 55501, wire.PendingCancel, "0"))
		s.is(o, order.Cancelled)
		if c := only[order.WasCancelled](s); c.Reason.Code != order.CancelledByStrategy {
			t.Error(c.Reason.Error())
		}
	})
	play(t, "unsolicited", func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", buy("100", "500"))
		p := last[*wire.PlaceOrder](s)
		s.push(working(p, 55501)...)
		s.push(orderError(p, 202, "Order Canceled - reason: exchange"))
		s.is(o, order.Cancelled)
		if c := only[order.WasCancelled](s); c.Reason.Code != order.CancelledByBroker || !strings.Contains(c.Reason.Detail, "exchange") {
			t.Error(c.Reason.Error())
		}
	})
}

func TestC17NothingIsChangedInDoubt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		o := s.submit("stop", order.NewStop("SPY", order.Sell, dec("100"), dec("480")))
		p := last[*wire.PlaceOrder](s)
		s.push(working(p, 55501)...)
		s.notice(1100, "Connectivity between IB and Trader Workstation has been lost.")
		price := dec("490")
		s.Modify("stop", order.Change{StopPrice: &price})
		elapse(20 * time.Millisecond)
		if r := only[order.ModifyRefused](s); r.Reason.Code != order.NotReady {
			t.Error(r.Reason.Error())
		}
		// The gateway has made two of one all the same.
		s.notice(1102, "Connectivity between IB and Trader Workstation has been restored - data maintained.")
		s.push(openOrder(p, 55502, wire.Submitted), openOrder(p, 55501, wire.Submitted))
		if f := only[broker.ForeignOrder](s); f.Report.BrokerID != "55502" || f.Report.ID != "stop" {
			t.Errorf("%+v", f)
		}
		s.CancelForeign("55502")
		elapse(20 * time.Millisecond)
		if c := last[*wire.CancelOrder](s); c.OrderID != p.OrderID {
			t.Error(c)
		}
		x := executed(p, 55502, "0001.a.01.01", "100", "480")
		s.push(x)
		s.is(o, order.Filled) // whichever fills, it is a fill of the intent
	})
}

func TestD1A103IsRetriedOnceUnderAFreshID(t *testing.T) {
	play(t, "once", func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", buy("100", "500"))
		p := last[*wire.PlaceOrder](s)
		s.push(orderError(p, 103, "Duplicate order id"))
		again := last[*wire.PlaceOrder](s)
		if again.OrderID <= p.OrderID || again.Order.Ref != "a-1" {
			t.Fatalf("%+v", again)
		}
		s.push(working(again, 55501)...)
		s.is(o, order.Accepted)
		only[order.WasSubmitted](s)
	})
	play(t, "not twice", func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", buy("100", "500"))
		for range 2 {
			s.push(orderError(last[*wire.PlaceOrder](s), 103, "Duplicate order id"))
		}
		s.is(o, order.Rejected)
		if n := len(sent[*wire.PlaceOrder](s)); n != 2 {
			t.Errorf("sent %d times", n)
		}
	})
	play(t, "ids in use are passed over", func(t *testing.T) {
		s := begin(t, func(s *scene) {
			old := openOrder(&wire.PlaceOrder{OrderID: 131, Contract: spyContract(), Order: wire.Order{
				Action: wire.Buy, TotalQuantity: dec("1"), OrderType: "LMT", LimitPrice: wire.Some(dec("400")), TimeInForce: "GTC", Account: account, Ref: "old",
			}}, 55400, wire.Submitted)
			s.open = []wire.Message{old}
		})
		s.Inquire()
		elapse(20 * time.Millisecond)
		s.submit("a-1", buy("100", "500"))
		if p := last[*wire.PlaceOrder](s); p.OrderID != 132 {
			t.Errorf("order id %d, want 132", p.OrderID)
		}
	})
}

func TestD5OrdersOfOthersAreNotCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		other := openOrder(&wire.PlaceOrder{OrderID: 5, Contract: spyContract(), Order: wire.Order{
			Action: wire.Buy, TotalQuantity: dec("1"), OrderType: "LMT", LimitPrice: wire.Some(dec("400")), TimeInForce: "GTC", Account: account, Ref: "x",
		}}, 777, wire.Submitted)
		other.Order.ClientID = 3
		s.push(other)
		if f := only[broker.ForeignOrder](s); f.Report.Owner != "client 3" || f.Report.ID != "" {
			t.Errorf("%+v", f)
		}
		s.CancelForeign("777")
		elapse(20 * time.Millisecond)
		only[broker.Alarm](s)
		if n := len(sent[*wire.CancelOrder](s)); n != 0 {
			t.Errorf("%d cancels", n)
		}
	})
}

func TestI6ADayOrderExpires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		o := s.submit("a-1", buy("100", "500"))
		p := last[*wire.PlaceOrder](s)
		s.push(working(p, 55501)...)
		elapse(6*time.Hour + time.Minute) // 16:01
		s.push(orderStatus(p, 55501, wire.Cancelled, "0"))
		if got := s.is(o, order.Expired); got.Reason.Code != order.SessionEnded {
			t.Error(got.Reason.Error())
		}
	})
}

func TestResumedOrdersCanBeChanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := stage(t)
		o := &order.Order{
			Request: order.NewStop("SPY", order.Sell, dec("100"), dec("480")).For(order.GTC), ID: "stop", Strategy: "alpha", Instrument: s.spy,
			State: order.Accepted, BrokerID: "55501",
		}
		s.Resume(o)
		p := &wire.PlaceOrder{OrderID: 88, Contract: spyContract(), Order: wire.Order{
			Action: wire.Sell, TotalQuantity: dec("100"), OrderType: "STP", AuxPrice: wire.Some(dec("480")), TimeInForce: "GTC", Account: account, Ref: "stop",
		}}
		s.open = working(p, 55501)
		s.start()
		s.Inquire()
		elapse(20 * time.Millisecond)
		truth := only[broker.Truth](s)
		if len(truth.Open) != 1 || truth.Open[0].ID != "stop" || truth.Open[0].State != order.Accepted || truth.Open[0].Request.Type != order.Stop {
			t.Fatalf("%+v", truth.Open)
		}
		price := dec("490")
		s.Modify("stop", order.Change{StopPrice: &price})
		elapse(20 * time.Millisecond)
		if m := last[*wire.PlaceOrder](s); m.OrderID != 88 || !m.Order.AuxPrice.Value.Equal(price) || m.Order.TimeInForce != "GTC" {
			t.Errorf("%+v", m)
		}
		s.push(executed(p, 55501, "0001.a.01.01", "100", "480"))
		if f := only[order.WasFilled](s); f.Fill.Order != "stop" || f.Fill.Strategy != "alpha" {
			t.Errorf("%+v", f)
		}
		if ids := slices.Collect(sentIDs(s)); len(ids) != 1 {
			t.Errorf("%v", ids)
		}
	})
}

func sentIDs(s *scene) func(func(int) bool) {
	return func(yield func(int) bool) {
		for _, p := range sent[*wire.PlaceOrder](s) {
			if !yield(p.OrderID) {
				return
			}
		}
	}
}

// 60 of 100 had filled before a restart, and are corrected after it: the order still has 40 to go, and can be cancelled.
func TestACorrectionOfBeforeARestartIsNoNewFill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := stage(t)
		s.Resume(&order.Order{
			Request: order.NewLimit("SPY", order.Buy, dec("100"), dec("480")).For(order.GTC), ID: "rest", Strategy: "alpha", Instrument: s.spy,
			State: order.PartiallyFilled, Filled: dec("60"), BrokerID: "55501",
		})
		p := &wire.PlaceOrder{OrderID: 88, Contract: spyContract(), Order: wire.Order{
			Action: wire.Buy, TotalQuantity: dec("100"), OrderType: "LMT", LimitPrice: wire.Some(dec("480")), TimeInForce: "GTC", Account: account, Ref: "rest",
		}}
		s.open = working(p, 55501)
		s.start()
		s.Inquire()
		elapse(20 * time.Millisecond)
		s.push(executed(p, 55501, "0001.a.01.02", "60", "479.50"))
		if f := only[order.WasFilled](s); f.Fill.Order != "rest" || !f.Fill.Price.Equal(dec("479.5")) {
			t.Errorf("%+v", f)
		}
		s.Cancel("rest")
		elapse(20 * time.Millisecond)
		if sent := sent[*wire.CancelOrder](s); len(sent) != 1 || sent[0].OrderID != 88 {
			t.Errorf("cancellations %+v, want one of order 88", sent)
		}
	})
}
