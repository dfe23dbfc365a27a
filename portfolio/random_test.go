package portfolio_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

var strategies = []string{"alpha", "beta", "gamma"}

// mixed is one instrument of every way that money can move, in three currencies and a coin.
func mixed() []*market.Instrument {
	siemens := market.NewEquity("SIE")
	siemens.Currency = "EUR"
	call := market.Instrument{Symbol: "SPY C500", Kind: market.Option, Currency: market.USD, Multiplier: dec("100")}
	nikkei := market.NewFuture("NK", "N225", market.NewDate(2025, 12, 11), dec("1000"), dec("5"))
	nikkei.Currency = "JPY"
	bitcoin := market.Instrument{Symbol: "BTCUSD", Kind: market.Crypto, Base: "BTC", Currency: market.USD, Multiplier: dec("1")}
	return world(market.NewForex("EUR", "USD"), market.NewForex("USD", "JPY"), market.NewForex("EUR", "JPY"),
		bitcoin, market.NewEquity("SPY"), siemens, es(), nikkei, call)
}

func anyFill(r *rapid.T, list []*market.Instrument, i int) *order.Fill {
	quantity := decimal.New(rapid.Int64Range(1, 40).Draw(r, "quantity"), 0)
	if rapid.Bool().Draw(r, "fraction") {
		quantity = decimal.New(rapid.Int64Range(1, 30_000).Draw(r, "thousandths"), -3)
	}
	return &order.Fill{
		ExecID: fmt.Sprint(i), Strategy: rapid.SampledFrom(strategies).Draw(r, "strategy"),
		Instrument: rapid.SampledFrom(list).Draw(r, "instrument"),
		Side:       order.Side(rapid.IntRange(0, 1).Draw(r, "side")), Quantity: quantity,
		Price: decimal.New(rapid.Int64Range(1, 2_000_000).Draw(r, "price"), -4), Time: market.Time(i),
		Fee:         decimal.New(rapid.Int64Range(-50, 500).Draw(r, "fee"), -2),
		FeeCurrency: rapid.SampledFrom([]market.Currency{"USD", "EUR", "JPY", "BTC"}).Draw(r, "fee currency"),
	}
}

func anyFills(r *rapid.T, list []*market.Instrument) []*order.Fill {
	fills := make([]*order.Fill, rapid.IntRange(1, 60).Draw(r, "fills"))
	for i := range fills {
		fills[i] = anyFill(r, list, i)
	}
	return fills
}

// anyMarks marks every instrument with a price of four decimals.
func anyMarks(r *rapid.T, a *portfolio.Account, list []*market.Instrument) []decimal.Decimal {
	marks := make([]decimal.Decimal, len(list))
	for i, in := range list {
		marks[i] = decimal.New(rapid.Int64Range(1, 2_000_000).Draw(r, "mark"), -4)
		a.Mark(in.ID, marks[i].InexactFloat64())
	}
	return marks
}

func openAll(r *rapid.T, list []*market.Instrument) *portfolio.Account {
	a := portfolio.NewAccount(market.USD, list)
	for _, s := range strategies {
		l := a.Open(s, dec("10000"), market.USD)
		if amount := rapid.Int64Range(0, 5000).Draw(r, "euros"); amount > 0 {
			if err := l.Deposit("EUR", decimal.New(amount, -1), 1); err != nil {
				r.Fatal(err)
			}
		}
	}
	return a
}

func TestRandomBooksAddUp(t *testing.T) {
	list := mixed()
	rapid.Check(t, func(r *rapid.T) {
		a := openAll(r, list)
		anyMarks(r, a, list)
		trips := map[string]portfolio.Profit{}
		fills := anyFills(r, list)
		for _, f := range fills {
			effect, err := a.Apply(f)
			if err != nil {
				r.Fatal(err)
			}
			if err := a.Audit(); err != nil {
				r.Fatal(err)
			}
			if rapid.Bool().Draw(r, "bar") {
				high := f.Price.InexactFloat64() * 1.01
				a.MarkBar(&market.Bar{Instrument: f.Instrument.ID, Start: f.Time, High: high, Low: high * 0.97, Close: high * 0.99})
			}
			if effect.Closed != nil {
				collect(r, trips, effect.Closed)
			}
		}
		marks := anyMarks(r, a, list)
		checkSums(r, a)
		checkEquity(r, a, fills, marks)
		checkTrips(r, a, list, trips)
	})
}

// checkSums re-adds the ledgers and the two sides of the account.
func checkSums(r *rapid.T, a *portfolio.Account) {
	account := a.Snapshot()
	var sum portfolio.Snapshot
	for _, l := range a.Ledgers() {
		s := l.Snapshot()
		balanced(r, l.Strategy(), s)
		sum.Equity = sum.Equity.Add(s.Equity)
		sum.Deposits = sum.Deposits.Add(s.Deposits)
		sum.Realised = sum.Realised.Add(s.Realised)
		sum.Unrealised = sum.Unrealised.Add(s.Unrealised)
		sum.Fees = sum.Fees.Add(s.Fees)
		sum.NetExposure = sum.NetExposure.Add(s.NetExposure)
		worth, err := l.Equity()
		equal(r, "ledger's Equity and its snapshot's", worth, s.Equity)
		gross, err2 := l.GrossExposure()
		equal(r, "ledger's GrossExposure and its snapshot's", gross, s.GrossExposure)
		if err != nil || err2 != nil {
			r.Fatal(err, err2)
		}
	}
	balanced(r, "account", account)
	equal(r, "equity", account.Equity, sum.Equity)
	equal(r, "deposits", account.Deposits, sum.Deposits)
	equal(r, "realised", account.Realised, sum.Realised)
	equal(r, "unrealised", account.Unrealised, sum.Unrealised)
	equal(r, "fees", account.Fees, sum.Fees)
	equal(r, "net exposure", account.NetExposure, sum.NetExposure)
	for _, m := range account.Cash {
		cash := decimal.Zero
		for _, l := range a.Ledgers() {
			cash = cash.Add(l.Cash(m.Currency))
		}
		equal(r, "cash", m.Amount, cash)
		equal(r, "cash", m.Amount, a.Cash(m.Currency))
	}
	if len(account.Unconverted) > 0 {
		r.Fatal("unconverted", account.Unconverted)
	}
	worth, err := a.Equity()
	gross, err2 := a.GrossExposure()
	if err != nil || err2 != nil {
		r.Fatal(err, err2)
	}
	equal(r, "Equity and the snapshot's", worth, account.Equity)
	equal(r, "GrossExposure and the snapshot's", gross, account.GrossExposure)
}

func balanced(r *rapid.T, what string, s portfolio.Snapshot) {
	equal(r, what+": equity − deposits and realised + unrealised − fees",
		s.Equity.Sub(s.Deposits), s.Realised.Add(s.Unrealised).Sub(s.Fees))
}

// checkEquity values the fills one by one, knowing nothing of positions: each is worth its quantity at the
// last price less what was paid, and a forex fill the euros or dollars that it brought.
func checkEquity(r *rapid.T, a *portfolio.Account, fills []*order.Fill, marks []decimal.Decimal) {
	rates := map[market.Currency]decimal.Decimal{
		"USD": dec("1"), "EUR": marks[0], "JPY": dec("1").DivRound(marks[1], 24), "BTC": marks[3],
	}
	want := decimal.Zero
	for _, l := range a.Ledgers() {
		for _, f := range l.Flows() {
			want = want.Add(f.Amount.Mul(rates[f.Currency]))
		}
	}
	for _, f := range fills {
		in := f.Instrument
		units := f.Quantity.Mul(in.Multiplier)
		if f.Side == order.Sell {
			units = units.Neg()
		}
		worth := units.Mul(marks[in.ID]).Mul(rates[in.Currency])
		if in.Kind == market.Forex {
			worth = units.Mul(rates[in.Base])
		}
		want = want.Add(worth).Sub(units.Mul(f.Price).Mul(rates[in.Currency])).Sub(f.Fee.Mul(rates[f.FeeCurrency]))
	}
	got, err := a.Equity()
	if err != nil {
		r.Fatal(err)
	}
	equal(r, "equity and the worth of all fills", got, want)
}

func collect(r *rapid.T, trips map[string]portfolio.Profit, t *portfolio.RoundTrip) {
	if t.MFE.LessThan(t.Gross) || t.MFE.IsNegative() || t.MAE.GreaterThan(t.Gross) || t.MAE.IsPositive() {
		r.Fatalf("gross %s is not between MAE %s and MFE %s", t.Gross, t.MAE, t.MFE)
	}
	equal(r, "net", t.Net, t.Gross.Sub(t.Fees))
	if t.Base == nil || len(t.Unconverted) > 0 {
		r.Fatalf("no base profit, or unconverted fees %v, with all rates known", t.Unconverted)
	}
	addTrip(trips, t)
}

// checkTrips re-adds the round trips to the profit and the fees of each position.
func checkTrips(r *rapid.T, a *portfolio.Account, list []*market.Instrument, trips map[string]portfolio.Profit) {
	for _, in := range list {
		net := decimal.Zero
		for _, l := range a.Ledgers() {
			p := l.Position(in.ID)
			if open, ok := l.RoundTrip(in.ID); ok {
				addTrip(trips, &open)
			} else if !p.Flat() {
				r.Fatalf("a position of %s is in no round trip", p.Quantity)
			}
			sum := trips[l.Strategy()+in.Symbol]
			equal(r, "realised and the round trips' gross", p.Realised, sum.Gross)
			equal(r, "fees and the round trips' fees", p.Fees, sum.Fees)
			net = net.Add(p.Quantity)
		}
		equal(r, "net quantity", a.Quantity(in.ID), net)
	}
}

func addTrip(trips map[string]portfolio.Profit, t *portfolio.RoundTrip) {
	key := t.Strategy + t.Instrument.Symbol
	p := trips[key]
	trips[key] = portfolio.Profit{Gross: p.Gross.Add(t.Gross), Fees: p.Fees.Add(t.Fees)}
}

// What is owned does not depend on the order in which the same fills came; how profit divides into realised
// and unrealised does.
func TestOrderOfFillsDoesNotMatter(t *testing.T) {
	list := mixed()
	rapid.Check(t, func(r *rapid.T) {
		fills := anyFills(r, list)
		shuffled := slices.Clone(fills)
		for i := range shuffled {
			j := rapid.IntRange(0, i).Draw(r, "swap")
			shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
		}
		var snapshots [2]portfolio.Snapshot
		var accounts [2]*portfolio.Account
		for i, fills := range [][]*order.Fill{fills, shuffled} {
			a := portfolio.NewAccount(market.USD, list)
			for _, s := range strategies {
				a.Open(s, dec("10000"), market.USD)
			}
			for _, f := range fills {
				if _, err := a.Apply(f); err != nil {
					r.Fatal(err)
				}
			}
			for _, in := range list {
				a.Mark(in.ID, 1.25+float64(in.ID))
			}
			accounts[i], snapshots[i] = a, a.Snapshot()
		}
		one, two := snapshots[0], snapshots[1]
		equal(r, "equity", one.Equity, two.Equity)
		equal(r, "fees", one.Fees, two.Fees)
		equal(r, "profit", one.Realised.Add(one.Unrealised), two.Realised.Add(two.Unrealised))
		equal(r, "gross exposure", one.GrossExposure, two.GrossExposure)
		for _, in := range list {
			equal(r, in.Symbol, accounts[0].Quantity(in.ID), accounts[1].Quantity(in.ID))
		}
	})
}

// An account that went through its saved state and JSON goes on as if nothing had happened.
func TestRestoredAccountGoesOn(t *testing.T) {
	list := mixed()
	rapid.Check(t, func(r *rapid.T) {
		a := openAll(r, list)
		for _, f := range anyFills(r, list) {
			if _, err := a.Apply(f); err != nil {
				r.Fatal(err)
			}
			a.MarkBar(&market.Bar{Instrument: f.Instrument.ID, High: 120, Low: 80, Close: 100.5})
		}
		b := throughJSON(r, a, list)
		for _, f := range anyFills(r, list) {
			one, err1 := a.Apply(f)
			two, err2 := b.Apply(f)
			if err1 != nil || err2 != nil {
				r.Fatal(err1, err2)
			}
			if diff := cmp.Diff([]any{one.Realised, one.Closed, one.Position()}, []any{two.Realised, two.Closed, two.Position()}); diff != "" {
				r.Fatal("effects differ", diff)
			}
		}
		if diff := cmp.Diff(a.Snapshot(), b.Snapshot()); diff != "" {
			r.Fatal("snapshots differ", diff)
		}
		if diff := cmp.Diff(a.State(), b.State()); diff != "" {
			r.Fatal("states differ", diff)
		}
	})
}

func throughJSON(r *rapid.T, a *portfolio.Account, list []*market.Instrument) *portfolio.Account {
	text, err := json.Marshal(a.State())
	if err != nil {
		r.Fatal(err)
	}
	var state portfolio.State
	if err := json.Unmarshal(text, &state); err != nil {
		r.Fatal(err)
	}
	b := portfolio.NewAccount(market.USD, list)
	if err := b.Restore(state); err != nil {
		r.Fatal(err)
	}
	return b
}

func equal(r *rapid.T, what string, got, want decimal.Decimal) {
	if !got.Equal(want) {
		r.Fatalf("%s: %s and %s differ by %s", what, got, want, got.Sub(want))
	}
}
