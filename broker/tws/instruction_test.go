package tws

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// What a placement does not carry is refused: without it the order would be another.
func TestNothingIsLeftOutInSilence(t *testing.T) {
	one := decimal.NewFromInt(1)
	for name, with := range map[string]func(*order.Request){
		"type":        func(r *order.Request) { r.Type = order.TrailingStop },
		"auction":     func(r *order.Request) { r.TimeInForce = order.AUC },
		"good after":  func(r *order.Request) { r.GoodAfter = 1 },
		"trigger":     func(r *order.Request) { r.Type, r.Trigger = order.Stop, order.Last },
		"adjustment":  func(r *order.Request) { r.Type, r.Adjust = order.Stop, &order.Adjustment{} },
		"display":     func(r *order.Request) { r.DisplaySize = one },
		"hidden":      func(r *order.Request) { r.Hidden = true },
		"all or none": func(r *order.Request) { r.AllOrNone = true },
		"minimum":     func(r *order.Request) { r.MinQuantity = one },
		"discretion":  func(r *order.Request) { r.Discretion = one },
	} {
		r := order.NewLimit("SPY", order.Buy, one, one)
		with(&r)
		if reason := unsupported(&r, market.Equity); reason == nil || reason.Code != order.Unsupported {
			t.Errorf("%s: %v", name, reason)
		}
	}
	plain := order.NewLimit("SPY", order.Buy, one, one)
	if reason := unsupported(&plain, market.Equity); reason != nil {
		t.Error(reason)
	}
}

// The types of OCA groups have IB's numbers.
func TestOCATypes(t *testing.T) {
	for ours, number := range map[order.OCAType]wire.OCAType{order.CancelWithBlock: 1, order.ReduceWithBlock: 2, order.ReduceWithoutBlock: 3} {
		if ocaTypes[ours] != number {
			t.Errorf("%s is %d, IB's is %d", ours, ocaTypes[ours], number)
		}
	}
}
