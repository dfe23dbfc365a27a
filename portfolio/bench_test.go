package portfolio_test

import (
	"testing"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

func BenchmarkMark(b *testing.B) {
	a, _, in := one(market.NewEquity("SPY"))
	b.ReportAllocs()
	for b.Loop() {
		a.Mark(in.ID, 412.37)
	}
}

func BenchmarkMarkBar(b *testing.B) {
	bar := market.Bar{Start: 1, End: 2, Open: 412, High: 413, Low: 411, Close: 412.37}
	b.Run("flat", func(b *testing.B) {
		a, _, _ := one(market.NewEquity("SPY"))
		b.ReportAllocs()
		for b.Loop() {
			a.MarkBar(&bar)
		}
	})
	b.Run("position", func(b *testing.B) {
		a, _, in := one(market.NewEquity("SPY"))
		mustApply(b, a, trade(in, order.Buy, "100", "412"))
		b.ReportAllocs()
		for b.Loop() {
			a.MarkBar(&bar)
		}
	})
}

// BenchmarkApply is a round trip a pair of fills: opening, and closing with its record.
func BenchmarkApply(b *testing.B) {
	for _, c := range []struct {
		name string
		in   market.Instrument
	}{{"equity", market.NewEquity("SPY")}, {"future", es()}} {
		b.Run(c.name, func(b *testing.B) {
			a, _, in := one(c.in)
			fills := [2]*order.Fill{
				withFee(trade(in, order.Buy, "100", "412.25"), "1.05", market.USD),
				withFee(trade(in, order.Sell, "100", "413.75"), "1.05", market.USD),
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := a.Apply(fills[i&1]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("reduce", func(b *testing.B) { // half of the position at an odd average, then back
		a, _, in := one(market.NewEquity("SPY"))
		mustApply(b, a, trade(in, order.Buy, "300", "412.25"))
		fills := [2]*order.Fill{
			withFee(trade(in, order.Sell, "100", "413.75"), "1.05", market.USD),
			withFee(trade(in, order.Buy, "100", "412.30"), "1.05", market.USD),
		}
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, err := a.Apply(fills[i&1]); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkEquity(b *testing.B) {
	b.Run("flat", func(b *testing.B) {
		a, _, _ := one(market.NewEquity("SPY"))
		benchmarkEquity(b, a, 0)
	})
	b.Run("one", func(b *testing.B) {
		a, _, in := one(market.NewEquity("SPY"))
		mustApply(b, a, trade(in, order.Buy, "100", "412"))
		benchmarkEquity(b, a, in.ID)
	})
	b.Run("currencies", func(b *testing.B) {
		toyota := market.NewEquity("7203")
		toyota.Currency = "JPY"
		list := world(market.NewForex("USD", "JPY"), toyota)
		a := portfolio.NewAccount(market.USD, list)
		a.Open("alpha", dec("10000"), market.USD)
		a.Mark(0, 150.25)
		mustApply(b, a, trade(list[1], order.Buy, "100", "2500"))
		benchmarkEquity(b, a, 1)
	})
}

// benchmarkEquity asks for the equity after each of a thousand prices, as a sampler at every bar would.
func benchmarkEquity(b *testing.B, a *portfolio.Account, id market.ID) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		a.Mark(id, 400+float64(i%1000)*0.01)
		if _, err := a.Equity(); err != nil {
			b.Fatal(err)
		}
	}
}
