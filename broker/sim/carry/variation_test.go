package carry_test

import (
	"testing"

	"github.com/tidemark/tidemark/broker/sim/carry"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// Two contracts of 50 dollars a point, bought at 5100 and last seen at 5103. The close of Friday 8 March 2024 (16:00 in
// Chicago, 22:00 UTC) settles 2 x 50 x 3 = 300; on Monday the 11th they are at 5101 and lose 200 (21:00 UTC, in summer time).
// The interest of the weekend is on the cash with the profit: (200,000 + 300 - 10,000) x 4.83 % x 3/360 = 76.60.
func TestVariationMargin(t *testing.T) {
	es := market.NewFuture("ESH4", "ES", date("2024-03-15"), dec("50"), dec("0.25"))
	account := portfolio.NewAccount(market.USD, []*market.Instrument{&es})
	ledger := account.Open("one", dec("200000"), market.USD)
	if _, err := account.Apply(&order.Fill{ExecID: "x", Strategy: "one", Instrument: &es, Side: order.Buy, Quantity: dec("2"), Price: dec("5100")}); err != nil {
		t.Fatal(err)
	}
	newYork, err := calendar.Get("XNYS")
	if err != nil {
		t.Fatal(err)
	}
	c, err := carry.New(carry.Options{
		From: market.At(date("2024-03-08").Clock(9, 0, newYork.Zone())), Calendar: newYork, Settled: []*market.Instrument{&es},
		Calendars:  func(in *market.Instrument) (*calendar.Calendar, error) { return calendar.Get(in.Calendar) },
		Benchmarks: map[market.Currency]carry.Rates{market.USD: {{From: date("2024-01-01"), Percent: dec("5.33")}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	book := func(price float64, day string) {
		t.Helper()
		account.Mark(0, price)
		if _, err := c.Book(market.At(date(day).Clock(23, 0, newYork.Zone())), account); err != nil {
			t.Fatal(err)
		}
		if err := account.Audit(); err != nil {
			t.Error(err)
		}
	}
	book(5103, "2024-03-08")
	book(5101, "2024-03-11")
	want := []struct{ time, kind, amount string }{
		{"2024-03-08T22:00:00Z", "variation", "300"}, {"2024-03-11T13:30:00Z", "interest", "76.6"}, {"2024-03-11T21:00:00Z", "variation", "-200"},
	}
	got := ledger.Postings()
	if len(got) != len(want) {
		t.Fatalf("%d postings, want %d: %+v", len(got), len(want), got)
	}
	for i, p := range got {
		if p.Time.String() != want[i].time || p.Kind.String() != want[i].kind || !p.Amount.Equal(dec(want[i].amount)) {
			t.Errorf("%s %s %s, want %v", p.Time, p.Kind, p.Amount, want[i])
		}
	}
}
