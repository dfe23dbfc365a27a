package wire

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

// TestVersionErrors: what the server is too old for is named, and nothing is written.
func TestVersionErrors(t *testing.T) {
	order := func(set func(*PlaceOrder)) Message {
		m := limitOrder()
		set(m)
		return m
	}
	for _, c := range []struct {
		m       Message
		version int
		feature string
		need    int
	}{
		{&RequestPNL{}, 126, "RequestPNL", 127},
		{&RequestConfig{}, 218, "RequestConfig", 219},
		{&CancelContractDetails{}, 200, "CancelContractDetails", 215},
		{order(func(m *PlaceOrder) { m.Order.ModelCode = "x" }), 102, "PlaceOrder.modelCode", 103},
		{order(func(m *PlaceOrder) { m.Order.UsePriceMgmtAlgo = Some(false) }), 150, "PlaceOrder.usePriceMgmtAlgo", 151},
		{order(func(m *PlaceOrder) { m.Order.Wait.Conditions = []Condition{{Type: TimeCondition}} }), 101, "PlaceOrder.conditions", 102},
		{order(func(m *PlaceOrder) { m.Order.CashQuantity = Some(dec("5")) }), 110, "PlaceOrder.cashQty", 111},
		{order(func(m *PlaceOrder) { m.Order.TotalQuantity = dec("0.5") }), 100, "PlaceOrder.fractional totalQuantity", 101},
		{order(func(m *PlaceOrder) { m.Order.PostOnly = true }), 200, "PlaceOrder.postOnly", 216},
		{order(func(m *PlaceOrder) { m.Order.PostOnly = true }), 215, "PlaceOrder.postOnly", 216},
		{order(func(m *PlaceOrder) { m.Order.WhatIfType = Some(1) }), 216, "PlaceOrder.whatIfType", 217},
		{order(func(m *PlaceOrder) { m.Attached.StopLossID = Some(1) }), 217, "PlaceOrder.slOrderId", 218},
		{order(func(m *PlaceOrder) { m.Order.Hedge.MaxSize = Some(1) }), 222, "PlaceOrder.hedgeMaxSize", 223},
		{&RequestTickByTick{IgnoreSize: true}, 139, "RequestTickByTick.ignoreSize", 140},
		{&RequestExecutions{LastDays: Some(3)}, 199, "RequestExecutions.lastNDays", 200},
		{&RequestMarketDepth{SmartDepth: true}, 145, "RequestMarketDepth.isSmartDepth", 146},
	} {
		dst := []byte("kept")
		out, err := NewEncoder(true, c.version).Append(dst, c.m)
		var old *VersionError
		if !errors.As(err, &old) || old.Feature != c.feature || old.Need != c.need || string(out) != "kept" {
			t.Errorf("%s at %d: %v, wrote %q", c.feature, c.version, err, out)
			continue
		}
		if _, err := NewEncoder(true, c.need).Append(dst, c.m); err != nil {
			t.Errorf("%s at %d: %v", c.feature, c.need, err)
		}
	}
}

// TestGatewayLeavesOut: a gateway does not fail because an old client cannot hear everything.
func TestGatewayLeavesOut(t *testing.T) {
	m := newFiller(5, true).message(answer(5))
	for v := MinVersion; v <= MaxVersion; v++ {
		if _, err := NewEncoder(false, v).Append(nil, m); err != nil {
			t.Errorf("at %d: %v", v, err)
		}
	}
}

func TestEncodeErrors(t *testing.T) {
	for _, c := range []struct {
		name    string
		client  bool
		version int
		m       Message
		reason  error
	}{
		{"answer from a client", true, 200, &NextValidID{}, ErrDirection},
		{"request from a gateway", false, 200, &RequestIDs{}, ErrDirection},
		{"unknown", false, 200, &Unknown{kind: 777}, ErrDirection},
		{"not ASCII", true, 200, &RequestMatchingSymbols{Pattern: "Zürich"}, ErrText},
		{"not ASCII in protobuf", true, 225, &RequestMatchingSymbols{Pattern: "Zürich"}, ErrText},
		{"zero byte", false, 200, &AccountValue{Key: "a\x00b"}, ErrText},
		{"not UTF-8 in protobuf", false, 225, &AccountValue{Key: "\xff"}, ErrText},
		{"separator in an option", true, 200, &RequestMarketData{Options: []TagValue{{"a", "1;b=2"}}}, ErrText},
		{"id too large", true, 200, &CancelMarketData{RequestID: 1 << 31}, ErrRange},
		{"id too large in protobuf", true, 225, &CancelMarketData{RequestID: -1<<31 - 1}, ErrRange},
		{"price too large", true, 200, &PlaceOrder{Order: Order{LimitPrice: Some(decimal.New(1, 41))}}, ErrRange},
		{"quantity too long", true, 200, &PlaceOrder{Order: Order{TotalQuantity: decimal.New(1, 1_000_000)}}, ErrRange},
		{"size not a number", false, 200, &TickSize{Size: Some(math.NaN())}, ErrRange},
		{"no such action", true, 200, &PlaceOrder{Order: Order{Action: 9}}, ErrRange},
		{"no such condition", true, 200, &PlaceOrder{Order: Order{Wait: Wait{Conditions: []Condition{{Type: 2}}}}}, ErrRange},
		{"too long", false, 200, &ScannerParameters{XML: strings.Repeat("x", MaxFrame)}, ErrTooLong},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := NewEncoder(c.client, c.version).Append([]byte("kept"), c.m)
			var bad *EncodeError
			if !errors.As(err, &bad) || !errors.Is(err, c.reason) || string(out) != "kept" {
				t.Errorf("%v, wrote %q", err, out)
			}
		})
	}
}

// TestEscapes checks the texts that servers escape from version 153 on.
func TestEscapes(t *testing.T) {
	const text = "Zürich 株 😀 C:\\tmp \"quoted\"\nnext"
	m := &Error{RequestID: 1, Code: 2, Message: text, AdvancedRejectJSON: `{"a":"\u00fc"}`}
	m.AdvancedRejectJSON = ""
	for v, want := range map[int]string{
		152: text,
		153: `Z\u00fcrich \u682a \ud83d\ude00 C:\u005ctmp "quoted"` + "\nnext",
	} {
		out, err := NewEncoder(false, v).Append(nil, m)
		if err != nil || !strings.Contains(string(out), want) {
			t.Errorf("at %d: %q, %v", v, out, err)
		}
		read, err := NewDecoder(false, v).Decode(out[lengthBytes:])
		if err != nil || read.(*Error).Message != text {
			t.Errorf("at %d read back: %+v, %v", v, read, err)
		}
	}
	for in, want := range map[string]string{
		`a\nb \u12 \uZZZZ \`: `a\nb \u12 \uZZZZ \`, // only whole escapes count
		`\ud83d alone`:       "\uFFFD alone",
	} {
		if got := unescape(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}

// TestOptionCounts: older clients put a count before the options of the option calculators.
func TestOptionCounts(t *testing.T) {
	tail := "0||||||||||||1.5|100.0|"
	for _, end := range []string{"a=1;|", "1|a=1;|"} {
		m, err := NewDecoder(true, 176).Decode([]byte(nul("54|3|7|" + tail + end)))
		if err != nil {
			t.Fatal(err)
		}
		got := m.(*CalculateImpliedVolatility)
		if len(got.Options) != 1 || got.Options[0] != (TagValue{"a", "1"}) || got.UnderlyingPrice != 100 {
			t.Errorf("%q: %+v", end, got)
		}
	}
}
