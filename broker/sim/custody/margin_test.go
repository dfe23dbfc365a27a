package custody_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/custody"
	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// 10,000 carry 20,000 of shares under Regulation T: 200 at 100, and with a dollar of commission not quite.
func TestRegTBuysTwice(t *testing.T) {
	b := newBench(t, settings{fees: dollar}, market.NewEquity("A"))
	b.trade("A", 100)
	b.refused(b.send("buy 200 A"), order.InsufficientFunds, "9999 10000")
	b.accepted(b.send("buy 199 A"))
	b.refused(b.send("buy 1 A"), order.InsufficientFunds, "9998 10000") // with what works: 200, and two dollars
	b.trade("A", 100)
	b.holds("A", "199")
	b.accepted(b.send("sell 199 A"))
	b.refused(b.send("sell 399 A"), order.InsufficientFunds, "9997 19950") // to be 399 short after both sales and three dollars
}

// 150 % of a short sale includes its proceeds: 10,000 carry 20,000 sold short too.
func TestRegTSellsShort(t *testing.T) {
	b := newBench(t, settings{}, market.NewEquity("A"))
	b.trade("A", 100)
	b.refused(b.send("sell 201 A"), order.InsufficientFunds, "10000 10050")
	b.accepted(b.send("sell 200 A"))
	b.trade("A", 100)
	b.holds("A", "-200")
	b.accepted(b.send("buy 400 A")) // through zero to 200 long asks for no more
}

// The exits of a bracket ask for nothing beside their entry, and of two exits in a group only one counts.
func TestMarginOfExits(t *testing.T) {
	b := newBench(t, settings{}, market.NewEquity("A"))
	b.trade("A", 100)
	entry := b.send("buy 200 A")
	child := func(r *order.Request) { r.Parent, r.OCA = entry, "exits" }
	b.accepted(b.send("sell 200 A 110", child))
	b.accepted(b.send("sell 200 A 120", child))
	b.trade("A", 100)
	b.holds("A", "200")
	group := func(r *order.Request) { r.OCA = "others" }
	b.accepted(b.send("sell 200 A 130", group))
	b.accepted(b.send("sell 200 A 140", group))
}

// A change is asked for like an order; a smaller quantity is not.
func TestMarginOfChanges(t *testing.T) {
	b := newBench(t, settings{}, market.NewEquity("A"))
	b.trade("A", 100)
	id := b.send("buy 200 A 90")
	more := dec("201")
	b.venue.Modify(id, order.Change{Quantity: &more})
	b.settle()
	b.refused(id, order.InsufficientFunds, "10000 10050")
	delete(b.reasons, id)
	less := dec("150")
	b.venue.Modify(id, order.Change{Quantity: &less})
	b.settle()
	b.accepted(id)
}

// Less than 2,000 borrows nothing, but may be spent.
func TestLeastEquity(t *testing.T) {
	b := newBench(t, settings{money: "1999"}, market.NewEquity("A"), market.NewForex("EUR", "USD"))
	b.trade("A", 100)
	b.trade("EURUSD", 1.25)
	b.refused(b.send("buy 1000 EURUSD"), order.InsufficientFunds, "2000 1999")
	b.refused(b.send("buy 20 A"), order.InsufficientFunds, "2000 1999")
	b.refused(b.send("sell 1 A"), order.InsufficientFunds, "2000 1999")
	b.accepted(b.send("buy 19 A"))
}

// A portfolio margin account has 100,000 and buys 1,000 at 100, which asks for 15,000. At 99.99 it has 10 less: nothing that
// asks for more passes, paid in full or not, whatever is free; what asks for less does, and nothing is closed. At 100.01 it has
// 10 more.
func TestThePortfolioMinimum(t *testing.T) {
	b := newBench(t, settings{money: "100000", rules: margin.Portfolio()}, market.NewEquity("A"), market.NewEquity("B"))
	b.trade("A", 100)
	b.trade("B", 50)
	b.accepted(b.send("buy 1000 A"))
	b.trade("A", 100)
	b.holds("A", "1000")
	b.trade("A", 99.99)
	b.refused(b.send("buy 1 B"), order.InsufficientFunds, "100000 99990")
	b.refused(b.send("sell 1 B"), order.InsufficientFunds, "100000 99990")
	b.refused(b.send("sell 2500 A"), order.InsufficientFunds, "100000 99990")
	b.accepted(b.send("sell 400 A"))
	if len(b.said) != 0 {
		t.Errorf("said %v", b.said)
	}
	b.trade("A", 100.01)
	b.holds("A", "600")
	b.trade("A", 100.02)
	b.accepted(b.send("buy 1 B"))
}

// 200 at 100 with 10,000 borrowed. At 66.67 the equity is 3,334 and a quarter of the value 3,333.50: enough. At 60 it is 2,000
// and 3,000 are asked for. Selling q shares leaves 2,000 ≥ 15 × (200 − q): 67 of them, for 133 ask for 1,995.
func TestLiquidationOfLong(t *testing.T) {
	b := newBench(t, settings{}, market.NewEquity("A"))
	b.trade("A", 100)
	b.send("buy 200 A")
	b.trade("A", 100)
	b.trade("A", 66.67)
	if len(b.said) != 0 {
		t.Fatalf("said %v", b.said)
	}
	b.trade("A", 60)
	if len(b.said) != 2 || b.said[0].Kind != custody.Call || b.said[1].Kind != custody.Liquidation {
		t.Fatalf("said %v", b.said)
	}
	if call := b.said[0]; !call.Equity.Equal(dec("2000")) || !call.Maintenance.Equal(dec("3000")) {
		t.Errorf("call %v", call)
	}
	if l := b.said[1]; !l.Quantity.Equal(dec("-67")) || l.Strategy != "a" || l.Symbol != "A" {
		t.Errorf("liquidation %v", l)
	}
	b.holds("A", "200") // a market order waits for the next price
	b.trade("A", 60)
	b.holds("A", "133")
	if last := b.said[len(b.said)-1]; last.Kind != custody.Restored || b.fills[len(b.fills)-1].Tag != custody.LiquidationTag {
		t.Errorf("said %v, fills %v", b.said, b.fills)
	}
}

// The commission is missing too: with a dollar each, 200 at 100 is one too many. 199 shares and a dollar owe 9,901; at 60,
// 11,940 − 9,901 = 2,039 against 2,985. Selling q leaves 2,038 ≥ 15 × (199 − q): 64 (135 ask for 2,025), not 63.07 rounded.
func TestLiquidationPaysCommission(t *testing.T) {
	b := newBench(t, settings{fees: dollar}, market.NewEquity("A"))
	b.trade("A", 100)
	b.send("buy 199 A")
	b.trade("A", 100)
	b.trade("A", 60)
	b.trade("A", 60)
	b.holds("A", "135")
	if f := b.custody.Figures(); !f.Excess().Equal(dec("13")) || len(b.fills) != 2 {
		t.Errorf("excess %s, %d fills, want 13 and 2", f.Excess(), len(b.fills))
	}
}

// Cash 20,000 and 100 short at 100. At 155 they cost 15,500, 4,500 of equity stand against 30 %, 4,650. Buying q back leaves
// 4,500 ≥ 46.5 × (100 − q): 4 of them (96 ask for 4,464).
func TestLiquidationOfShort(t *testing.T) {
	b := newBench(t, settings{}, market.NewEquity("A"))
	b.trade("A", 100)
	b.send("sell 100 A")
	b.trade("A", 100)
	b.trade("A", 155)
	b.trade("A", 155)
	b.holds("A", "-96")
}

// A gap beyond everything: nothing is left but the debt, and no order is sent any more. 200 at 100, now 45: 9,000 − 10,000.
func TestLiquidationEndsFlat(t *testing.T) {
	b := newBench(t, settings{}, market.NewEquity("A"))
	b.trade("A", 100)
	b.send("buy 200 A")
	b.trade("A", 100)
	b.trade("A", 45)
	b.trade("A", 45)
	b.holds("A", "0")
	sent := len(b.orders)
	b.trade("A", 45)
	if got := b.books.Cash("USD"); !got.Equal(dec("-1000")) || len(b.orders) != sent {
		t.Errorf("cash %s, %d orders, want -1000 and %d", got, len(b.orders), sent)
	}
}

// The position that asks for more goes first: 100 B ask for 2,500, 60 A for 1,500. With both at 60 they are worth 9,600 and
// 6,000 are owed: 3,600 against 2,400 is well. At 48, 7,680: 1,680 against 1,920; 20 B at 12 each give 240.
func TestLargestFirst(t *testing.T) {
	b := newBench(t, settings{}, market.NewEquity("A"), market.NewEquity("B"))
	for _, symbol := range []string{"A", "B"} {
		b.trade(symbol, 100)
	}
	b.send("buy 60 A")
	b.send("buy 100 B")
	for _, price := range []float64{100, 60, 48, 48} {
		b.trade("A", price)
		b.trade("B", price)
	}
	b.holds("A", "60")
	b.holds("B", "80")
}

// The strategy that holds the most gives first; each has the fill in its own ledger.
func TestLiquidationByStrategy(t *testing.T) {
	b := newBench(t, settings{}, market.NewEquity("A"))
	b.trade("A", 100)
	b.send("buy 60 A")
	o := &order.Order{ID: "b", Strategy: "b", Instrument: b.find("A"), Request: order.Request{
		Symbol: "A", Side: order.Buy, Quantity: dec("140"), Type: order.Market, TimeInForce: order.GTC,
	}}
	b.submit(o)
	b.trade("A", 100)
	b.trade("A", 50) // 0 of equity against 2,500: everything
	b.trade("A", 50)
	b.holds("A", "0")
	if n := len(b.fills); n != 4 || b.fills[2].Strategy != "b" || !b.fills[2].Quantity.Equal(dec("140")) || b.fills[3].Strategy != "a" {
		t.Errorf("fills %v", b.fills)
	}
}

// The account that is only told: a call, once, and nothing is sold.
func TestKeep(t *testing.T) {
	b := newBench(t, settings{keep: true}, market.NewEquity("A"))
	b.trade("A", 100)
	b.send("buy 200 A")
	for _, price := range []float64{100, 60, 59, 80} {
		b.trade("A", price)
	}
	b.holds("A", "200")
	if len(b.said) != 2 || b.said[0].Kind != custody.Call || b.said[1].Kind != custody.Restored {
		t.Errorf("said %v", b.said)
	}
}

// Oil on 20 April 2020: one contract bought at 10 with the exchange's money, 30,000 of cash. At −10 20,000 are lost, and
// 10,000 cover 8,500. At −13.10 23,100 are lost: 6,900 do not, and the contract goes at the next price, −37.63.
func TestOilBelowZero(t *testing.T) {
	cl := market.NewFuture("CL", "CL", market.NewDate(2020, 4, 21), dec("1000"), dec("0.01"))
	rules := margin.RegT()
	rules.Contracts = map[string]margin.Rates{"CL": {Initial: dec("9350"), Maintenance: dec("8500")}}
	b := newBench(t, settings{rules: rules, money: "30000", start: "2020-04-20 10:00"}, cl)
	b.trade("CL", 10)
	b.refused(b.send("buy 4 CL"), order.InsufficientFunds, "30000 37400")
	b.accepted(b.send("buy 1 CL"))
	b.trade("CL", 10)
	b.trade("CL", -10)
	if len(b.said) != 0 {
		t.Fatalf("said %v", b.said)
	}
	b.trade("CL", -13.1)
	b.trade("CL", -37.63)
	b.holds("CL", "0")
	if got := b.books.Cash("USD"); !got.Equal(dec("-17630")) { // 30,000 − 47,630
		t.Errorf("cash %s, want -17630", got)
	}
	b.refused(b.send("buy 1 CL"), order.InsufficientFunds, "-17630 9350")
}

// What is asked in euros counts in dollars: 10,000 EUR of shares are 12,500 USD at 1.25, half is 6,250.
func TestMarginInOtherCurrency(t *testing.T) {
	sap := market.NewEquity("SAP")
	sap.Currency = "EUR"
	b := newBench(t, settings{}, market.NewForex("EUR", "USD"), sap)
	b.trade("SAP", 100)
	b.refused(b.send("buy 100 SAP"), order.NoPrice, "0 0")
	b.trade("EURUSD", 1.25)
	b.refused(b.send("buy 161 SAP"), order.InsufficientFunds, "10000 10062.5")
	b.accepted(b.send("buy 160 SAP"))
	b.trade("SAP", 100)
	f := b.custody.Figures()
	if !f.Initial().Equal(dec("10000")) || !f.Maintenance().Equal(dec("5000")) || !f.Excess().Equal(dec("5000")) {
		t.Errorf("initial %s, maintenance %s, excess %s", f.Initial(), f.Maintenance(), f.Excess())
	}
	// A euro at 1.60 makes no difference to the equity, for the debt is in euros too, and 30 % more to what is asked.
	b.trade("EURUSD", 1.6)
	if f = b.custody.Figures(); !f.Net.Equal(dec("10000")) || !f.Maintenance().Equal(dec("6400")) {
		t.Errorf("net %s, maintenance %s", f.Net, f.Maintenance())
	}
}

func callOn(symbol string) market.Instrument {
	call := market.NewEquity("C")
	call.Kind, call.Underlying, call.Multiplier, call.Strike, call.Right = market.Option, symbol, dec("100"), dec("40"), market.Call
	call.Expiry = market.NewDate(2024, 9, 20)
	return call
}

// A bare call at 2 on shares of 40 asks for (2 + 8) × 100, and the 200 that it brings are owed at once: 4,000 carry five, and
// of six, 5,200 against 6,000. On 200 shares, which ask for 4,000 themselves, two ask for nothing, and a third for 1,000.
func TestCoveredCall(t *testing.T) {
	b := newBench(t, settings{money: "4000"}, market.NewEquity("A"), callOn("A"))
	b.trade("A", 40)
	b.trade("C", 2)
	b.refused(b.send("sell 6 C"), order.InsufficientFunds, "5200 6000")
	b.send("buy 200 A")
	b.trade("A", 40)
	b.accepted(b.send("sell 2 C"))
	b.trade("C", 2)
	b.holds("C", "-2")
	b.refused(b.send("sell 1 C"), order.InsufficientFunds, "4600 5000")
}

// Where shares ask for less than a bare call, those that cover one cannot be sold: at 15 %, 1,300 carry 200 shares of 40, which
// ask for 1,200. Two calls bring 400; without the shares they would ask for 2,000 of the 1,700.
func TestSharesThatCoverACall(t *testing.T) {
	rules, part := forAnyone(), margin.Rates{Initial: dec("0.15"), Maintenance: dec("0.15")}
	rules.Kinds[market.Equity] = margin.Class{Long: part, Short: part}
	b := newBench(t, settings{money: "1300", rules: rules}, market.NewEquity("A"), callOn("A"))
	b.trade("A", 40)
	b.trade("C", 2)
	b.accepted(b.send("buy 200 A"))
	b.trade("A", 40)
	b.accepted(b.send("sell 2 C"))
	b.trade("C", 2)
	b.refused(b.send("sell 200 A"), order.InsufficientFunds, "1700 2000")
	b.accepted(b.send("buy 2 C"))
	b.trade("C", 2)
	b.accepted(b.send("sell 200 A"))
}

// A call that shares cover does not make room for orders. 10,000 buy 100 shares of 40, a call brings 200: 10,200 of equity with
// loan value. 350 shares sold leave 250 short, which ask for half of 10,000, and the call bare, which asks for (2 + 8) × 100. 350
// more would leave 600 short: 12,000 + 1,000.
func TestWorkingOrdersBesideACoveredCall(t *testing.T) {
	b := newBench(t, settings{}, market.NewEquity("A"), callOn("A"))
	b.trade("A", 40)
	b.trade("C", 2)
	b.send("buy 100 A")
	b.trade("A", 40)
	b.accepted(b.send("sell 1 C"))
	b.trade("C", 2)
	b.holds("C", "-1")
	b.accepted(b.send("sell 350 A 41"))
	b.refused(b.send("sell 350 A 41"), order.InsufficientFunds, "10200 13000")
}

// Nothing is known of an instrument before its first price.
func TestNoPrice(t *testing.T) {
	b := newBench(t, settings{}, market.NewEquity("A"))
	b.refused(b.send("buy 1 A"), order.NoPrice, "0 0")
}

// forAnyone are the rules without the least equity.
func forAnyone() *margin.Rules {
	rules := margin.RegT()
	rules.LeastEquity = decimal.Zero
	return rules
}

// scenariosForAnyone are those of portfolio margin without what it asks of an account.
func scenariosForAnyone() *margin.Rules {
	rules, like := forAnyone(), margin.Portfolio()
	rules.Kinds, rules.Offsets, rules.LeastContract = like.Kinds, like.Offsets, like.LeastContract
	return rules
}

func callAt(symbol, strike string) market.Instrument {
	call := callOn("A")
	call.Symbol, call.Strike = symbol, dec(strike)
	return call
}

func putOn(symbol string) market.Instrument {
	put := callOn(symbol)
	put.Symbol, put.Right = "P", market.Put
	return put
}

// A spread of calls at 40 and 42, on shares of 40, asks for 2 × 100 where the sold call alone asks for (2 + 8) × 100. Of 900, the
// bought call takes 100 and the sold one brings 200. What is bought cannot be sold alone when the sold one has risen to 3.50.
func TestLegsOfASpread(t *testing.T) {
	b := newBench(t, settings{money: "900", rules: forAnyone()}, market.NewEquity("A"), callAt("C40", "40"), callAt("C42", "42"))
	b.trade("A", 40)
	b.trade("C40", 2)
	b.trade("C42", 1)
	b.refused(b.send("sell 2 C40"), order.InsufficientFunds, "1300 2000")
	b.accepted(b.send("buy 1 C42"))
	b.trade("C42", 1)
	b.accepted(b.send("sell 1 C40"))
	b.trade("C40", 2)
	b.holds("C40", "-1")
	f := b.custody.Figures()
	if !f.Initial().Equal(dec("200")) || !f.Available().Equal(dec("800")) {
		t.Errorf("initial %s, available %s, want 200, 800", f.Initial(), f.Available())
	}
	b.trade("C40", 3.5) // bare: (3.50 + 8) × 100
	b.refused(b.send("sell 1 C42"), order.InsufficientFunds, "1100 1150")
	b.accepted(b.send("buy 1 C40"))
	b.trade("C40", 3.5)
	b.accepted(b.send("sell 1 C42"))
}

// A sale that works beside the purchase that would cover it may fill first: until the call at 42 is held, the one at 40 is bare,
// and 700 + 200 of 1,000 is what the account would have.
func TestLegsThatWork(t *testing.T) {
	b := newBench(t, settings{money: "700", rules: forAnyone()}, market.NewEquity("A"), callAt("C40", "40"), callAt("C42", "42"))
	b.trade("A", 40)
	b.trade("C40", 2)
	b.trade("C42", 1)
	b.accepted(b.send("buy 1 C42 0.90"))
	b.refused(b.send("sell 1 C40 2.10"), order.InsufficientFunds, "900 1000")
	b.trade("C42", 0.8)
	b.accepted(b.send("sell 1 C40 2.10"))
	// Both legs would be for sale, and what is bought is the only cover of what is sold: 700 − 80 + 200 + 80 of 1,000.
	b.refused(b.send("sell 1 C42 0.95"), order.InsufficientFunds, "900 1000")
}

// A spread of futures that asks for 50 cannot be left for either of its contracts, which ask for 500 of the 350 that there are.
func TestLegsOfACalendarSpread(t *testing.T) {
	rules := forAnyone()
	rules.Contracts = map[string]margin.Rates{"ESH5": {Initial: dec("500"), Maintenance: dec("450")}, "ESM5": {Initial: dec("500"), Maintenance: dec("450")}}
	rules.Spreads = map[string]margin.Rates{"ES": {Initial: dec("50"), Maintenance: dec("45")}}
	h := market.NewFuture("ESH5", "ES", market.NewDate(2025, 3, 21), dec("50"), dec("0.25"))
	m := market.NewFuture("ESM5", "ES", market.NewDate(2025, 6, 20), dec("50"), dec("0.25"))
	b := newBench(t, settings{money: "600", rules: rules}, h, m)
	b.trade("ESH5", 100)
	b.trade("ESM5", 100)
	b.accepted(b.send("buy 1 ESH5"))
	b.trade("ESH5", 100)
	b.accepted(b.send("sell 1 ESM5"))
	b.trade("ESM5", 106)
	if f := b.custody.Figures(); !f.Initial().Equal(dec("50")) || !f.Available().Equal(dec("550")) {
		t.Errorf("initial %s, available %s, want 50, 550", f.Initial(), f.Available())
	}
	b.trade("ESM5", 111) // 5 × 50 lost
	b.refused(b.send("sell 1 ESH5"), order.InsufficientFunds, "350 500")
	b.refused(b.send("buy 1 ESM5"), order.InsufficientFunds, "350 500")
}

// A conversion is closed altogether when margin is missing, though each of its parts, closed alone, leaves the others asking for
// more: 700 carry shares of 40 with their put and call, and when the shares fall by 7, which the put's last price does not show
// yet, nothing is left.
func TestLiquidationOfAHedge(t *testing.T) {
	b := newBench(t, settings{money: "700", rules: scenariosForAnyone()}, market.NewEquity("A"), callOn("A"), putOn("A"))
	b.trade("A", 40)
	b.trade("C", 2)
	b.trade("P", 2)
	for _, words := range []string{"buy 100 A", "buy 1 P", "sell 1 C"} {
		b.accepted(b.send(words))
		for _, symbol := range []string{"A", "P", "C"} {
			b.trade(symbol, map[string]float64{"A": 40, "P": 2, "C": 2}[symbol])
		}
	}
	if f := b.custody.Figures(); !f.Net.Equal(dec("700")) || !f.Maintenance().Equal(dec("75")) { // 2 × 0.375 × 100
		t.Errorf("net %s, maintenance %s, want 700, 75", f.Net, f.Maintenance())
	}
	b.trade("A", 33)
	b.trade("C", 2)
	b.trade("P", 2)
	b.trade("A", 33)
	for in, held := range b.books.Quantities() {
		t.Errorf("%s %s is left", held, in.Symbol)
	}
}
