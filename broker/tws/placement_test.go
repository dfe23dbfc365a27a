package tws

import (
	"fmt"
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

// A gateway that is read-only refuses questions about orders too, before any order was sent.
func TestJ7ReadOnlyBeforeAnyOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		for range 2 {
			s.push(&wire.Error{RequestID: -1, Code: 321, Message: "Error validating request.-'bN' : cause - The API interface is currently in Read-Only mode."})
		}
		only[broker.Disarmed](s)
		none[broker.Alarm](s)
		s.is(s.submit("a-1", buy("1", "400")), order.Rejected)
		if n := len(sent[*wire.PlaceOrder](s)); n != 0 {
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

// An entry is cancelled while it still waits for its turn: its exits must not leave without it.
func TestC13ExitsDoNotOutliveAnEntryThatNeverLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t, func(s *scene) { s.opts.Client.Rate = 1 })
		for k := range 8 { // a queue
			s.Venue.Submit(&order.Order{Request: buy("100", "500"), ID: order.ID(fmt.Sprint(k)), Instrument: s.spy})
		}
		entry := &order.Order{Request: buy("100", "500"), ID: "entry", Instrument: s.spy, Children: 2}
		target := &order.Order{Request: order.NewLimit("SPY", order.Sell, dec("100"), dec("510")), ID: "target", Instrument: s.spy}
		stop := &order.Order{Request: order.NewStop("SPY", order.Sell, dec("100"), dec("490")), ID: "stop", Instrument: s.spy}
		target.Parent, stop.Parent = "entry", "entry"
		for _, o := range []*order.Order{entry, target, stop} {
			s.Venue.Submit(o)
		}
		s.Cancel("entry")
		elapse(time.Minute)
		for _, p := range sent[*wire.PlaceOrder](s) {
			if ref := p.Order.Ref; ref == "entry" || ref == "target" || ref == "stop" {
				t.Errorf("%s was sent", ref)
			}
		}
		for _, o := range []*order.Order{entry, target, stop} {
			s.is(o, order.Cancelled)
		}
	})
}

// The last exit is cancelled while it still waits for its turn. TWS holds the entry and the other exit until it has come,
// so it leaves, and its cancel follows.
func TestC13TheLastExitLeavesBeforeItsCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t, func(s *scene) { s.opts.Client.Rate = 1 })
		for k := range 8 { // a queue
			s.Venue.Submit(&order.Order{Request: buy("100", "500"), ID: order.ID(fmt.Sprint(k)), Instrument: s.spy})
		}
		entry := &order.Order{Request: buy("100", "500"), ID: "entry", Instrument: s.spy, Children: 2}
		target := &order.Order{Request: order.NewLimit("SPY", order.Sell, dec("100"), dec("510")), ID: "target", Instrument: s.spy}
		stop := &order.Order{Request: order.NewStop("SPY", order.Sell, dec("100"), dec("490")), ID: "stop", Instrument: s.spy}
		target.Parent, stop.Parent = "entry", "entry"
		for _, o := range []*order.Order{entry, target, stop} {
			s.Venue.Submit(o)
		}
		s.Cancel("stop")
		elapse(time.Minute)
		p := last[*wire.PlaceOrder](s)
		if p.Order.Ref != "stop" || !p.Order.Transmit || len(sent[*wire.PlaceOrder](s)) != 11 {
			t.Fatalf("last was sent %s, transmitted %v", p.Order.Ref, p.Order.Transmit)
		}
		if c := sent[*wire.CancelOrder](s); len(c) != 1 || c[0].OrderID != p.OrderID {
			t.Errorf("cancels: %+v", c)
		}
	})
}

// The broker does not find the parent of an exit because the entry has been cancelled unfilled.
func TestC13AnExitIsNotSentAgainWithoutItsEntry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		entry := s.submitFamily("entry", 1)
		parent := last[*wire.PlaceOrder](s)
		stop := &order.Order{Request: order.NewStop("SPY", order.Sell, dec("100"), dec("490")), ID: "stop", Instrument: s.spy}
		stop.Parent = "entry"
		s.Venue.Submit(stop)
		elapse(20 * time.Millisecond)
		child := last[*wire.PlaceOrder](s)
		s.push(orderStatus(parent, 55501, wire.Cancelled, "0"), orderError(child, 10006, "Missing parent order"))
		elapse(time.Second)
		s.is(entry, order.Cancelled)
		s.is(stop, order.Rejected)
		if n := len(sent[*wire.PlaceOrder](s)); n != 2 {
			t.Errorf("%d orders were sent", n)
		}
	})
}

// C13: a fill in one exit leaves less of the other, which the broker tells by its quantity. The engine learns it at
// once: it is no change of anybody's.
func TestC13AGroupThatReducesIsNoSurprise(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		exit := func(id string, r order.Request) *order.Order {
			r.OCA, r.OCAType = "exits", order.ReduceWithBlock
			return s.submit(id, r)
		}
		stop := exit("stop", order.NewStop("SPY", order.Sell, dec("100"), dec("490")))
		first := last[*wire.PlaceOrder](s)
		target := exit("target", order.NewLimit("SPY", order.Sell, dec("100"), dec("510")))
		second := last[*wire.PlaceOrder](s)
		s.push(append(working(first, 55501), working(second, 55502)...)...)
		s.push(executed(second, 55502, "0001.a.01.01", "40", "510"))
		reduced := openOrder(first, 55501, wire.Submitted)
		reduced.Order.TotalQuantity = dec("60")
		s.push(reduced, reduced)
		if got := s.is(stop, order.Accepted); !got.Quantity.Equal(dec("60")) {
			t.Errorf("the stop is for %s", got.Quantity)
		}
		s.is(target, order.PartiallyFilled)
		only[order.WasModified](s)
		none[broker.Alarm](s)
	})
}
