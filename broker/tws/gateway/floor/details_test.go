package floor_test

import (
	"strings"
	"testing"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

func TestDetailsOfAShare(t *testing.T) {
	f := listed(t)
	l, refusal := f.Resolve(&wire.Contract{ConID: 265598})
	if refusal != nil {
		t.Fatal(refusal)
	}
	k := l.Contract
	if k.Symbol != "AAPL" || k.SecType != wire.Stock || k.Exchange != "SMART" || k.PrimaryExchange != "NASDAQ" ||
		k.Currency != "USD" || k.LocalSymbol != "AAPL" || k.TradingClass != "NMS" {
		t.Errorf("contract %+v", k)
	}
	if direct := l.On("ISLAND").Exchange; direct != "NASDAQ" {
		t.Errorf("on ISLAND: %s, want its present name NASDAQ", direct)
	}
	d := l.Details(f.Now())
	if d.MarketName != "NMS" || d.LongName != "APPLE INC" || d.StockType != "COMMON" || d.TimeZoneID != "US/Eastern" ||
		d.MinTick.Value.String() != "0.01" || d.MinSize.Value.String() != "0.0001" || d.SuggestedSizeIncrement.Value.String() != "100" {
		t.Errorf("details %+v", d)
	}
	if len(d.SecIDs) != 1 || d.SecIDs[0] != (wire.TagValue{Tag: "ISIN", Value: "US0378331005"}) {
		t.Errorf("security ids %v", d.SecIDs)
	}
	exchanges, rules := strings.Split(d.ValidExchanges, ","), strings.Split(d.MarketRuleIDs, ",")
	if len(exchanges) != len(rules) || rules[0] != "26" {
		t.Errorf("%d exchanges with %d rules (%s)", len(exchanges), len(rules), d.MarketRuleIDs)
	}
	rule := f.MarketRule(26)
	if len(rule) != 1 || !rule[0].LowEdge.IsZero() || rule[0].Increment.String() != "0.01" {
		t.Errorf("market rule 26: %v", rule)
	}
	if f.MarketRule(-1) != nil {
		t.Error("a market rule that does not exist has increments")
	}
}

// The hours around Independence Day 2025: a half day (NYSE: 13:00, late trading to 17:00) and a holiday.
func TestHoursOfTheComingDays(t *testing.T) {
	f := listed(t)
	july2 := market.At(market.Date(20250702).Clock(16, 0, on(t, "00:00:00").UTC().Location())) // 12:00 New York
	share, _ := f.Resolve(&wire.Contract{ConID: 265598})
	future, _ := f.Resolve(&wire.Contract{LocalSymbol: "ESU5"})
	abroad, _ := f.Resolve(&wire.Contract{Symbol: "BMW", SecType: wire.Stock})
	d := share.Details(july2)
	const trading = "20250702:0400-20250702:2000;20250703:0400-20250703:1700;20250704:CLOSED;20250705:CLOSED;20250706:CLOSED;20250707:0400-20250707:2000"
	const liquid = "20250702:0930-20250702:1600;20250703:0930-20250703:1300;20250704:CLOSED;20250705:CLOSED;20250706:CLOSED;20250707:0930-20250707:1600"
	if d.TradingHours != trading || d.LiquidHours != liquid {
		t.Errorf("share:\n got %s\nwant %s\n got %s\nwant %s", d.TradingHours, trading, d.LiquidHours, liquid)
	}
	d = future.Details(july2)
	if want := "20250701:1700-20250702:1600;"; !strings.HasPrefix(d.TradingHours, want) || d.TimeZoneID != "US/Central" {
		t.Errorf("future: %s in %s, want %s…", d.TradingHours, d.TimeZoneID, want)
	}
	d = abroad.Details(july2)
	if want := "20250702:0900-20250702:1730;"; !strings.HasPrefix(d.TradingHours, want) || d.TimeZoneID != "MET" {
		t.Errorf("abroad: %s in %s, want %s…", d.TradingHours, d.TimeZoneID, want)
	}
}

// A server must be able to send every contract and its details.
func TestEveryListingCanBeWritten(t *testing.T) {
	f := listed(t)
	for _, l := range f.Listings() {
		var m wire.Message = &wire.ContractDetails{RequestID: 1, Contract: l.Contract, Details: l.Details(f.Now())}
		if l.SecType() == wire.Bond {
			m = &wire.BondDetails{RequestID: 1, Contract: l.Contract, Details: l.Details(f.Now())}
		}
		for _, version := range []int{100, 163, 187, 225} {
			if _, err := wire.NewEncoder(false, version).Append(nil, m); err != nil {
				t.Fatalf("%s for version %d: %v", l.Instrument.Symbol, version, err)
			}
		}
	}
}
