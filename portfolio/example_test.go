package portfolio_test

import (
	"fmt"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// book applies fills and prints what the last one did.
func book(a *portfolio.Account, fills ...*order.Fill) {
	for i, f := range fills {
		effect, err := a.Apply(f)
		if err != nil {
			fmt.Println(err)
			return
		}
		if i == len(fills)-1 {
			p := effect.Position()
			fmt.Printf("holds %s at %s, realised %s, cash %s\n",
				p.Quantity, p.AveragePrice, effect.Realised, a.Ledger("alpha").Cash(market.USD))
		}
	}
}

// Opening takes price × quantity and the fee out of cash: 10000 − 100 × 50 − 1 = 4999.
func ExampleAccount_Apply_open() {
	a, _, spy := one(market.NewEquity("SPY"))
	book(a, withFee(trade(spy, order.Buy, "100", "50"), "1", market.USD))
	// Output: holds 100 at 50, realised 0, cash 4999
}

// Adding averages the cost: (100 × 50 + 50 × 56) / 150 = 7800 / 150 = 52. Cash: 10000 − 7800 = 2200.
func ExampleAccount_Apply_add() {
	a, _, spy := one(market.NewEquity("SPY"))
	book(a,
		trade(spy, order.Buy, "100", "50"),
		trade(spy, order.Buy, "50", "56"))
	// Output: holds 150 at 52, realised 0, cash 2200
}

// Reducing realises against the average and leaves it: 60 × (55 − 52) = 180. Cash: 2200 + 60 × 55 = 5500.
func ExampleAccount_Apply_reduce() {
	a, _, spy := one(market.NewEquity("SPY"))
	book(a,
		trade(spy, order.Buy, "100", "50"),
		trade(spy, order.Buy, "50", "56"),
		trade(spy, order.Sell, "60", "55"))
	// Output: holds 90 at 52, realised 180, cash 5500
}

// A flip closes what is there and opens the rest the other way: of 150 sold at 53, 90 realise
// 90 × (53 − 52) = 90 and 60 are sold short at 53. Cash: 5500 + 150 × 53 = 13450.
func ExampleAccount_Apply_flip() {
	a, _, spy := one(market.NewEquity("SPY"))
	book(a,
		trade(spy, order.Buy, "100", "50"),
		trade(spy, order.Buy, "50", "56"),
		trade(spy, order.Sell, "60", "55"),
		trade(spy, order.Sell, "150", "53"))
	// Output: holds -60 at 53, realised 90, cash 13450
}

// Closing a short realises the other way round: 60 × (53 − 51) = 120. Cash: 13450 − 60 × 51 = 10390, which
// is the opening 10000 and the profits 180 + 90 + 120.
func ExampleAccount_Apply_close() {
	a, _, spy := one(market.NewEquity("SPY"))
	book(a,
		trade(spy, order.Buy, "100", "50"),
		trade(spy, order.Buy, "50", "56"),
		trade(spy, order.Sell, "60", "55"),
		trade(spy, order.Sell, "150", "53"),
		trade(spy, order.Buy, "60", "51"))
	// Output: holds 0 at 0, realised 120, cash 10390
}

// A future exchanges no notional. Two ES bought at 4500 and marked at 4510 are worth 2 × 10 × 50 = 1000,
// which is in equity and not in cash until the position is closed.
func ExampleAccount_Apply_future() {
	a, ledger, future := one(es())
	book(a, trade(future, order.Buy, "2", "4500"))
	a.Mark(future.ID, 4510)
	worth, _ := ledger.Equity()
	fmt.Println("equity", worth)
	book(a, trade(future, order.Sell, "2", "4510"))
	// Output:
	// holds 2 at 4500, realised 0, cash 10000
	// equity 11000
	// holds 0 at 0, realised 1000, cash 11000
}

// A forex trade exchanges two currencies. After 5000 EURUSD at 1.10 the ledger owns 5000 EUR and
// 10000 − 5500 USD; at 1.12 that is 4500 + 5600 = 10100.
func ExampleAccount_Apply_forex() {
	a, ledger, eurusd := one(market.NewForex("EUR", "USD"))
	book(a, trade(eurusd, order.Buy, "5000", "1.10"))
	a.Mark(eurusd.ID, 1.12)
	s := ledger.Snapshot()
	fmt.Println("cash", s.Cash, "equity", s.Equity, "unrealised", s.Unrealised)
	// Output:
	// holds 5000 at 1.1, realised 0, cash 4500
	// cash [{EUR 5000} {USD 4500}] equity 10100 unrealised 100
}

// Two strategies share an account. Each has its own position; the account holds the difference.
func ExampleLedger() {
	list := world(market.NewEquity("SPY"))
	a := portfolio.NewAccount(market.USD, list)
	for _, name := range []string{"trend", "reversal"} {
		a.Open(name, dec("10000"), market.USD)
	}
	long, short := trade(list[0], order.Buy, "100", "50"), trade(list[0], order.Sell, "30", "50")
	long.Strategy, short.Strategy = "trend", "reversal"
	for _, f := range []*order.Fill{long, short} {
		if _, err := a.Apply(f); err != nil {
			fmt.Println(err)
		}
	}
	a.Mark(list[0].ID, 51)
	for _, l := range a.Ledgers() {
		worth, _ := l.Equity()
		fmt.Println(l.Strategy(), l.Position(0).Quantity, worth)
	}
	total, _ := a.Equity()
	fmt.Println("account", a.Quantity(0), total)
	// Output:
	// trend 100 10100
	// reversal -30 9970
	// account 70 20070
}
