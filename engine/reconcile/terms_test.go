package reconcile_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine/reconcile"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Whatever a change can change is taken over when the broker works the order otherwise, once (C9, C10). What a broker
// does not state, and where a trailing stop has come to, is no difference.
func TestC9WhatTheBrokerWorksIsTakenOver(t *testing.T) {
	trailing := order.Request{Symbol: "SPY", Side: order.Sell, Type: order.TrailingStopLimit, Quantity: dec("100"), StopPrice: dec("48"),
		TrailAmount: dec("2"), Offset: dec("0.10"), TimeInForce: order.GTC}
	till := market.At(time.Date(2024, 3, 4, 15, 5, 0, 0, time.UTC))
	for _, c := range []struct {
		name   string
		change func(*order.Request)
		want   string
	}{
		{"as it is", func(*order.Request) {}, ""},
		{"it has trailed", func(r *order.Request) { r.StopPrice = dec("49") }, ""},
		{"no distance is stated", func(r *order.Request) { r.TrailAmount = dec("0") }, ""},
		{"no offset is stated", func(r *order.Request) { r.Offset = dec("0") }, ""},
		{"another distance", func(r *order.Request) { r.TrailAmount = dec("3") }, "missed-change"},
		{"a percentage", func(r *order.Request) { r.TrailAmount, r.TrailPercent = dec("0"), dec("5") }, "missed-change"},
		{"another offset", func(r *order.Request) { r.Offset = dec("0.20") }, "missed-change"},
		{"a preset's time in force", func(r *order.Request) { r.TimeInForce = order.Day }, "missed-change"},
		{"until then", func(r *order.Request) { r.TimeInForce, r.GoodTill = order.GTD, till }, "missed-change"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk()
			o := d.order("1", order.Accepted, "p1")
			o.Request = trailing
			r := report("1", "p1", order.Accepted, "0")
			r.Request = trailing
			c.change(&r.Request)
			truth := broker.Truth{Open: []broker.Report{r}}
			if got := reasons(d.reconcile(reconcile.Halt, truth)); got != c.want {
				t.Errorf("settled %q, want %q", got, c.want)
			}
			if again := reasons(d.reconcile(reconcile.Halt, truth)); again != "" {
				t.Errorf("the second time %q", again)
			}
			if c.want != "" && (o.TimeInForce != r.Request.TimeInForce || o.GoodTill != r.Request.GoodTill || !o.TrailAmount.Equal(r.Request.TrailAmount) ||
				!o.TrailPercent.Equal(r.Request.TrailPercent) || !o.Offset.Equal(r.Request.Offset)) {
				t.Errorf("ours is %+v", o.Request)
			}
		})
	}
}

// News of a doubled order came while the truth was on its way (C17). That may be older than the news, but two orders are
// never right: the truth is asked for again.
func TestC17DoubledMeanwhile(t *testing.T) {
	d := newDesk()
	d.order("1", order.Accepted, "p1")
	second := report("1", "p2", order.Accepted, "0")
	second.Request.LimitPrice = dec("45.55")
	truth := broker.Truth{Open: []broker.Report{second, report("1", "p1", order.Accepted, "0")}}
	d.fresh["1"] = true
	for range 2 {
		if r := d.reconcile(reconcile.Halt, truth); r.Agreed() || len(d.actions) > 0 {
			t.Fatalf("agreed %v, %v", r.Agreed(), d.actions)
		}
	}
	delete(d.fresh, "1")
	if r := d.reconcile(reconcile.Halt, truth); !r.Agreed() || fmt.Sprint(d.actions) != "[cancel p2]" {
		t.Errorf("agreed %v, %v", r.Agreed(), d.actions)
	}
}
