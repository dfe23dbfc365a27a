package order_test

import (
	"encoding"
	"fmt"
	"testing"

	"github.com/tidemark/tidemark/order"
)

func TestEnumNames(t *testing.T) {
	for text, value := range map[string]fmt.Stringer{
		"buy": order.Buy, "sell": order.Sell,
		"market": order.Market, "limit": order.Limit, "stop": order.Stop, "stop-limit": order.StopLimit,
		"day": order.Day, "gtc": order.GTC, "gtd": order.GTD, "ioc": order.IOC, "fok": order.FOK, "opg": order.OPG,
		"new": order.New, "partially-filled": order.PartiallyFilled, "unknown": order.Unknown,
		"none": order.NoReason, "max-position": order.MaxPosition, "waiting-for-parent": order.WaitingForParent,
		"rejected-by-venue": order.RejectedByVenue,
		"fill-part":         order.FillPart, "doubt": order.Doubt, "late": order.Late,
		"unknown(99)": order.Step(99),
	} {
		if value.String() != text {
			t.Errorf("%T prints %q, want %q", value, value, text)
		}
	}
}

func TestEnumsRoundTrip(t *testing.T) {
	roundTrip(t, order.Sell)
	roundTrip(t, order.Lapse)
	roundTrip(t, order.AUC)
	roundTrip(t, order.ReduceWithoutBlock)
	roundTrip(t, order.Midpoint)
	roundTrip(t, order.Unknown)
	roundTrip(t, order.BrokersOrder)
}

type text8 interface {
	~uint8
	fmt.Stringer
	encoding.TextMarshaler
}

// roundTrip reads back every name up to the last constant, and refuses what lies beyond it.
func roundTrip[E text8, P interface {
	*E
	encoding.TextUnmarshaler
}](t *testing.T, last E) {
	t.Helper()
	names := map[string]bool{}
	for e := E(0); e <= last; e++ {
		text, err := e.MarshalText()
		if err != nil || names[string(text)] {
			t.Errorf("%T(%d): %q is taken, or %v", e, uint8(e), text, err)
		}
		names[string(text)] = true
		back := last
		if err := P(&back).UnmarshalText(text); err != nil || back != e {
			t.Errorf("%q reads as %v, %v; want %v", text, back, err, e)
		}
	}
	var back E
	for _, bad := range []string{"", "nonsense", (last + 1).String()} {
		if err := P(&back).UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%T: %q was accepted", back, bad)
		}
	}
}

func TestReasonPrintsBothNumbers(t *testing.T) {
	r := &order.Reason{Code: order.MaxPosition, Limit: dec("500"), Value: dec("600"), Detail: "account, SPY"}
	if got, want := r.Error(), "max-position: account, SPY (value 600, limit 500)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if !r.Is(&order.Reason{Code: order.MaxPosition}) || r.Is(&order.Reason{Code: order.BuyingPower}) {
		t.Error("errors.Is must ask for the code alone")
	}
}
