package risk_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/risk"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func amount(s string) *decimal.Decimal {
	d := dec(s)
	return &d
}

func number(n int) *int { return &n }

// scene is an account of two strategies, trend and carry, with 50000 dollars each. SPY lasts at 100, ES at
// 4000 (200000 a contract), SIE at 150 euros and EURUSD at 1.10; QQQ has no price.
type scene struct {
	risk.Snapshot
	spy, es, sie, eurusd, qqq *market.Instrument
	orders                    int
}

func newScene() *scene {
	future := market.NewFuture("ES", "ES", market.NewDate(2025, 12, 19), dec("50"), dec("0.25"))
	siemens := market.NewEquity("SIE")
	siemens.Currency = "EUR"
	kinds := []market.Instrument{market.NewEquity("SPY"), future, siemens, market.NewForex("EUR", "USD"), market.NewEquity("QQQ")}
	list := make([]*market.Instrument, len(kinds))
	for i := range kinds {
		kinds[i].ID = market.ID(i)
		list[i] = &kinds[i]
	}
	s := &scene{spy: list[0], es: list[1], sie: list[2], eurusd: list[3], qqq: list[4]}
	s.Account = portfolio.NewAccount(market.USD, list)
	for id, price := range []float64{100, 4000, 150, 1.10} {
		s.Account.Mark(market.ID(id), price)
	}
	for _, name := range []string{"trend", "carry"} {
		s.Account.Open(name, dec("50000"), market.USD)
	}
	s.Find = func(id order.ID) *order.Order {
		for _, o := range s.Working {
			if o.ID == id {
				return o
			}
		}
		return nil
	}
	return s
}

// hold gives a strategy a position at the last price: bought when the quantity is positive.
func (s *scene) hold(strategy string, in *market.Instrument, quantity string) {
	price, known := s.Account.Last(in.ID)
	if !known {
		price = dec("100")
	}
	f := order.Fill{Strategy: strategy, Instrument: in, Quantity: dec(quantity).Abs(), Price: price}
	if dec(quantity).IsNegative() {
		f.Side = order.Sell
	}
	if _, err := s.Account.Apply(&f); err != nil {
		panic(err)
	}
}

// order is a new order of a strategy: "buy 100", "sell 50 at 99", "buy 10 above 105", "sell 10 below 95 at 94".
func (s *scene) order(strategy string, in *market.Instrument, words string) *order.Order {
	s.orders++
	o := &order.Order{ID: order.ID(fmt.Sprint("o", s.orders)), Strategy: strategy, Instrument: in}
	o.Symbol = in.Symbol
	var side, quantity, first, price, second, limit string
	n, _ := fmt.Sscan(words, &side, &quantity, &first, &price, &second, &limit)
	if side == "sell" {
		o.Side = order.Sell
	}
	o.Quantity = dec(quantity)
	switch {
	case n == 2:
	case first == "at":
		o.Type, o.LimitPrice = order.Limit, dec(price)
	case n == 4:
		o.Type, o.StopPrice = order.Stop, dec(price)
	default:
		o.Type, o.StopPrice, o.LimitPrice = order.StopLimit, dec(price), dec(limit)
	}
	return o
}

// work is an order that has been accepted.
func (s *scene) work(strategy string, in *market.Instrument, words string) *order.Order {
	o := s.order(strategy, in, words)
	o.State = order.Accepted
	s.Working = append(s.Working, o)
	return o
}

func gate(t testing.TB, account risk.Limits) *risk.Gate {
	t.Helper()
	g, err := risk.NewGate(account, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// refused checks the whole answer: nothing when want is NoReason, else the code and both numbers.
func refused(t testing.TB, what string, g *risk.Gate, s *scene, o *order.Order, want order.Code, value, limit string) {
	t.Helper()
	approved, reason := g.Review(&s.Snapshot, o)
	if want == order.NoReason {
		if reason != nil {
			t.Errorf("%s: %v, want an approval", what, reason)
		} else if approved.Order() != o {
			t.Errorf("%s: approved another order", what)
		}
		return
	}
	if reason == nil {
		t.Errorf("%s: approved, want %s", what, want)
		return
	}
	if approved.Order() != nil {
		t.Errorf("%s: refused and approved", what)
	}
	if reason.Code != want || !reason.Value.Equal(dec(value)) || !reason.Limit.Equal(dec(limit)) || reason.Detail == "" {
		t.Errorf("%s: %v; want %s with value %s and limit %s", what, reason, want, value, limit)
	}
}

const ok = order.NoReason
