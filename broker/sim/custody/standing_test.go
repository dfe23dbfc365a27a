package custody

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// slowly counts every order anew, one trade each: nothing is kept of any.
func slowly(a *Account, all []sim.Prospect) ([]both, [][]margin.Trade) {
	return new(standing).sides(a, all)
}

// told are all figures that a review may look at.
func told(f *margin.Figures) string {
	return fmt.Sprint(f.Net, f.Cash, f.Loan, f.Stocks, f.Options, f.Futures, f.Gross, f.Initial(), f.Maintenance(), f.RegT(), f.Unconverted)
}

// What is kept from review to review comes to what counting every order anew comes to: in shares, an option on them, a future
// and a currency, with positions and without prices, in groups, with fees of all plans, as orders come, change and end, prices
// and days move, and another order is left out each time.
func TestStandingIsTheSlowSum(t *testing.T) {
	list := []market.Instrument{
		market.NewEquity("A"), market.NewEquity("B"), market.NewFuture("ES", "SPX", market.NewDate(2025, 3, 21), decimal.NewFromInt(50), decimal.New(25, -2)),
		market.NewForex("EUR", "USD"), market.NewEquity("A C10"),
	}
	option := &list[4]
	option.Kind, option.Multiplier, option.Underlying = market.Option, decimal.NewFromInt(100), "A"
	option.Expiry, option.Strike, option.Right = market.NewDate(2025, 3, 21), decimal.NewFromInt(10), market.Call
	var instruments []*market.Instrument
	for i := range list {
		list[i].ID = market.ID(i)
		instruments = append(instruments, &list[i])
	}
	rapid.Check(t, func(t *rapid.T) {
		some := func(name string) decimal.Decimal { // few, so that orders meet at one price
			return decimal.New(int64(rapid.IntRange(36, 44).Draw(t, name)*25), -2)
		}
		tiered := rapid.Bool().Draw(t, "tiered")
		a, err := New(Options{
			Rules: rapid.SampledFrom([]*margin.Rules{margin.RegT(), margin.Portfolio()}).Draw(t, "rules"),
			Fees: func() fee.Schedule {
				shares := fee.Model(fee.IBKRFixed())
				if tiered {
					shares = fee.IBKRTiered()
				}
				return fee.Schedule{Kinds: map[market.Kind]fee.Model{
					market.Equity: shares, market.Option: fee.IBKROptions(), market.Future: fee.IBKRFutures(), market.Forex: fee.IBKRForex(),
				}}
			},
			Calendars: func(in *market.Instrument) (*calendar.Calendar, error) { return calendar.Get(in.Calendar) },
			Find: func(symbol string) *market.Instrument {
				if i := slices.IndexFunc(instruments, func(in *market.Instrument) bool { return in.Symbol == symbol }); i >= 0 {
					return instruments[i]
				}
				return nil
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		books := portfolio.NewAccount(market.USD, instruments)
		books.Open("s", decimal.NewFromInt(100_000), market.USD)
		a.Open(books)
		a.now = market.At(time.Date(2024, 5, 22, 4, 50, 0, 0, time.UTC)) // the SEC's fee changes ten minutes later: fees count days in EST
		var all []sim.Prospect
		named := 0
		fresh := func() sim.Prospect {
			named++
			p := sim.Prospect{
				Order: order.ID(fmt.Sprint(named)), Strategy: rapid.SampledFrom([]string{"s", "t"}).Draw(t, "strategy"),
				Instrument: rapid.SampledFrom(instruments).Draw(t, "instrument"), Side: order.Side(rapid.IntRange(0, 1).Draw(t, "side")),
				Open: decimal.NewFromInt(int64(rapid.IntRange(1, 400).Draw(t, "open"))), Price: some("price"), Known: rapid.IntRange(0, 3).Draw(t, "known") > 0,
				OCA: rapid.SampledFrom([]string{"", "", "", "x", "y"}).Draw(t, "group"), Exit: rapid.IntRange(0, 5).Draw(t, "exit") == 0,
			}
			if rapid.IntRange(0, 9).Draw(t, "combo") == 0 { // shares and a call on them
				p.Legs = []sim.Prospect{p, p}
				p.Legs[0].Instrument, p.Legs[1].Instrument, p.Legs[1].Side = instruments[0], instruments[4], p.Side.Opposite()
			}
			return p
		}
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			which := func() int { return rapid.IntRange(0, len(all)-1).Draw(t, "which") }
			switch what := rapid.IntRange(0, 7).Draw(t, "what"); {
			case what <= 2 || len(all) == 0:
				all = append(all, fresh())
			case what == 3:
				i := which()
				all = slices.Delete(all, i, i+1)
			case what == 4:
				switch p := &all[which()]; rapid.IntRange(0, 3).Draw(t, "change") {
				case 0:
					p.Open = decimal.NewFromInt(int64(rapid.IntRange(1, 400).Draw(t, "left")))
				case 1:
					p.Price = some("price")
				case 2:
					p.Known = !p.Known
				default:
					p.Exit = !p.Exit
				}
			case what == 5:
				books.Mark(rapid.SampledFrom(instruments).Draw(t, "marked").ID, some("mark").InexactFloat64())
			case what == 6:
				a.now = a.now.Add(5 * time.Minute)
			default:
				f := order.Fill{
					ExecID: fmt.Sprint("x", named, len(all)), Strategy: "s", Instrument: rapid.SampledFrom(instruments).Draw(t, "held"),
					Side: order.Side(rapid.IntRange(0, 1).Draw(t, "side")), Quantity: decimal.NewFromInt(int64(rapid.IntRange(1, 50).Draw(t, "fill"))), Price: some("price"), FeeCurrency: market.USD,
				}
				if _, err := books.Apply(&f); err != nil {
					t.Fatal(err)
				}
			}
			others := slices.Clone(all)
			if len(others) > 0 && rapid.IntRange(0, 3).Draw(t, "changes") == 0 {
				i := which()
				others = slices.Delete(others, i, i+1)
			}
			own := []sim.Prospect{fresh()}
			a.book.Rules, a.estimates = a.rulesNow(), a.opts.Fees()
			a.standing.update(a, others)
			for _, beside := range [][]sim.Prospect{nil, own} {
				fast, slow := a.worst(beside...), a.worstOf(slowly(a, slices.Concat(others, beside)))
				if told(&fast) != told(&slow) {
					t.Fatalf("beside %d orders and %d of its own:\n%s\nslowly\n%s", len(others), len(beside), told(&fast), told(&slow))
				}
			}
		}
	})
}
