package desk_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

func (b *bench) value(key, currency string) string {
	b.t.Helper()
	for _, v := range b.desk.Values("DU1") {
		if v.Key == key && (currency == "" || v.Currency == currency) {
			return v.Value
		}
	}
	b.t.Errorf("account value %s is missing", key)
	return ""
}

func (b *bench) position(conID int) (quantity, average string) {
	for _, p := range b.desk.Positions("DU1") {
		if p.Contract.ConID == conID {
			return p.Position.String(), p.AverageCost.String()
		}
	}
	return "", ""
}

// Positions at average cost with commission and multiplier: 100 shares at 170.02 cost 17,002 and 1.00, which is 170.03
// a share. One ES at 5,000.25 with 2.25 costs 250,012.50 and 2.25. Sold short, the commission lowers the average.
func TestAverageCost(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	b.quote("MSFT", 400, 400.02)
	b.quote("ESM4", 5000, 5000.25)
	b.place(1, 1, aaplID, at(wire.Buy, "100"))
	b.place(1, 2, esID, at(wire.Buy, "1"))
	b.place(1, 3, msftID, at(wire.Sell, "100"))
	for _, c := range []struct {
		conID             int
		quantity, average string
	}{
		{aaplID, "100", "170.03"}, {esID, "1", "250014.75"},
		// 40,000 less 1.00, SEC 0.32 and FINRA 0.0166 is 39,998.6634.
		{msftID, "-100", "399.986634"},
	} {
		if q, avg := b.position(c.conID); q != c.quantity || avg != c.average {
			t.Errorf("contract %d: %s at %s, want %s at %s", c.conID, q, avg, c.quantity, c.average)
		}
	}
}

// A sale through zero: 200 at 170 for 1.00 + SEC 0.272 + FINRA 0.0332 = 1.3052, half of it for each end. It closes 100
// that cost 17,003.00 and opens 100 short for 17,000 less 0.6526.
func TestThroughZero(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 1, aaplID, at(wire.Buy, "100"))
	b.place(1, 2, aaplID, at(wire.Sell, "200"))
	b.has("realised", "1 commission 1.3052 realised -3.6526")
	if q, avg := b.position(aaplID); q != "-100" || avg != "169.993474" {
		t.Errorf("position %s at %s", q, avg)
	}
}

// The day's sums, by hand. Bought 100 at 170.02 with 1.00; the middle is 170.01, then 171.01.
func TestValuesAndProfit(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{Accounts: []desk.Account{{Name: "DU1", Cash: dec("100000")}}})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 1, aaplID, at(wire.Buy, "100"))
	b.wait("10:00:01")
	b.quote("AAPL", 171, 171.02)
	for key, want := range map[string]string{
		"TotalCashValue":     "82997.00",  // 100,000 − 17,002 − 1
		"GrossPositionValue": "17101.00",  // 100 × 171.01
		"NetLiquidation":     "100098.00", // both
		"StockMarketValue":   "17101.00",
		"InitMarginReq":      "4275.25", // 25 %
		"MaintMarginReq-S":   "4275.25", // all of it securities
		"MaintMarginReq-C":   "0.00",
		"RegTMargin":         "8550.50",   // 50 %
		"AvailableFunds":     "95822.75",  // 100,098 − 4,275.25
		"BuyingPower":        "383291.00", // four times that
		"UnrealizedPnL":      "98.00",     // 100 × (171.01 − 170.03)
		"RealizedPnL":        "0.00",
		"Cushion":            "0.9573", // 95,822.75 / 100,098
		"Leverage-S":         "0.1708", // 17,101 / 100,098
	} {
		if got := b.value(key, ""); got != want {
			t.Errorf("%s is %s, want %s", key, got, want)
		}
	}
	check := func(when, daily, unrealised, realised string) {
		t.Helper()
		pnl, ok := b.desk.PNL("DU1")
		single, found := b.desk.PNLSingle("DU1", aaplID)
		if !ok || !found {
			t.Fatalf("%s: no profit", when)
		}
		for _, x := range []struct {
			what string
			got  wire.Opt[decimal.Decimal]
			want string
		}{
			{"daily", pnl.Daily, daily}, {"unrealised", pnl.Unrealized, unrealised}, {"realised", pnl.Realized, realised},
			{"daily of one", single.Daily, daily}, {"unrealised of one", single.Unrealized, unrealised},
			{"realised of one", single.Realized, realised},
		} {
			if !x.got.Value.Equal(dec(x.want)) {
				t.Errorf("%s: %s %s, want %s", when, x.what, x.got.Value, x.want)
			}
		}
	}
	check("open", "98", "98", "0")
	b.wait("2024-03-05 10:00:00")
	check("the next day", "0", "98", "0")
	b.quote("AAPL", 172, 172.02)
	check("higher", "100", "198", "0")
	// Sold at 172: 197 more than it cost with commission, less 1.1542 (as in TestBracket: 1 + 0.1376 + 0.0166). Of
	// that 98 was there at midnight.
	b.place(1, 2, aaplID, at(wire.Sell, "100"))
	check("closed", "97.8458", "0", "195.8458")
	if got := b.value("PreviousDayEquityWithLoanValue", ""); got != "100098.00" {
		t.Errorf("equity of the day before: %s", got)
	}
	if q, avg := b.position(aaplID); q != "0" || avg != "0" {
		t.Errorf("closed position %s at %s", q, avg)
	}
	rows := b.desk.Portfolio("DU1")
	if len(rows) != 1 || !rows[0].RealizedPNL.Value.Equal(dec("195.85")) || !rows[0].Position.IsZero() {
		t.Errorf("portfolio %+v", rows)
	}
	b.wait("2024-03-06 00:00:00")
	if rows := b.desk.Portfolio("DU1"); len(rows) != 0 {
		t.Errorf("portfolio of the day after %+v", rows)
	}
}

// Every key and tag of the documented lists has a value (semantics, "account data").
func TestEveryKeyIsThere(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	for _, key := range []string{
		"AccountCode", "AccountReady", "AccountType", "AccruedCash", "AccruedDividend", "AvailableFunds", "Billable",
		"BuyingPower", "CashBalance", "Currency", "Cushion", "DayTradesRemaining", "DayTradesRemainingT+1",
		"DayTradesRemainingT+4", "EquityWithLoanValue", "ExcessLiquidity", "ExchangeRate", "FullAvailableFunds",
		"FullExcessLiquidity", "FullInitMarginReq", "FullMaintMarginReq", "FuturesPNL", "GrossPositionValue", "Guarantee",
		"InitMarginReq", "Leverage-S", "LookAheadAvailableFunds", "LookAheadNextChange", "MaintMarginReq", "NetLiquidation",
		"NetLiquidationByCurrency", "NetLiquidationUncertainty", "OptionMarketValue", "PASharesValue", "PostExpirationExcess",
		"PostExpirationMargin", "PreviousDayEquityWithLoanValue", "RealCurrency", "RealizedPnL", "RegTEquity", "RegTMargin",
		"SegmentTitle-C", "SegmentTitle-S", "SMA", "StockMarketValue", "TotalCashBalance", "TotalCashValue", "TradingType-S",
		"UnrealizedPnL", "WhatIfPMEnabled", "NetLiquidation-S", "NetLiquidation-C",
	} {
		b.value(key, "")
	}
	for _, tag := range []string{
		"AccountType", "NetLiquidation", "TotalCashValue", "SettledCash", "AccruedCash", "BuyingPower", "EquityWithLoanValue",
		"PreviousDayEquityWithLoanValue", "GrossPositionValue", "ReqTEquity", "ReqTMargin", "SMA", "InitMarginReq",
		"MaintMarginReq", "AvailableFunds", "ExcessLiquidity", "Cushion", "FullInitMarginReq", "FullMaintMarginReq",
		"FullAvailableFunds", "FullExcessLiquidity", "LookAheadNextChange", "LookAheadInitMarginReq", "LookAheadMaintMarginReq",
		"LookAheadAvailableFunds", "LookAheadExcessLiquidity", "HighestSeverity", "DayTradesRemaining", "Leverage",
	} {
		if v := b.desk.Summary("DU1", tag); len(v) != 1 || v[0].Key != tag || v[0].Value == "" {
			t.Errorf("summary tag %s: %v", tag, v)
		}
	}
	if v := b.desk.Summary("DU1", "Nonsense"); v != nil {
		t.Errorf("unknown tag: %v", v)
	}
	if v := b.desk.Values("DU9"); v != nil {
		t.Errorf("unknown account: %v", v)
	}
}

// Buying 20,000 EUR at 1.0850 exchanges 21,700 USD; the commission is 2.00.
func TestLedgersByCurrency(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{Accounts: []desk.Account{{Name: "DU1", Cash: dec("100000")}}})
	b.quote("EURUSD", 1.0848, 1.0850)
	b.place(1, 1, eurID, at(wire.Buy, "20000"))
	for _, c := range []struct{ tag, key, currency, want string }{
		{"$LEDGER:ALL", "CashBalance", "EUR", "20000.00"},
		{"$LEDGER:ALL", "CashBalance", "USD", "78298.00"},
		{"$LEDGER", "CashBalance", "BASE", "99996.00"}, // 78,298 + 20,000 × 1.0849
		{"$LEDGER:EUR", "ExchangeRate", "EUR", "1.0849"},
	} {
		found := false
		for _, v := range b.desk.Summary("DU1", c.tag) {
			if v.Key == c.key && v.Currency == c.currency {
				found = true
				if v.Value != c.want {
					t.Errorf("%s %s %s is %s, want %s", c.tag, c.key, c.currency, v.Value, c.want)
				}
			}
		}
		if !found {
			t.Errorf("%s has no %s in %s", c.tag, c.key, c.currency)
		}
	}
}

// Margins by hand, from the rules of broker/sim/margin.
func TestWhatIf(t *testing.T) {
	for _, c := range []struct {
		name                                   string
		conID                                  int
		order                                  wire.Order
		initial, maintenance, loan, commission string
	}{
		// 100 × 170.01 × 25 %; the loan value falls by the commission and half the spread.
		{"shares bought", aaplID, at(wire.Buy, "100"), "4250.25", "4250.25", "-2", "1"},
		// 30 %; 1.00 + 0.136 SEC + 0.0166 FINRA, and half the spread.
		{"shares sold short", aaplID, at(wire.Sell, "100"), "5100.3", "5100.3", "-2.15", "1.1526"},
		// 5,000.125 × 50 × 8 %, and 110 % of it; half a tick of 12.50 and 2.25.
		{"a future", esID, at(wire.Buy, "1"), "22000.55", "20000.5", "-8.5", "2.25"},
		// The premium, 100 × 5.20, and the fees leave the loan value: at least 1.00, 0.02685 regulatory and 0.02 clearing.
		{"an option bought", callID, at(wire.Buy, "1"), "0", "0", "-521.05", "1.04685"},
		// (5.10 + 20 % of 170.01) × 100 = 3,910.20; the premium of 500 comes in; 0.004 SEC and 0.00279 FINRA more.
		{"an option sold", callID, at(wire.Sell, "1"), "3910.2", "3910.2", "498.95", "1.05364"},
		// 2 % of 20,000 × 1.0849; 0.0001 × 20,000 and 2.00.
		{"a currency", eurID, at(wire.Buy, "20000"), "433.96", "433.96", "-4", "2"},
	} {
		b := newBench(t, "10:00:00", desk.Options{})
		b.quote("AAPL", 170, 170.02)
		b.quote("ESM4", 5000, 5000.25)
		b.quote("AAPL C170", 5, 5.2)
		b.quote("EURUSD", 1.0848, 1.0850)
		c.order.WhatIf = true
		b.place(1, 5, c.conID, c.order)
		b.expect(c.name, "1 open 5 PreSubmitted")
		s := b.all[0].(*wire.OpenOrder).State
		for _, x := range []struct {
			what string
			got  wire.Opt[decimal.Decimal]
			want string
		}{
			{"initial margin", s.Change.Initial, c.initial}, {"maintenance margin", s.Change.Maintenance, c.maintenance},
			{"loan value", s.Change.EquityWithLoan, c.loan}, {"commission", s.Commission, c.commission},
			{"loan value before", s.Before.EquityWithLoan, "1000000"}, {"margin before", s.Before.Initial, "0"},
		} {
			if !x.got.Valid || !x.got.Value.Equal(dec(x.want)) {
				t.Errorf("%s: %s %v, want %s", c.name, x.what, x.got, x.want)
			}
		}
		if got := lines(b.desk.AllOpenOrders()); got != "*wire.OpenOrdersEnd" {
			t.Errorf("%s: an order came of it: %s", c.name, got)
		}
	}
}

// What is held beside an order counts. A call at 170 sold against one held at 175 asks for 5 × 100; against 100 shares, for
// nothing more than the cent that it is in the money takes of them: 25 % of 17,000 and 1 instead of 25 % of 17,001. A call sold
// with another one sold has nothing against it: (5.10 + 20 % of 170.01) × 100.
func TestWhatIfOffsets(t *testing.T) {
	for _, c := range []struct {
		name  string
		conID int
		held  wire.Order
		want  string
	}{
		{"spread", call175ID, at(wire.Buy, "1"), "500"},
		{"covered", aaplID, at(wire.Buy, "100"), "0.75"},
		{"bare", call175ID, at(wire.Sell, "1"), "3910.2"},
	} {
		b := newBench(t, "10:00:00", desk.Options{})
		b.quote("AAPL", 170, 170.02)
		b.quote("AAPL C170", 5, 5.2)
		b.quote("AAPL C175", 3, 3.2)
		b.place(1, 4, c.conID, c.held)
		sale := at(wire.Sell, "1")
		sale.WhatIf = true
		b.place(1, 5, callID, sale)
		state := b.all[len(b.all)-1].(*wire.OpenOrder).State
		if got := state.Change.Initial; !got.Valid || !got.Value.Equal(dec(c.want)) {
			t.Errorf("%s: initial margin %v, want %s more", c.name, got, c.want)
		}
	}
}

// A what-if order that would not be accepted gets its numbers, and then error 201.
func TestWhatIfTooLarge(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 5, aaplID, with(at(wire.Buy, "100000"), func(o *wire.Order) { o.WhatIf = true }))
	b.expect("numbers and refusal", "1 open 5 PreSubmitted", "1 error 5 201")
}

func TestAdvisor(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	if _, refusal := b.desk.Advisor(wire.FAGroups); refusal == nil || refusal.Code != 321 {
		t.Errorf("without groups: %v", refusal)
	}
	b = newBench(t, "10:00:00", desk.Options{
		Accounts: []desk.Account{{Name: "DU1"}, {Name: "DU2"}},
		Groups:   []desk.Group{{Name: "Both", Method: "NetLiq", Accounts: []string{"DU1", "DU2"}}},
	})
	text, refusal := b.desk.Advisor(wire.FAGroups)
	want := `<?xml version="1.0" encoding="UTF-8"?>
<ListOfGroups>
	<Group>
		<name>Both</name>
		<ListOfAccts>
			<Account>
				<acct>DU1</acct>
			</Account>
			<Account>
				<acct>DU2</acct>
			</Account>
		</ListOfAccts>
		<defaultMethod>NetLiq</defaultMethod>
	</Group>
</ListOfGroups>
`
	if refusal != nil || text != want {
		t.Errorf("groups:\n%s%v", text, refusal)
	}
	if got := b.desk.Accounts("Both"); len(got) != 2 {
		t.Errorf("accounts of the group: %v", got)
	}
	if _, refusal := b.desk.Advisor(wire.FAProfiles); refusal == nil {
		t.Error("profiles are gone")
	}
}
