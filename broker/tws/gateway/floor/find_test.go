package floor_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// listed is a floor with the default listings on 2025-06-03 and nothing happening on it.
func listed(t testing.TB) *floor.Floor {
	t.Helper()
	return open(t, floor.Options{Archive: floor.Memory{}, Start: on(t, "10:00:00")})
}

func strike(text string) wire.Opt[decimal.Decimal] { return wire.Some(decimal.RequireFromString(text)) }

func TestResolve(t *testing.T) {
	f := listed(t)
	for _, c := range []struct {
		name  string
		asked wire.Contract
		// want is the instrument, or the number of the error.
		want string
	}{
		{"id", wire.Contract{ConID: 265598}, "AAPL"},
		{"id and exchange", wire.Contract{ConID: 265598, Exchange: "ISLAND"}, "AAPL"},
		{"unknown id", wire.Contract{ConID: 1}, "200"},
		{"id of another symbol", wire.Contract{ConID: 265598, Symbol: "MSFT"}, "478"},
		{"id of another type", wire.Contract{ConID: 265598, SecType: wire.Option}, "478"},
		{"stock", wire.Contract{Symbol: "AAPL", SecType: wire.Stock, Exchange: "SMART", Currency: "USD"}, "AAPL"},
		{"lower case", wire.Contract{Symbol: "aapl", SecType: wire.Stock, Exchange: "SMART", Currency: "USD"}, "AAPL"},
		{"routing hint", wire.Contract{Symbol: "AAPL", SecType: wire.Stock, Exchange: "SMART:ARCA", Currency: "USD"}, "AAPL"},
		{"direct", wire.Contract{Symbol: "AAPL", SecType: wire.Stock, Exchange: "ARCA", Currency: "USD"}, "AAPL"},
		{"another exchange", wire.Contract{Symbol: "AAPL", SecType: wire.Stock, Exchange: "LSE", Currency: "USD"}, "200"},
		{"no currency", wire.Contract{Symbol: "AMD", SecType: wire.Stock, Exchange: "SMART"}, "200"},
		{"currency decides", wire.Contract{Symbol: "AMD", SecType: wire.Stock, Exchange: "SMART", Currency: "USD"}, "AMD"},
		{"currency abroad", wire.Contract{Symbol: "AMD", SecType: wire.Stock, Exchange: "SMART", Currency: "EUR"}, "AMD.IBIS.EUR"},
		{"primary exchange decides", wire.Contract{Symbol: "AMD", SecType: wire.Stock, Exchange: "SMART", PrimaryExchange: "ISLAND"}, "AMD"},
		{"wrong primary exchange", wire.Contract{Symbol: "AAPL", SecType: wire.Stock, Exchange: "SMART", PrimaryExchange: "NYSE"}, "200"},
		{"ISIN of one listing", wire.Contract{SecType: wire.Stock, Exchange: "SMART", SecIDType: "ISIN", SecID: "US5949181045"}, "MSFT"},
		{"ISIN of two listings", wire.Contract{SecType: wire.Stock, SecIDType: "ISIN", SecID: "CA82509L1076"}, "200"},
		{"unknown ISIN", wire.Contract{SecType: wire.Stock, SecIDType: "ISIN", SecID: "US0000000000"}, "200"},
		{"forex", wire.Contract{Symbol: "EUR", SecType: wire.Cash, Exchange: "IDEALPRO", Currency: "USD"}, "EURUSD"},
		{"forex by local symbol", wire.Contract{LocalSymbol: "USD.JPY", SecType: wire.Cash, Exchange: "IDEALPRO"}, "USDJPY"},
		{"index", wire.Contract{Symbol: "SPX", SecType: wire.Index, Exchange: "CBOE"}, "SPX"},
		{"crypto", wire.Contract{Symbol: "BTC", SecType: wire.Crypto, Exchange: "PAXOS", Currency: "USD"}, "BTCUSD"},
		{"CFD", wire.Contract{Symbol: "AAPL", SecType: wire.ContractDifference, Exchange: "SMART"}, "AAPL.CFD"},
		{"bond by CUSIP", wire.Contract{Symbol: "91282CJZ5", SecType: wire.Bond, Exchange: "SMART"}, "US-T"},
		{"future by day", wire.Contract{Symbol: "ES", SecType: wire.Future, Exchange: "CME", LastTradeDateOrContractMonth: "20250919"}, "ESU5"},
		{"future by month", wire.Contract{Symbol: "ES", SecType: wire.Future, Exchange: "GLOBEX", LastTradeDateOrContractMonth: "202509"}, "ESU5"},
		{"crude oil by month of delivery", wire.Contract{Symbol: "CL", SecType: wire.Future, Exchange: "NYMEX", LastTradeDateOrContractMonth: "202508"}, "CLQ5"},
		{"future by local symbol", wire.Contract{LocalSymbol: "ESZ5", SecType: wire.Future, Exchange: "CME"}, "ESZ5"},
		{"future without a month", wire.Contract{Symbol: "ES", SecType: wire.Future, Exchange: "CME"}, "200"},
		{"future of another multiplier", wire.Contract{Symbol: "ES", SecType: wire.Future, Exchange: "CME", LastTradeDateOrContractMonth: "202509", Multiplier: strike("5")}, "200"},
		{"continuous future", wire.Contract{Symbol: "ES", SecType: wire.ContinuousFuture, Exchange: "CME"}, "ESM5"},
		{"nothing said", wire.Contract{}, "200"},
		{"type only", wire.Contract{SecType: wire.Stock}, "200"},
	} {
		l, refusal := f.Resolve(&c.asked)
		got := ""
		if refusal != nil {
			got = strings.TrimPrefix(strings.Fields(refusal.Error())[1], "")
			got = strings.TrimSuffix(got, ":")
		} else {
			got = l.Instrument.Symbol
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s (%v)", c.name, got, c.want, refusal)
		}
	}
}

// The texts are those that IB sends.
func TestRefusalsHaveTheTextsOfIB(t *testing.T) {
	f := listed(t)
	_, none := f.Resolve(&wire.Contract{Symbol: "NOSUCH", SecType: wire.Stock, Exchange: "SMART", Currency: "USD"})
	if none == nil || none.Text != "No security definition has been found for the request" {
		t.Errorf("unknown symbol: %v", none)
	}
	_, many := f.Resolve(&wire.Contract{Symbol: "AMD", SecType: wire.Stock})
	if many == nil || many.Text != "The contract description specified for AMD is ambiguous." {
		t.Errorf("ambiguous symbol: %v", many)
	}
}

// Last trading days as the exchanges published them for 2025.
func TestFuturesEndWhenTheExchangesSay(t *testing.T) {
	specs := floor.Default()
	for i := range specs {
		specs[i].Expiries *= 3
	}
	f := open(t, floor.Options{Listings: specs, Archive: floor.Memory{}, Start: market.At(market.Date(20241201).Clock(12, 0, on(t, "00:00:00").UTC().Location()))})
	for local, want := range map[string]string{
		"ESZ4": "20241220", "ESH5": "20250321", "ESM5": "20250620", "ESU5": "20250919", "NQZ5": "20251219",
		"CLF5": "20241219", "CLG5": "20250121", "CLH5": "20250220", "CLM5": "20250520",
		"GCG5": "20250226", "GCJ5": "20250428",
	} {
		l, refusal := f.Resolve(&wire.Contract{LocalSymbol: local, SecType: wire.Future})
		if refusal != nil {
			t.Errorf("%s: %v", local, refusal)
			continue
		}
		if got := l.Contract.LastTradeDateOrContractMonth; got != want {
			t.Errorf("%s ends %s, want %s", local, got, want)
		}
	}
}

func TestExpiredContractsAreHidden(t *testing.T) {
	f := listed(t)
	june := wire.Contract{Symbol: "ES", SecType: wire.Future, Exchange: "CME", LastTradeDateOrContractMonth: "202506"}
	if _, refusal := f.Resolve(&june); refusal != nil {
		t.Fatal(refusal)
	}
	f.Advance(market.At(market.Date(20250621).Clock(0, 0, on(t, "00:00:00").UTC().Location())))
	if _, refusal := f.Resolve(&june); refusal == nil || refusal.Code != 200 {
		t.Errorf("the day after its last: %v, want error 200", refusal)
	}
	june.IncludeExpired = true
	if l, refusal := f.Resolve(&june); refusal != nil || l.Instrument.Symbol != "ESM5" {
		t.Errorf("with expired ones included: %v", refusal)
	}
	front, refusal := f.Resolve(&wire.Contract{Symbol: "ES", SecType: wire.ContinuousFuture, Exchange: "CME"})
	if refusal != nil || front.Contract.LocalSymbol != "ESU5" || front.SecType() != wire.ContinuousFuture {
		t.Errorf("continuous future after the roll: %+v %v, want ESU5", front, refusal)
	}
}

func TestContractIDsAreUniqueAndStable(t *testing.T) {
	first, second := listed(t), listed(t)
	seen := map[int]string{}
	for i, l := range first.Listings() {
		if int(l.ID()) != i {
			t.Fatalf("%s has id %d at place %d", l.Instrument.Symbol, l.ID(), i)
		}
		id := l.Contract.ConID
		if other, twice := seen[id]; twice || id <= 0 {
			t.Errorf("%s and %s have contract id %d", other, l.Instrument.Symbol, id)
		}
		seen[id] = l.Instrument.Symbol
		if again := second.Listings()[i].Contract.ConID; again != id {
			t.Errorf("%s: contract id %d, then %d", l.Instrument.Symbol, id, again)
		}
	}
	if floor.MadeUp(265598) || !floor.MadeUp(1_600_000_000) {
		t.Error("MadeUp does not tell made-up ids from IB's")
	}
}

func TestMatchingSymbols(t *testing.T) {
	f := listed(t)
	samples := f.MatchingSymbols("amd")
	if len(samples) != 2 || samples[0].Contract.ConID != 4391 || samples[1].Contract.Currency != "EUR" {
		t.Fatalf("amd: %+v", samples)
	}
	if got := samples[0].DerivativeSecTypes; !slices.Contains(got, "OPT") || !slices.Contains(got, "BAG") {
		t.Errorf("derivatives of AMD: %v, want options and combos", got)
	}
	if got := f.MatchingSymbols("alphabet"); len(got) != 2 {
		t.Errorf("by name: %d found, want both classes of Alphabet", len(got))
	}
	if got := f.MatchingSymbols("SPX"); len(got) != 1 || !slices.Contains(got[0].DerivativeSecTypes, "FUT") {
		t.Errorf("SPX: %+v, want the index with futures", got)
	}
	if got := f.MatchingSymbols("A"); len(got) == 0 || len(got) > 16 {
		t.Errorf("one letter: %d found, want 1 to 16", len(got))
	}
	if got := f.MatchingSymbols("  "); got != nil {
		t.Errorf("blank: %d found", len(got))
	}
}
