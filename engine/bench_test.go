package engine_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/indicator"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/report"
	"github.com/tidemark/tidemark/strategy"
)

// crossing is an SMA crossover over every instrument of the run, as lean as a strategy gets: it measures the
// engine and two indicators.
type crossing struct{ fast, slow int }

func (c crossing) Start(s *strategy.Session) error {
	for _, symbol := range s.Symbols() {
		fast, slow := indicator.NewSMA(c.fast), indicator.NewSMA(c.slow)
		long := false
		quantity := decimal.NewFromInt(100)
		s.Bars(symbol, market.Minutes(1), func(b market.Bar) {
			fast.Update(b.Close)
			slow.Update(b.Close)
			if !slow.Ready() {
				return
			}
			above := fast.Value() > slow.Value()
			if above == long {
				return
			}
			long = above
			if above {
				_, _ = s.Buy(symbol, quantity)
			} else {
				_, _ = s.Sell(symbol, quantity)
			}
		})
	}
	return nil
}

// minutes makes n one-minute bars of NYSE sessions, a wave of the given length in bars around 100.
func minutes(n, wave int) *market.Bars {
	cal, err := calendar.Get("XNYS")
	if err != nil {
		panic(err)
	}
	bars := &market.Bars{}
	price := func(i int) float64 { return 100 + 5*math.Sin(2*math.Pi*float64(i)/float64(wave)) }
	for s := range cal.Sessions(market.NewDate(1990, 1, 2), market.NewDate(2090, 1, 1)) {
		for t := s.Open; t < s.Close && bars.Len() < n; t = t.Add(time.Minute) {
			i := bars.Len()
			open, last := price(i), price(i+1)
			bars.Append(market.Bar{
				Start: t, End: t.Add(time.Minute), Open: open, High: max(open, last) + 0.01, Low: min(open, last) - 0.01,
				Close: last, Volume: 1000,
			})
		}
		if bars.Len() == n {
			break
		}
	}
	return bars
}

// benchmarkRun plays bars through engine, simulated venue, risk gate, ledgers and equity sampling.
func benchmarkRun(b *testing.B, instruments, barsEach int, wave int) {
	columns := minutes(barsEach, wave)
	var list []market.Instrument
	for i := range instruments {
		list = append(list, market.NewEquity(fmt.Sprintf("S%04d", i)))
	}
	universe, err := market.NewUniverse(list...)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	fills := int64(0)
	for b.Loop() {
		b.StopTimer()
		venue, err := sim.New(universe.All(), func(in *market.Instrument) (*calendar.Calendar, error) { return calendar.Get(in.Calendar) }, sim.Options{})
		if err != nil {
			b.Fatal(err)
		}
		o := engine.Options{
			Universe: universe, Start: columns.Start[0] - 1, Venue: venue, Gate: strictGate(b), Base: market.USD,
			Recorder: silent{}, Log: zerolog.Nop(), OrderPrefix: "B",
			Strategies: []engine.Member{{Name: "sma", Strategy: crossing{10, 50}, Cash: decimal.NewFromInt(1_000_000_000)}},
		}
		inputs := make([]data.Input, instruments)
		for i := range inputs {
			o.Feeds = append(o.Feeds, engine.Feed{Bars: market.Minutes(1)})
			inputs[i] = data.Input{Instrument: market.ID(i), Bars: data.FromBars(columns)}
		}
		e, err := engine.New(o)
		if err != nil {
			b.Fatal(err)
		}
		if err := e.Start(b.Context()); err != nil {
			b.Fatal(err)
		}
		source := data.NewReplay(inputs...)
		b.StartTimer()
		sum, err := e.Run(b.Context(), source)
		if err != nil {
			b.Fatal(err)
		}
		if sum.Bars != int64(instruments*barsEach) {
			b.Fatalf("%d bars, want %d", sum.Bars, instruments*barsEach)
		}
		fills = sum.Fills
	}
	n := float64(instruments*barsEach) * float64(b.N)
	b.ReportMetric(b.Elapsed().Seconds()*1e9/n, "ns/bar")
	b.ReportMetric(n/b.Elapsed().Seconds()/1e6, "Mbars/s")
	b.ReportMetric(float64(fills), "fills")
	b.ReportMetric(float64(fills)*float64(b.N)/b.Elapsed().Seconds(), "orders/s")
}

// BenchmarkCross is one instrument; few crossings, so that the cost per bar shows and not that of orders.
func BenchmarkCross(b *testing.B) { benchmarkRun(b, 1, 2_000_000, 200_000) }

// BenchmarkCross1000 is a thousand instruments that share their timestamps.
func BenchmarkCross1000(b *testing.B) { benchmarkRun(b, 1000, 2_000, 200_000) }

// BenchmarkCrossOften trades every twenty bars: the cost of orders, fills and round trips.
func BenchmarkCrossOften(b *testing.B) { benchmarkRun(b, 1, 200_000, 40) }

// keeping records every fill and every round trip as a report does.
type keeping struct {
	silent
	*report.Recorder
}

func (k *keeping) Fill(f *order.Fill, e *portfolio.Effect) {
	k.Recorder.Fill(report.Fill{Fill: f})
	if e.Closed != nil {
		k.RoundTrip(*e.Closed)
	}
}

func (k *keeping) Bar(*market.Bar)                                     {}
func (k *keeping) Sample(at market.Time, a *portfolio.Account)         { k.silent.Sample(at, a) }
func (k *keeping) Plot(p strategy.PlotSpec) func(market.Time, float64) { return k.silent.Plot(p) }

// turning sends one market order with every bar, in turn to buy and to sell.
type turning struct{ sent int }

func (t *turning) Start(s *strategy.Session) error {
	symbol, quantity := s.Symbols()[0], decimal.NewFromInt(100)
	s.Bars(symbol, market.Minutes(1), func(market.Bar) {
		var err error
		if t.sent%2 == 0 {
			_, err = s.Buy(symbol, quantity)
		} else {
			_, err = s.Sell(symbol, quantity)
		}
		if err != nil {
			panic(err)
		}
		t.sent++
	})
	return nil
}

// BenchmarkOrders is a million market orders through the full cycle: strategy, risk with every rule, the venue, its
// answers, the ledger, and a record of every fill and round trip; with the bars that carry them.
func BenchmarkOrders(b *testing.B) {
	const orders = 1_000_000
	columns := minutes(orders+1, 200_000)
	for _, prices := range [][]float64{columns.Open, columns.High, columns.Low, columns.Close} {
		for i, price := range prices {
			prices[i] = math.Round(price*100) / 100 // as shares are quoted
		}
	}
	universe, err := market.NewUniverse(market.NewEquity("SPY"))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		venue, err := sim.New(universe.All(), func(in *market.Instrument) (*calendar.Calendar, error) { return calendar.Get(in.Calendar) }, sim.Options{})
		if err != nil {
			b.Fatal(err)
		}
		kept := &keeping{Recorder: report.NewRecorder(universe.All(), report.RecorderOptions{})}
		e, err := engine.New(engine.Options{
			Universe: universe, Start: columns.Start[0] - 1, Venue: venue, Gate: strictGate(b), Base: market.USD,
			Recorder: kept, Log: zerolog.Nop(), OrderPrefix: "B", Feeds: []engine.Feed{{Bars: market.Minutes(1)}},
			Strategies: []engine.Member{{Name: "turn", Strategy: &turning{}, Cash: decimal.NewFromInt(1_000_000_000)}},
		})
		if err != nil {
			b.Fatal(err)
		}
		if err := e.Start(b.Context()); err != nil {
			b.Fatal(err)
		}
		source := data.NewReplay(data.Input{Instrument: 0, Bars: data.FromBars(columns)})
		b.StartTimer()
		if _, err := e.Run(b.Context(), source); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if run := kept.Finish(report.Manifest{}, nil); len(run.Fills) != orders || len(run.RoundTrips) != orders/2 {
			b.Fatalf("%d fills and %d round trips, want %d and %d", len(run.Fills), len(run.RoundTrips), orders, orders/2)
		}
		b.StartTimer()
	}
	b.ReportMetric(orders*float64(b.N)/b.Elapsed().Seconds(), "orders/s")
}

// bare is what the strategy costs when a plain loop calls it through an interface.
type bare interface{ onBar(market.Bar) }

type bareCross struct {
	fast, slow *indicator.SMA
	long       bool
	flips      int
}

func (c *bareCross) onBar(b market.Bar) {
	c.fast.Update(b.Close)
	c.slow.Update(b.Close)
	if !c.slow.Ready() {
		return
	}
	if above := c.fast.Value() > c.slow.Value(); above != c.long {
		c.long = above
		c.flips++
	}
}

// BenchmarkBareLoop is the yardstick: the same bars and indicators without an engine.
func BenchmarkBareLoop(b *testing.B) {
	columns := minutes(2_000_000, 200_000)
	b.ReportAllocs()
	for b.Loop() {
		var s bare = &bareCross{fast: indicator.NewSMA(10), slow: indicator.NewSMA(50)}
		var bar market.Bar
		for i := range columns.Len() {
			columns.Row(i, &bar)
			s.onBar(bar)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()*1e9/(float64(columns.Len())*float64(b.N)), "ns/bar")
}
