package wire

import (
	"fmt"
	"testing"
)

// TestNames checks numbers against the published tables.
func TestNames(t *testing.T) {
	for _, c := range []struct {
		v    fmt.Stringer
		want string
	}{
		{TickBidSize, "BID_SIZE"}, {TickModelOption, "MODEL_OPTION"}, {TickMarkPrice, "MARK_PRICE"},
		{TickLastTimestamp, "LAST_TIMESTAMP"}, {TickRTVolume, "RT_VOLUME"}, {TickHalted, "HALTED"},
		{TickType(53), "CUST_OPTION_COMPUTATION"}, {TickType(62), "NEWS_TICK"}, {TickDelayedBid, "DELAYED_BID"},
		{TickType(74), "DELAYED_VOLUME"}, {TickType(86), "FUTURES_OPEN_INTEREST"}, {TickType(96), "ETF_NAV_LAST"},
		{TickType(101), "ESTIMATED_IPO_MIDPOINT"}, {TickType(110), "ODD_LOT_ASK_EXCH"}, {TickType(111), "unknown 111"},
		{TickType(-1), "unknown -1"}, {Buy, "BUY"}, {SellShort, "SSHORT"}, {Put, "P"}, {Sold, "SLD"},
		{TriggerMidpoint, "midpoint"}, {PercentChangeCondition, "percent change"}, {DelayedFrozen, "delayed frozen"},
		{FAAliases, "aliases"}, {DepthDelete, "delete"}, {DepthBid, "bid"}, {LiquidityRemoved, "removed"},
		{TickMidPoint, "MidPoint"}, {Lapse, "lapse"}, {LogDetail, "detail"}, {ReduceNoBlock, "reduce without block"},
		{Firm, "firm"}, {LegOpenClose(2), "close"}, {CanAutoExecute | PreOpen, "can auto execute, pre-open"},
		{answer(5), "OpenOrder"}, {ask(3), "PlaceOrder"}, {answer(999), "answer 999"}, {ask(60), "request 60"},
	} {
		if got := c.v.String(); got != c.want {
			t.Errorf("%T %d: %s, want %s", c.v, c.v, got, c.want)
		}
	}
	if len(tickNames) != 111 {
		t.Errorf("%d names of tick types", len(tickNames))
	}
}

// TestPaired checks which size comes with which price (1 with 0, 2 with 3, 4 with 5, 66 to 68 with 69 to 71).
func TestPaired(t *testing.T) {
	want := map[TickType]TickType{1: 0, 2: 3, 4: 5, 66: 69, 67: 70, 68: 71}
	for p := range TickType(111) {
		size, ok := p.Paired()
		if w, paired := want[p]; ok != paired || size != w {
			t.Errorf("%v: %v, %v", p, size, ok)
		}
	}
}

func TestOpt(t *testing.T) {
	var none Opt[int]
	if v, ok := none.Get(); v != 0 || ok || none.Or(7) != 7 {
		t.Error("none is something")
	}
	if v, ok := Some(3).Get(); v != 3 || !ok || Some(3).Or(7) != 3 {
		t.Error("some is not itself")
	}
}
