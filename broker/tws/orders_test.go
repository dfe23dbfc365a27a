package tws

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// TestPlacement: the terms as the documentation of IB's orders spells them.
func TestPlacement(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		till := market.At(time.Date(2025, 3, 5, 14, 30, 0, 0, time.UTC))
		limit := buy("100", "500.25")
		limit.OutsideRTH, limit.OCA = true, "group"
		for i, c := range []struct {
			r    order.Request
			want wire.Order
		}{
			{order.NewMarket("SPY", order.Sell, dec("3")), wire.Order{Action: wire.Sell, TotalQuantity: dec("3"), OrderType: "MKT", TimeInForce: "DAY"}},
			{limit, wire.Order{Action: wire.Buy, TotalQuantity: dec("100"), OrderType: "LMT", LimitPrice: wire.Some(dec("500.25")), TimeInForce: "DAY",
				OutsideRTH: true, OCA: wire.OCA{Group: "group", Type: wire.CancelWithBlock}}},
			{order.NewStop("SPY", order.Sell, dec("1"), dec("480")).For(order.GTC), wire.Order{Action: wire.Sell, TotalQuantity: dec("1"),
				OrderType: "STP", AuxPrice: wire.Some(dec("480")), TimeInForce: "GTC"}},
			{order.NewStopLimit("SPY", order.Sell, dec("1"), dec("480"), dec("479")).For(order.OPG).Until(till), wire.Order{Action: wire.Sell,
				TotalQuantity: dec("1"), OrderType: "STP LMT", AuxPrice: wire.Some(dec("480")), LimitPrice: wire.Some(dec("479")),
				TimeInForce: "GTD", GoodTillDate: "20250305-14:30:00"}},
			{buy("1", "400").For(order.IOC), wire.Order{Action: wire.Buy, TotalQuantity: dec("1"), OrderType: "LMT", LimitPrice: wire.Some(dec("400")), TimeInForce: "IOC"}},
			{buy("1", "400").For(order.FOK), wire.Order{Action: wire.Buy, TotalQuantity: dec("1"), OrderType: "LMT", LimitPrice: wire.Some(dec("400")), TimeInForce: "FOK"}},
			{buy("1", "400").For(order.OPG), wire.Order{Action: wire.Buy, TotalQuantity: dec("1"), OrderType: "LMT", LimitPrice: wire.Some(dec("400")), TimeInForce: "OPG"}},
		} {
			id := string(rune('a' + i))
			s.submit(id, c.r)
			got := last[*wire.PlaceOrder](s)
			want := c.want
			want.Account, want.Ref, want.Transmit, want.Short.ExemptCode, want.ClientID = account, id, true, -1, got.Order.ClientID
			if got.OrderID != 100+i || got.Contract.ConID != spyConID || got.Contract.Exchange != "SMART" || !sameOrder(&got.Order, &want) {
				t.Errorf("%+v: order id %d, %s", c.r, got.OrderID, cmp.Diff(want, got.Order))
			}
		}
	})
}

func sameOrder(a, b *wire.Order) bool {
	return a.Action == b.Action && a.TotalQuantity.Equal(b.TotalQuantity) && a.OrderType == b.OrderType && a.TimeInForce == b.TimeInForce &&
		a.LimitPrice.Valid == b.LimitPrice.Valid && a.LimitPrice.Value.Equal(b.LimitPrice.Value) && a.AuxPrice.Valid == b.AuxPrice.Valid &&
		a.AuxPrice.Value.Equal(b.AuxPrice.Value) && a.GoodTillDate == b.GoodTillDate && a.Account == b.Account && a.Ref == b.Ref &&
		a.Transmit == b.Transmit && a.OutsideRTH == b.OutsideRTH && a.OCA == b.OCA && a.ParentID == b.ParentID && a.Short == b.Short
}

// TestRefusals: what cannot be sent as it is meant is refused, and nothing leaves.
func TestRefusals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		for i, c := range []struct {
			r    order.Request
			want order.Code
		}{
			{buy("100", "500.255"), order.OffPriceGrid},
			{buy("0.5", "500"), order.OffSizeGrid},
			{order.NewStop("SPY", order.Sell, dec("1"), dec("480")).For(order.IOC), order.Unsupported},
			{order.NewStop("SPY", order.Sell, dec("1"), dec("480")).For(order.OPG), order.Unsupported},
			{buy("1", "500").Until(market.At(time.Now())), order.AlreadyExpired}, // I2: a time in the past is refused here
			{order.Request{Symbol: "SPY", Quantity: dec("1"), Parent: "nobody"}, order.UnknownOrder},
		} {
			o := s.submit(string(rune('a'+i)), c.r)
			if got := s.is(o, order.Rejected).Reason; got.Code != c.want {
				t.Errorf("%+v: %v, want %v", c.r, got.Error(), c.want)
			}
		}
		if n := len(sent[*wire.PlaceOrder](s)); n != 0 {
			t.Errorf("%d orders left", n)
		}
	})
}

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

// TestF6ACancelOvertakes: and an order that is cancelled before it has left never leaves (J3).
func TestF6ACancelOvertakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t, func(s *scene) { s.opts.Client.Rate = 45 })
		elapse(time.Minute)
		var orders []*order.Order
		start := time.Now()
		for i := range 200 {
			o := &order.Order{Request: buy("1", "400"), ID: order.ID("a-" + time.Duration(i).String()), Strategy: "alpha", Instrument: s.spy}
			orders = append(orders, o)
			s.Venue.Submit(o)
		}
		elapse(time.Second)
		placed := len(sent[*wire.PlaceOrder](s))
		for _, o := range orders {
			s.Cancel(o.ID)
		}
		elapse(30 * time.Second)
		places, cancels := sent[*wire.PlaceOrder](s), sent[*wire.CancelOrder](s)
		if placed < 45 || placed > 50 || len(places) > placed+1 {
			t.Errorf("%d orders left in the first second, %d in all", placed, len(places))
		}
		if len(cancels) != len(places) {
			t.Errorf("%d cancels for %d orders", len(cancels), len(places))
		}
		for i := 50; i < len(s.got); i++ {
			if gap := s.got[i].at.Sub(s.got[i-50].at); s.got[i-50].at.After(start) && gap < time.Second {
				t.Fatalf("51 messages within %v", gap)
			}
		}
		if n := len(events[order.WasCancelled](s)); n != 200-len(places) {
			t.Errorf("%d orders were taken back, want %d", n, 200-len(places))
		}
	})
}

func TestJ1EveryOrderNamesTheAccount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t, func(s *scene) { s.accounts = "DU9,DU1," })
		s.submit("a-1", buy("1", "400"))
		if p := last[*wire.PlaceOrder](s); p.Order.Account != account {
			t.Errorf("account %q", p.Order.Account)
		}
	})
}

func TestJ7ReadOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		first := s.submit("a-1", buy("1", "400"))
		s.push(orderError(last[*wire.PlaceOrder](s), 321, "Error validating request:-'cT' : cause - The API interface is currently in Read-Only mode."))
		second := s.submit("a-2", buy("1", "400"))
		s.is(first, order.Rejected)
		s.is(second, order.Rejected)
		only[broker.Disarmed](s)
		if n := len(sent[*wire.PlaceOrder](s)); n != 1 {
			t.Errorf("%d orders left", n)
		}
	})
}

// TestFamily: an entry is transmitted with the last of its exits.
func TestFamily(t *testing.T) {
	bracket := func(s *scene) []*wire.PlaceOrder {
		entry := &order.Order{Request: buy("100", "500"), ID: "entry", Instrument: s.spy, Children: 2}
		stop, target := order.NewStop("SPY", order.Sell, dec("100"), dec("490")), order.NewLimit("SPY", order.Sell, dec("100"), dec("510"))
		stop.Parent, target.Parent = "entry", "entry"
		s.Venue.Submit(entry)
		s.Venue.Submit(&order.Order{Request: stop, ID: "stop", Instrument: s.spy})
		s.Venue.Submit(&order.Order{Request: target, ID: "target", Instrument: s.spy})
		elapse(20 * time.Millisecond)
		return sent[*wire.PlaceOrder](s)
	}
	play(t, "transmitted last", func(t *testing.T) {
		s := begin(t)
		p := bracket(s)
		if len(p) != 3 || p[0].Order.Transmit || p[1].Order.Transmit || !p[2].Order.Transmit {
			t.Fatalf("%+v", p)
		}
		if p[1].OrderID != p[0].OrderID+1 || p[1].Order.ParentID != p[0].OrderID || p[2].Order.ParentID != p[0].OrderID {
			t.Errorf("%d, %d of %d, %d of %d", p[0].OrderID, p[1].OrderID, p[1].Order.ParentID, p[2].OrderID, p[2].Order.ParentID)
		}
	})
	play(t, "a child is refused while it is held", func(t *testing.T) {
		s := begin(t)
		s.submit("x", buy("1", "400")) // so that the family does not begin with the connection
		entry := s.submitFamily("entry", 2)
		stop := order.NewStop("SPY", order.Sell, dec("100"), dec("490"))
		stop.Parent = "entry"
		s.submit("stop", stop)
		p := sent[*wire.PlaceOrder](s)
		s.push(orderError(p[2], 110, "The price does not conform to the minimum price variation"))
		cancels := sent[*wire.CancelOrder](s)
		if len(cancels) != 1 || cancels[0].OrderID != p[1].OrderID {
			t.Fatalf("%+v", cancels)
		}
		s.push(orderError(p[1], 202, "order was discarded"), orderError(p[1], 161, "not in a cancellable state"))
		s.is(entry, order.Cancelled)
	})
	play(t, "a child comes alone later", func(t *testing.T) {
		s := begin(t)
		s.submit("entry", buy("100", "500"))
		p := last[*wire.PlaceOrder](s)
		s.push(working(p, 55501)...)
		stop := order.NewStop("SPY", order.Sell, dec("100"), dec("490"))
		stop.Parent = "entry"
		s.submit("stop", stop)
		if c := last[*wire.PlaceOrder](s); !c.Order.Transmit || c.Order.ParentID != p.OrderID {
			t.Errorf("%+v", c.Order)
		}
		s.push(executed(p, 55501, "0001.a.01.01", "100", "500"))
		stop.StopPrice = dec("495")
		s.submit("stop 2", stop)
		if c := last[*wire.PlaceOrder](s); c.Order.ParentID != 0 {
			t.Error("a filled parent holds its child back")
		}
	})
}

func (s *scene) submitFamily(id string, children int) *order.Order {
	o := &order.Order{Request: buy("100", "500"), ID: order.ID(id), Instrument: s.spy, Children: children}
	s.Venue.Submit(o)
	elapse(20 * time.Millisecond)
	return o
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
