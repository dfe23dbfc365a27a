package engine_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/risk"
	"github.com/tidemark/tidemark/strategy"
)

// monday is the opening of a plain NYSE session: 4 March 2024, 09:30 in New York, 14:30 UTC.
var monday = market.At(time.Date(2024, 3, 4, 14, 30, 0, 0, time.UTC))

// minute is the moment n minutes after the open.
func minute(n int) market.Time { return monday.Add(time.Duration(n) * time.Minute) }

// script is a strategy made of one function.
type script func(s *strategy.Session) error

func (f script) Start(s *strategy.Session) error { return f(s) }

// run is a scene: instruments with one-minute bars and strategies, played by the real engine and the real
// simulated venue.
type run struct {
	bars       map[string][]market.Bar
	symbols    []string
	strategies map[string]script
	names      []string
	start      market.Time
	onFault    engine.FaultPolicy
	durable    engine.DurableStore
	timing     sim.Timing
	limits     risk.Limits
	// define makes an instrument of a symbol; nil makes shares.
	define func(symbol string) market.Instrument
	feed   engine.Feed
	rolls  []strategy.Roll
	// venue is how the simulated one behaves.
	venue sim.Options
	// wrap changes the venue.
	wrap func(broker.Venue) broker.Venue
	log  []string
}

// tell notes what a handler saw, with the minute of the session.
func (r *run) tell(s *strategy.Session, format string, args ...any) {
	at := s.Now().Sub(monday) / time.Minute
	r.log = append(r.log, fmt.Sprintf("%d ", at)+fmt.Sprintf(format, args...))
}

// add defines an instrument by the closes of its minutes: bar i is from minute i to i+1, opens at the close
// before it, and has no other prices. NaN-free and plain, so that fills can be read off.
func (r *run) add(symbol string, closes ...float64) {
	if r.bars == nil {
		r.bars = map[string][]market.Bar{}
	}
	open := closes[0]
	for i, c := range closes {
		r.bars[symbol] = append(r.bars[symbol], market.Bar{
			Start: minute(i), End: minute(i + 1), Open: open, High: max(open, c), Low: min(open, c), Close: c, Volume: 100,
		})
		open = c
	}
	r.symbols = append(r.symbols, symbol)
}

func (r *run) strategy(name string, start script) {
	if r.strategies == nil {
		r.strategies = map[string]script{}
	}
	r.strategies[name] = start
	r.names = append(r.names, name)
}

// prepare makes the engine and starts it.
func (r *run) prepare(t testing.TB) (*engine.Engine, engine.Source, *records) {
	t.Helper()
	var instruments []market.Instrument
	if r.define == nil {
		r.define = market.NewEquity
	}
	if !r.feed.HasBars() {
		r.feed.Bars = market.Minutes(1)
	}
	for _, symbol := range r.symbols {
		instruments = append(instruments, r.define(symbol))
	}
	universe, err := market.NewUniverse(instruments...)
	if err != nil {
		t.Fatal(err)
	}
	r.venue.Timing = r.timing
	venue, err := sim.New(universe.All(), func(in *market.Instrument) (*calendar.Calendar, error) {
		return calendar.Get(in.Calendar)
	}, r.venue)
	if err != nil {
		t.Fatal(err)
	}
	kept := &records{}
	o := engine.Options{
		Universe: universe, Start: r.start, Venue: venue, Gate: gate(t, r.limits), Base: market.USD, Recorder: kept,
		OnFault: r.onFault, Durable: r.durable, OrderPrefix: "T", Log: zerolog.Nop(), Rolls: r.rolls,
	}
	if o.Start == 0 {
		o.Start = monday
	}
	if r.wrap != nil {
		o.Venue = r.wrap(venue)
	}
	var inputs []data.Input
	for id, symbol := range r.symbols {
		o.Feeds = append(o.Feeds, r.feed)
		columns := &market.Bars{}
		for _, b := range r.bars[symbol] {
			columns.Append(b)
		}
		inputs = append(inputs, data.Input{Instrument: market.ID(id), Bars: data.FromBars(columns)})
	}
	for _, name := range r.names {
		o.Strategies = append(o.Strategies, engine.Member{Name: name, Strategy: r.strategies[name], Cash: decimal.NewFromInt(100_000)})
	}
	e, err := engine.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return e, data.NewReplay(inputs...), kept
}

// play runs the scene to its end.
func (r *run) play(t testing.TB) (engine.Summary, *records) {
	t.Helper()
	e, source, kept := r.prepare(t)
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	sum, err := e.Run(context.Background(), source)
	if err != nil {
		t.Fatal(err)
	}
	kept.account = e.Account()
	return sum, kept
}

// records is a recorder that keeps what tests look at.
type records struct {
	account *portfolio.Account
	orders  []*order.Order
	known   map[order.ID]bool
	events  []string
	fills   []order.Fill
	samples []market.Time
}

func (r *records) Order(o *order.Order, ev order.Event, v order.Verdict) {
	if r.known == nil {
		r.known = map[order.ID]bool{}
	}
	if !r.known[o.ID] {
		r.known[o.ID] = true
		r.orders = append(r.orders, o)
	}
	r.events = append(r.events, fmt.Sprintf("%s %T %s", o.ID, ev, v))
}
func (r *records) Fill(f *order.Fill, _ *portfolio.Effect)     { r.fills = append(r.fills, *f) }
func (r *records) Sample(at market.Time, _ *portfolio.Account) { r.samples = append(r.samples, at) }
func (r *records) Chart(market.ID) bool                        { return false }
func (r *records) Bar(*market.Bar)                             {}
func (r *records) Plot(strategy.PlotSpec) func(at market.Time, value float64) {
	return func(market.Time, float64) {}
}
