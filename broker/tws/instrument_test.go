package tws

import (
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func opt(text string) (o wire.Opt[decimal.Decimal]) {
	if text != "" {
		o = wire.Some(dec(text))
	}
	return o
}

// Contracts as TWS describes them.

func share() *wire.ContractDetails {
	return &wire.ContractDetails{
		Contract: wire.Contract{ConID: 265598, Symbol: "AAPL", SecType: wire.Stock, Exchange: "SMART", PrimaryExchange: "NASDAQ",
			Currency: "USD", LocalSymbol: "AAPL", TradingClass: "NMS"},
		Details: wire.Details{MinTick: opt("0.01"), ValidExchanges: "SMART,AMEX,NYSE", MarketRuleIDs: "26,27,28", PriceMagnifier: 1,
			StockType: "COMMON", TimeZoneID: "US/Eastern", MinSize: opt("0.0001"), SizeIncrement: opt("0.0001")},
	}
}

func future(symbol, local, exchange, expiry, multiplier, tick string, magnifier int) *wire.ContractDetails {
	return &wire.ContractDetails{
		Contract: wire.Contract{ConID: 1, Symbol: symbol, SecType: wire.Future, Exchange: exchange, Currency: "USD", LocalSymbol: local,
			LastTradeDateOrContractMonth: expiry, Multiplier: opt(multiplier)},
		Details: wire.Details{MinTick: opt(tick), ValidExchanges: exchange, MarketRuleIDs: "67", PriceMagnifier: magnifier,
			TimeZoneID: "US/Central", MinSize: opt("1"), SizeIncrement: opt("1")},
	}
}

func option(secType wire.SecType, symbol, local, exchange, multiplier string) *wire.ContractDetails {
	d := future(symbol, local, exchange, "20250620", multiplier, "0.05", 1)
	d.Contract.SecType, d.Contract.Strike, d.Contract.Right = secType, opt("500"), wire.Call
	d.Details.ValidExchanges = exchange + ",AMEX,CBOE"
	d.Details.MarketRuleIDs = "67,68,68"
	return d
}

func pair() *wire.ContractDetails {
	return &wire.ContractDetails{
		Contract: wire.Contract{ConID: 12087792, Symbol: "EUR", SecType: wire.Cash, Exchange: "IDEALPRO", Currency: "USD", LocalSymbol: "EUR.USD"},
		Details: wire.Details{MinTick: opt("0.00005"), ValidExchanges: "IDEALPRO", MarketRuleIDs: "239", PriceMagnifier: 1,
			MinSize: opt("1"), SizeIncrement: opt("1")},
	}
}

func coin() *wire.ContractDetails {
	return &wire.ContractDetails{
		Contract: wire.Contract{ConID: 479624278, Symbol: "BTC", SecType: wire.Crypto, Exchange: "PAXOS", Currency: "USD", LocalSymbol: "BTC.USD"},
		Details: wire.Details{MinTick: opt("0.25"), ValidExchanges: "PAXOS", PriceMagnifier: 1, TimeZoneID: "US/Eastern",
			MinSize: opt("0.00000001"), SizeIncrement: opt("0.00000001")},
	}
}

func index() *wire.ContractDetails {
	return &wire.ContractDetails{
		Contract: wire.Contract{ConID: 416904, Symbol: "SPX", SecType: wire.Index, Exchange: "CBOE", Currency: "USD", LocalSymbol: "SPX"},
		Details:  wire.Details{MinTick: opt("0.01"), ValidExchanges: "CBOE", PriceMagnifier: 1},
	}
}

// ladders by id: of shares rule 612 of Regulation NMS, of options a nickel, and a dime from three dollars on.
var rules = map[int][]wire.PriceIncrement{
	26:  {{LowEdge: dec("1"), Increment: dec("0.01")}, {LowEdge: dec("0"), Increment: dec("0.0001")}},
	67:  {{LowEdge: dec("0"), Increment: dec("0.25")}},
	109: {{LowEdge: dec("0"), Increment: dec("0.05")}, {LowEdge: dec("3"), Increment: dec("0.10")}},
	239: {{LowEdge: dec("0"), Increment: dec("0.00005")}},
}

func TestInstrument(t *testing.T) {
	etf := share()
	etf.Contract.Symbol, etf.Contract.PrimaryExchange, etf.Details.StockType = "SPY", "ARCA", "ETF"
	call := option(wire.Option, "SPY", "SPY   250620C00500000", "SMART", "100")
	call.Details.MarketRuleIDs = "109,1,2"
	cfd := pair()
	cfd.Contract.SecType, cfd.Contract.Exchange = wire.ContractDifference, "SMART"
	cfd.Details.ValidExchanges, cfd.Details.UnderSecType = "SMART", wire.Cash
	for _, c := range []struct {
		name             string
		d                *wire.ContractDetails
		want             string // kind|symbol|exchange|currency|base|calendar|underlying|expiry|right|strike
		multiplier       string
		increment, at    string // of the price
		sizeStep, leastS string
	}{
		{"share", share(), "equity|AAPL|NASDAQ|USD||XNAS||||0", "1", "0.01", "100", "0.0001", "0.0001"},
		{"share below a dollar", share(), "equity|AAPL|NASDAQ|USD||XNAS||||0", "1", "0.0001", "0.99", "0.0001", "0.0001"},
		{"fund", etf, "etf|SPY|ARCA|USD||XNYS||||0", "1", "0.01", "1", "0.0001", "0.0001"},
		{"E-mini S&P", future("ES", "ESU5", "CME", "20250919", "50", "0.25", 1), "future|ESU5|CME|USD||CME|ES|2025-09-19||0", "50", "0.25", "6000", "1", "1"},
		// A cent on 5000 bushels is 50 dollars.
		{"corn", future("ZC", "ZCU5", "CBOT", "20250912", "5000", "0.25", 100), "future|ZCU5|CBOT|USD||CME|ZC|2025-09-12||0", "50", "0.25", "400", "1", "1"},
		{"option", call, "option|SPY   250620C00500000|SMART|USD||XNYS|SPY|2025-06-20|call|500", "100", "0.05", "2.95", "1", "1"},
		{"option from three dollars", call, "option|SPY   250620C00500000|SMART|USD||XNYS|SPY|2025-06-20|call|500", "100", "0.1", "3", "1", "1"},
		{"option on a future", option(wire.FutureOption, "ES", "ESM5 C500", "CME", "50"), "option|ESM5 C500|CME|USD||CME|ES|2025-06-20|call|500", "50", "0.25", "10", "1", "1"},
		{"pair", pair(), "forex|EURUSD|IDEALPRO|USD|EUR|FOREX||||0", "1", "0.00005", "1.1", "1", "1"},
		{"coin", coin(), "crypto|BTCUSD|PAXOS|USD|BTC|24/7||||0", "1", "0.25", "60000", "0.00000001", "0.00000001"},
		{"index", index(), "index|SPX|CBOE|USD||XNYS||||0", "1", "0.01", "6000", "1", "1"},
		{"CFD on a currency", cfd, "cfd|EUR|SMART|USD||FOREX||||0", "1", "0.00005", "1.1", "1", "1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in, err := Instrument(c.d, rules)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join([]string{in.Kind.String(), in.Symbol, in.Exchange, string(in.Currency), string(in.Base), in.Calendar,
				in.Underlying, in.Expiry.String(), in.Right.String(), in.Strike.String()}, "|")
			if got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
			if !in.Multiplier.Equal(dec(c.multiplier)) {
				t.Errorf("multiplier %s, want %s", in.Multiplier, c.multiplier)
			}
			if step := in.Grid.Increment(dec(c.at)); !step.Equal(dec(c.increment)) {
				t.Errorf("increment at %s is %s, want %s", c.at, step, c.increment)
			}
			if !in.SizeIncrement.Equal(dec(c.sizeStep)) || !in.MinSize.Equal(dec(c.leastS)) {
				t.Errorf("sizes in %s from %s, want %s from %s", in.SizeIncrement, in.MinSize, c.sizeStep, c.leastS)
			}
		})
	}
}

func TestExpiry(t *testing.T) {
	for _, c := range []struct{ lastTradeDate, text, zone string }{
		{"", "20250620", "US/Central"},
		{"", "20250620 08:30 US/Central", "US/Central"},
		{"", "20250620-13:30", "US/Central"},
		{"", "20250621-01:30", "US/Central"}, // an evening in Chicago
		{"", "20250619-22:00", "Hongkong"},   // a morning in Hong Kong
		{"20250620", "20250621", "US/Central"},
	} {
		d := future("ES", "ESM5", "CME", c.text, "50", "0.25", 1)
		d.Contract.LastTradeDate, d.Details.TimeZoneID = c.lastTradeDate, c.zone
		if got, err := expiry(d); err != nil || got != 20250620 {
			t.Errorf("%+v: %v, %v; want 2025-06-20", c, got, err)
		}
	}
	for _, text := range []string{"", "202506", "20250631", "20250620x", "20250620-25:00", "20250620-"} {
		d := future("ES", "ESM5", "CME", text, "50", "0.25", 1)
		if got, err := expiry(d); err == nil {
			t.Errorf("expiry %q is %v, want an error", text, got)
		}
	}
}

func TestInstrumentRefuses(t *testing.T) {
	with := func(d *wire.ContractDetails, change func(*wire.ContractDetails)) *wire.ContractDetails {
		change(d)
		return d
	}
	for _, c := range []struct {
		name string
		d    *wire.ContractDetails
		says string
	}{
		{"a bond", with(share(), func(d *wire.ContractDetails) { d.Contract.SecType = wire.Bond }), "not supported"},
		{"a combo", with(share(), func(d *wire.ContractDetails) { d.Contract.SecType = wire.Combo }), "legs"},
		{"a continuous future", with(share(), func(d *wire.ContractDetails) { d.Contract.SecType = wire.ContinuousFuture }), "cannot be traded"},
		{"a future option that cannot be told from others", option(wire.FutureOption, "GBL", "P OGBL", "EUREX", "1000"), "lists both"},
		{"a future without multiplier", future("ES", "ESU5", "CME", "20250919", "", "0.25", 1), "multiplier"},
		{"a future with multiplier 0", future("ES", "ESU5", "CME", "20250919", "0", "0.25", 1), "multiplier"},
		{"a month for a day", future("ES", "ESU5", "CME", "202509", "50", "0.25", 1), "YYYYMMDD"},
		{"a rule that was not asked for", with(share(), func(d *wire.ContractDetails) { d.Details.MarketRuleIDs = "99,26,26" }), "market rule 99"},
		{"a rule without steps", with(pair(), func(d *wire.ContractDetails) { d.Details.MarketRuleIDs = "240" }), "market rule 240"},
		{"no tick", with(index(), func(d *wire.ContractDetails) { d.Details.MinTick = opt("") }), "minimum tick"},
		{"a tick of 0", with(index(), func(d *wire.ContractDetails) { d.Details.MinTick = opt("0") }), "minimum tick"},
		{"no currency", with(index(), func(d *wire.ContractDetails) { d.Contract.Currency = "" }), "currency"},
		{"an option without strike", with(option(wire.Option, "SPY", "SPY C", "SMART", "100"), func(d *wire.ContractDetails) { d.Contract.Strike = opt("") }), "strike"},
		{"an indivisible multiplier", future("XX", "XXU5", "CME", "20250919", "1", "0.25", 3), "price magnifier 3"},
		{"a coin without size", with(coin(), func(d *wire.ContractDetails) { d.Details.SizeIncrement = opt("") }), "164"},
	} {
		in, err := Instrument(c.d, rules)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %+v, %v; want an error that says %q", c.name, in, err, c.says)
		}
	}
}

// An exchange without a calendar leaves everything else in place, for who knows the calendar.
func TestAnUnknownExchangeAsksForACalendar(t *testing.T) {
	d := share()
	d.Contract.Symbol, d.Contract.PrimaryExchange, d.Contract.Currency = "SAP", "IBIS", "EUR"
	in, err := Instrument(d, rules)
	var missing *CalendarError
	if !errors.As(err, &missing) || missing.Exchange != "IBIS" || !strings.Contains(err.Error(), "XNYS") {
		t.Fatalf("%v; want a CalendarError for IBIS that names the calendars", err)
	}
	if in.Calendar != "" {
		t.Errorf("calendar %q, want none", in.Calendar)
	}
	in.Calendar = "XNYS"
	if err := in.Validate(); err != nil {
		t.Error(err)
	}
}

func TestPriceRule(t *testing.T) {
	for _, c := range []struct {
		exchange, valid, rules string
		want                   int
		ok                     bool
	}{
		{"SMART", "SMART,AMEX,NYSE", "26,27,28", 26, true},
		{"NYSE", "SMART,AMEX,NYSE", "26,27,28", 28, true},
		{"NYSE", "SMART, AMEX, NYSE", "26, 27, 28", 28, true},
		{"ARCA", "SMART,AMEX,NYSE", "26,27,28", 0, false},
		{"NYSE", "SMART,AMEX,NYSE", "26,27", 0, false},
		{"NYSE", "NYSE", "", 0, false},
		{"NYSE", "NYSE", "x", 0, false},
		{"", "", "", 0, false},
	} {
		d := &wire.ContractDetails{Contract: wire.Contract{Exchange: c.exchange},
			Details: wire.Details{ValidExchanges: c.valid, MarketRuleIDs: c.rules}}
		if id, ok := PriceRule(d); ok != c.ok || ok && id != c.want {
			t.Errorf("%+v: %d, %v", c, id, ok)
		}
	}
}

// Spreads may trade below zero, and their rules say so; a ladder of absolute prices begins at zero.
func TestARuleWithEdgesBelowZero(t *testing.T) {
	d := future("ES", "ESU5", "CME", "20250919", "50", "0.25", 1)
	in, err := Instrument(d, map[int][]wire.PriceIncrement{67: {
		{LowEdge: dec("-5"), Increment: dec("0.05")}, {LowEdge: dec("0"), Increment: dec("0.25")}, {LowEdge: dec("5"), Increment: dec("0.5")}}})
	if err != nil || len(in.Grid) != 2 || !in.OnGrid(dec("0.25")) || in.OnGrid(dec("0.05")) || in.OnGrid(dec("5.25")) {
		t.Errorf("grid %v, %v", in.Grid, err)
	}
}
