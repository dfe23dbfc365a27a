package tws

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

func TestContract(t *testing.T) {
	smart := market.NewEquity("SPY")
	listed := market.NewEquity("AAPL")
	listed.Exchange = "NASDAQ"
	es := market.NewFuture("ESU5", "ES", 20250919, dec("50"), dec("0.25"))
	call := market.Instrument{Symbol: "SPY call", Kind: market.Option, Currency: "USD", Underlying: "SPY", Expiry: 20250620,
		Strike: dec("500"), Right: market.Call}
	put := call
	put.Exchange, put.Underlying, put.Right = "CME", "ES", market.Put
	coin := market.Instrument{Symbol: "BTCUSD", Kind: market.Crypto, Currency: "USD", Base: "BTC"}
	other := coin
	other.Exchange = "ZEROHASH"
	for _, c := range []struct {
		in   market.Instrument
		want wire.Contract
	}{
		{smart, wire.Contract{Symbol: "SPY", SecType: "STK", Exchange: "SMART", Currency: "USD"}},
		{listed, wire.Contract{Symbol: "AAPL", SecType: "STK", Exchange: "SMART", PrimaryExchange: "NASDAQ", Currency: "USD"}},
		{market.NewForex("EUR", "USD"), wire.Contract{Symbol: "EUR", SecType: "CASH", Exchange: "IDEALPRO", Currency: "USD"}},
		{es, wire.Contract{Symbol: "ES", SecType: "FUT", Exchange: "CME", Currency: "USD", LastTradeDateOrContractMonth: "20250919"}},
		{call, wire.Contract{Symbol: "SPY", SecType: "OPT", Exchange: "SMART", Currency: "USD", LastTradeDateOrContractMonth: "20250620",
			Strike: opt("500"), Right: wire.Call}},
		{put, wire.Contract{Symbol: "ES", SecType: "FOP", Exchange: "CME", Currency: "USD", LastTradeDateOrContractMonth: "20250620",
			Strike: opt("500"), Right: wire.Put}},
		{market.Instrument{Symbol: "SPX", Kind: market.Index, Exchange: "CBOE", Currency: "USD"},
			wire.Contract{Symbol: "SPX", SecType: "IND", Exchange: "CBOE", Currency: "USD"}},
		{coin, wire.Contract{Symbol: "BTC", SecType: "CRYPTO", Exchange: "PAXOS", Currency: "USD"}},
		{other, wire.Contract{Symbol: "BTC", SecType: "CRYPTO", Exchange: "ZEROHASH", Currency: "USD"}},
		{market.Instrument{Symbol: "IBUS500", Kind: market.CFD, Currency: "USD"},
			wire.Contract{Symbol: "IBUS500", SecType: "CFD", Exchange: "SMART", Currency: "USD"}},
	} {
		got, err := Contract(&c.in)
		if err != nil {
			t.Errorf("%s: %v", c.in.Symbol, err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.in.Symbol, diff)
		}
	}
}

func TestContractRefuses(t *testing.T) {
	for _, c := range []struct {
		in   market.Instrument
		says string
	}{
		{market.Instrument{Symbol: "SPY"}, "currency"},
		{market.Instrument{Currency: "USD"}, "symbol"},
		{market.Instrument{Symbol: "EURUSD", Kind: market.Forex, Currency: "USD"}, "base"},
		{market.Instrument{Symbol: "ESU5", Kind: market.Future, Currency: "USD", Exchange: "CME", Expiry: 20250919}, "underlying"},
		{market.Instrument{Symbol: "ESU5", Kind: market.Future, Currency: "USD", Exchange: "CME", Underlying: "ES"}, "expiry"},
		{market.Instrument{Symbol: "ESU5", Kind: market.Future, Currency: "USD", Underlying: "ES", Expiry: 20250919}, "exchange"},
		{market.Instrument{Symbol: "C", Kind: market.Option, Currency: "USD", Underlying: "SPY", Expiry: 20250620, Right: market.Call}, "strike"},
		{market.Instrument{Symbol: "C", Kind: market.Option, Currency: "USD", Underlying: "SPY", Expiry: 20250620, Strike: dec("1")}, "right"},
		{market.Instrument{Symbol: "SPX", Kind: market.Index, Currency: "USD", Exchange: "SMART"}, "exchange"},
		{market.Instrument{Symbol: "pairs", Kind: market.Combo, Currency: "USD"}, "contracts it is made of"},
		{market.Instrument{Symbol: "T 4 30", Kind: market.Bond, Currency: "USD"}, "contract id"},
	} {
		got, err := Contract(&c.in)
		var details *DetailsError
		if !errors.As(err, &details) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: %+v, %v; want a DetailsError that says %q", c.in, got, err, c.says)
		}
	}
}

// What Instrument makes of a contract, Contract requests, and Choose finds.
func TestThereAndBack(t *testing.T) {
	for _, d := range []*wire.ContractDetails{share(), pair(), coin(), index(), future("ZC", "ZCU5", "CBOT", "20250912", "5000", "0.25", 100),
		option(wire.Option, "SPY", "SPY   250620C00500000", "SMART", "100"), option(wire.FutureOption, "ES", "ESM5 C500", "CME", "50")} {
		in, err := Instrument(d, rules)
		if err != nil {
			t.Fatal(err)
		}
		k, err := Contract(&in)
		if err != nil {
			t.Fatal(err)
		}
		if k.Symbol != d.Contract.Symbol || k.SecType != d.Contract.SecType || k.Exchange != d.Contract.Exchange ||
			k.PrimaryExchange != d.Contract.PrimaryExchange || k.Currency != d.Contract.Currency || k.Right != d.Contract.Right ||
			k.LastTradeDateOrContractMonth != d.Contract.LastTradeDateOrContractMonth {
			t.Errorf("requested as %+v, is %+v", k, d.Contract)
		}
		if got, ok := Choose(&in, []*wire.ContractDetails{d}); !ok || got != d {
			t.Errorf("%s is not chosen", in.Symbol)
		}
	}
}

func TestChoose(t *testing.T) {
	full := future("SI", "SIU5", "COMEX", "20250926", "5000", "0.005", 1)
	small := future("SI", "SILU5", "COMEX", "20250926", "1000", "0.005", 1)
	later := future("SI", "SIZ5", "COMEX", "20251229", "5000", "0.005", 1)
	silver := market.NewFuture("silver", "SI", 20250926, dec("1000"), dec("0.005"))
	silver.Exchange = "COMEX"
	if got, ok := Choose(&silver, []*wire.ContractDetails{full, small, later}); !ok || got != small {
		t.Errorf("%v, %v; want the small contract", got, ok)
	}
	if got, ok := Choose(&silver, []*wire.ContractDetails{full, later}); ok {
		t.Errorf("%v, want none", got)
	}
	if got, ok := Choose(&silver, []*wire.ContractDetails{small, small}); ok {
		t.Errorf("%v, want none of two alike", got)
	}
	listed := market.NewEquity("AAPL")
	abroad := share()
	abroad.Contract.PrimaryExchange, abroad.Contract.Currency = "IBIS", "EUR"
	if got, ok := Choose(&listed, []*wire.ContractDetails{abroad, index()}); ok {
		t.Errorf("%v, want none in dollars", got)
	}
	listed.Exchange = "NYSE"
	if got, ok := Choose(&listed, []*wire.ContractDetails{share()}); ok {
		t.Errorf("%v, want none of the NYSE", got)
	}
	strike := option(wire.Option, "SPY", "SPY C", "SMART", "100")
	call, err := Instrument(strike, rules)
	if err != nil {
		t.Fatal(err)
	}
	call.Strike = dec("505")
	if got, ok := Choose(&call, []*wire.ContractDetails{strike}); ok {
		t.Errorf("%v, want none with that strike", got)
	}
}
