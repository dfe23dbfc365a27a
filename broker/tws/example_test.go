package tws_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A point of corn is a cent on each of 5000 bushels.
func ExampleInstrument() {
	d := &wire.ContractDetails{
		Contract: wire.Contract{Symbol: "ZC", SecType: wire.Future, Exchange: "CBOT", Currency: "USD", LocalSymbol: "ZCZ5",
			LastTradeDateOrContractMonth: "20251212", Multiplier: wire.Some(decimal.NewFromInt(5000))},
		Details: wire.Details{ValidExchanges: "CBOT", MarketRuleIDs: "36", PriceMagnifier: 100},
	}
	rules := map[int][]wire.PriceIncrement{36: {{Increment: decimal.RequireFromString("0.25")}}}
	in, err := tws.Instrument(d, rules)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(in.Symbol, in.Expiry, in.Multiplier, in.Currency, in.Grid[0].Increment)

	k, err := tws.Contract(&in)
	fmt.Println(k.SecType, k.Symbol, k.LastTradeDateOrContractMonth, k.Exchange, err)
	// Output:
	// ZCZ5 2025-12-12 50 USD 0.25
	// FUT ZC 20251212 CBOT <nil>
}
