package custody_test

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// buyWrite is a share, a call on 100 of it at 50, and the combo that buys the shares and sells the call.
func buyWrite() []market.Instrument {
	share, call, combo := market.NewEquity("A"), market.NewEquity("C"), market.NewEquity("BW")
	call.Kind, call.Multiplier, call.Underlying, call.Right = market.Option, dec("100"), "A", market.Call
	call.Strike, call.Expiry = dec("50"), market.NewDate(2024, time.December, 20)
	combo.Kind, combo.Multiplier = market.Combo, dec("100")
	combo.Legs = []market.Leg{{Symbol: "A", Ratio: 100}, {Symbol: "C", Ratio: -1}}
	return []market.Instrument{share, call, combo}
}

// quote shows a quote of a symbol a second later.
func (b *bench) quote(symbol string, bid, ask float64) {
	in := b.find(symbol)
	b.now = b.now.Add(time.Second)
	b.venue.Observe(&market.Event{
		Time: b.now, Instrument: in.ID, Kind: market.QuoteEvent, Quote: market.Quote{Instrument: in.ID, Time: b.now, Bid: bid, Ask: ask},
	})
	b.books.Mark(in.ID, (bid+ask)/2)
	b.settle()
}

// In a cash account the shares of a buy-write cover its call, and the money must be there for the shares, whatever the call
// will bring: 2 × 100 × 50 of 10,000, and not 3.
func TestBuyWriteInACashAccount(t *testing.T) {
	b := newBench(t, settings{cash: true}, buyWrite()...)
	b.quote("A", 49.90, 50)
	b.quote("C", 2, 2.10)
	if id := b.send("sell 1 C"); b.orders[id].State != order.Rejected {
		t.Errorf("a bare call is %s", b.orders[id].State)
	}
	if id := b.send("buy 3 BW"); b.reasons[id].Code != order.InsufficientFunds || !b.reasons[id].Value.Equal(dec("15000")) {
		t.Errorf("three: %+v", b.reasons[id])
	}
	id := b.send("buy 2 BW")
	if b.orders[id].State != order.Accepted {
		t.Fatalf("two: %s, %+v", b.orders[id].State, b.reasons[id])
	}
	b.quote("A", 49.90, 50)
	b.quote("C", 2, 2.10)
	if b.orders[id].State != order.Filled || !b.books.Quantity(0).Equal(dec("200")) || !b.books.Quantity(1).Equal(dec("-2")) {
		t.Errorf("%s, with %s shares and %s calls", b.orders[id].State, b.books.Quantity(0), b.books.Quantity(1))
	}
	if cash := b.books.Cash("USD"); !cash.Equal(dec("400")) { // 10,000 − 10,000 + 2 × 200
		t.Errorf("cash %s, want 400", cash)
	}
	if id := b.send("sell 200 A"); b.orders[id].State != order.Rejected {
		t.Errorf("shares that cover calls can be sold: %s", b.orders[id].State)
	}
}

// What the account cannot pay any more when it fills does not fill, in any leg.
func TestComboThatCannotBePaid(t *testing.T) {
	b := newBench(t, settings{cash: true}, buyWrite()...)
	b.quote("A", 49.90, 50)
	b.quote("C", 2, 2.10)
	id := b.send("buy 2 BW")
	b.quote("A", 50.90, 51) // 10,200
	b.quote("C", 2, 2.10)
	if b.orders[id].State != order.Cancelled || b.reasons[id].Code != order.InsufficientFunds || len(b.fills) != 0 {
		t.Errorf("%s, %+v, %d fills", b.orders[id].State, b.reasons[id], len(b.fills))
	}
}

// With margin, both legs of a spread of shares are asked for: half of 100 × 60 and of 100 × 50 by Regulation T, 5,500. A
// second one, beside the first that works, would need 11,000.
func TestSpreadOnMargin(t *testing.T) {
	list := []market.Instrument{market.NewEquity("A"), market.NewEquity("B"), market.NewEquity("PAIR")}
	list[2].Kind, list[2].Legs = market.Combo, []market.Leg{{Symbol: "A", Ratio: 1}, {Symbol: "B", Ratio: -1}}
	b := newBench(t, settings{}, list...)
	b.quote("A", 60, 60)
	b.quote("B", 50, 50)
	limit := func(r *order.Request) { r.Type, r.LimitPrice = order.Limit, dec("1") }
	if id := b.send("buy 100 PAIR", limit); b.orders[id].State != order.Accepted {
		t.Fatalf("the first: %s, %+v", b.orders[id].State, b.reasons[id])
	}
	id := b.send("buy 100 PAIR", limit)
	if r := b.reasons[id]; r.Code != order.InsufficientFunds || !r.Value.Equal(dec("11000")) || !r.Limit.Equal(dec("10000")) {
		t.Errorf("the second: %+v, want 11,000 of 10,000", r)
	}
	if id := b.send("buy 70 A"); b.orders[id].State != order.Accepted { // (170 × 60 + 100 × 50) / 2 = 7,600
		t.Errorf("a leg beside it: %+v", b.reasons[id])
	}
}

// A vertical that is traded as one asks for its width of 2 × 100 and brings 100, where its sold call alone would ask for (2 + 8) ×
// 100: 400 carry four that work beside each other, and of five, 900 against 1,000. It is left as one too, and not by a leg.
func TestVerticalOnMargin(t *testing.T) {
	combo := market.NewEquity("V")
	combo.Kind, combo.Multiplier = market.Combo, dec("100")
	combo.Legs = []market.Leg{{Symbol: "C40", Ratio: -1}, {Symbol: "C42", Ratio: 1}}
	b := newBench(t, settings{money: "400", rules: forAnyone()}, market.NewEquity("A"), callAt("C40", "40"), callAt("C42", "42"), combo)
	quote := func() {
		b.quote("A", 40, 40)
		b.quote("C40", 2, 2)
		b.quote("C42", 1, 1)
	}
	quote()
	limit := func(r *order.Request) { r.Type, r.LimitPrice = order.Limit, dec("-1.5") } // for a credit of 1.50
	for range 4 {
		if id := b.send("buy 1 V", limit); b.orders[id].State != order.Accepted {
			t.Fatalf("%s, %+v", b.orders[id].State, b.reasons[id])
		}
	}
	b.refused(b.send("buy 1 V", limit), order.InsufficientFunds, "900 1000")
	for id := range b.orders {
		b.venue.Cancel(id)
	}
	b.settle()
	b.accepted(b.send("buy 4 V"))
	quote()
	if f := b.custody.Figures(); !f.Initial().Equal(dec("800")) || !f.Available().IsZero() {
		t.Fatalf("initial %s, available %s, want 800, 0", f.Initial(), f.Available())
	}
	b.refused(b.send("sell 4 C42"), order.InsufficientFunds, "1200 4000")
	b.accepted(b.send("sell 4 V"))
	quote()
	b.holds("C40", "0")
}

// With margin, a spread of calls is ordered as what it is: of one at 100 sold against one at 105, five dollars a share can be
// lost (FINRA Rule 4210(f)(2)(H)), 500 a spread, where a bare call would ask for a fifth of 100 shares and its premium, 2,300.
// 10,000 and what the spreads bring carry 15 of them, and not 30.
func TestCreditSpreadOnMargin(t *testing.T) {
	share, short, combo := market.NewEquity("A"), market.NewEquity("C100"), market.NewEquity("V")
	short.Kind, short.Multiplier, short.Underlying, short.Right = market.Option, dec("100"), "A", market.Call
	short.Strike, short.Expiry = dec("100"), market.NewDate(2024, time.December, 20)
	long := short
	long.Symbol, long.Strike = "C105", dec("105")
	combo.Kind, combo.Multiplier = market.Combo, dec("100")
	combo.Legs = []market.Leg{{Symbol: "C105", Ratio: 1}, {Symbol: "C100", Ratio: -1}}
	b := newBench(t, settings{}, share, short, long, combo)
	b.quote("A", 100, 100)
	b.quote("C100", 3, 3)
	b.quote("C105", 1.75, 1.75)
	if id := b.send("sell 6 C100"); b.reasons[id].Code != order.InsufficientFunds {
		t.Errorf("six bare calls: %s", b.orders[id].State)
	}
	if id := b.send("buy 30 V"); b.reasons[id].Code != order.InsufficientFunds {
		t.Errorf("thirty spreads: %s", b.orders[id].State)
	}
	id := b.send("buy 15 V")
	if b.orders[id].State != order.Accepted {
		t.Fatalf("fifteen: %s, %+v", b.orders[id].State, b.reasons[id])
	}
	b.quote("C100", 3, 3)
	b.quote("C105", 1.75, 1.75)
	if cash := b.books.Cash("USD"); b.orders[id].State != order.Filled || !cash.Equal(dec("11875")) { // 10,000 + 15 × 125
		t.Errorf("%s, cash %s", b.orders[id].State, cash)
	}
}
