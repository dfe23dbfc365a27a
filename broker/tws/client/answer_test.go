package client

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

func TestContractKeyIsCanonical(t *testing.T) {
	option := func(strike string) wire.Contract {
		return wire.Contract{Symbol: "SPY", SecType: wire.Option, Exchange: "SMART", Currency: "USD", Right: wire.Call,
			LastTradeDateOrContractMonth: "20250620", Strike: wire.Some(decimal.RequireFromString(strike))}
	}
	same, err := contractKey(option("500"))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := contractKey(option("500.00")); err != nil || again != same {
		t.Errorf("the same strike in other digits has another key: %v", err)
	}
	seen := map[string]bool{same: true}
	put := option("500")
	put.Right = wire.Put
	expired := option("500")
	expired.IncludeExpired = true
	for _, k := range []wire.Contract{option("505"), put, expired, {ConID: 1}, {ConID: 2}, {SecIDType: "ISIN", SecID: "X"}, {IssuerID: "X"}, {}} {
		key, err := contractKey(k)
		if err != nil || seen[key] {
			t.Errorf("%+v shares its key with another request: %v", k, err)
		}
		seen[key] = true
	}
}

func FuzzUnpackAnswer(f *testing.F) {
	for _, m := range []wire.Message{
		&wire.ContractDetails{Contract: wire.Contract{ConID: 1, Symbol: "SPY"}, Details: wire.Details{MarketRuleIDs: "26"}},
		&wire.MarketRule{ID: 26, Increments: []wire.PriceIncrement{{Increment: decimal.New(1, -2)}}},
	} {
		value, err := packAnswer(176, m)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(value)
	}
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, value []byte) {
		version, m, err := unpackAnswer[*wire.ContractDetails](value)
		if err != nil {
			return
		}
		again, err := packAnswer(version, m)
		if err != nil {
			return // numbers that can be read but not sent
		}
		if _, back, err := unpackAnswer[*wire.ContractDetails](again); err != nil || !cmp.Equal(m, back) {
			t.Errorf("%+v comes back as %+v, %v", m, back, err)
		}
	})
}
