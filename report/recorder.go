package report

import (
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// Recorder collects a Run while the engine works. It belongs to the engine's goroutine.
type Recorder struct {
	run       Run
	options   RecorderOptions
	candles   []*Candles // by instrument; nil before its first bar
	lines     []*Line    // as run.Plots
	benchmark Point      // the newest price that no sample has seen
	events    pile[order.Event]
	fills     pile[Fill]
	trips     pile[portfolio.RoundTrip]
}

// RecorderOptions bound what is kept. The zero value is useful.
type RecorderOptions struct {
	// Candles is the most candles kept of an instrument (2,000 when 0), Points the most points of a plot
	// (4,000 when 0).
	Candles, Points int
	// Benchmark is the instrument to compare with; nil for none.
	Benchmark *market.Instrument
}

// NewRecorder records a run over instruments, which are indexed by their ID.
func NewRecorder(instruments []*market.Instrument, o RecorderOptions) *Recorder {
	if o.Candles == 0 {
		o.Candles = 2_000
	}
	if o.Points == 0 {
		o.Points = 4_000
	}
	r := &Recorder{options: o, candles: make([]*Candles, len(instruments))}
	r.run.Instruments = instruments
	if o.Benchmark != nil {
		r.run.Benchmark = &Benchmark{Name: o.Benchmark.Symbol}
	}
	return r
}

// Bar records a price for the charts. Give it bars of one specification for each instrument. It does not
// allocate, but for the first bar of an instrument.
func (r *Recorder) Bar(b *market.Bar) {
	c := r.candles[b.Instrument]
	if c == nil {
		c = NewCandles(r.options.Candles)
		r.candles[b.Instrument] = c
	}
	c.Add(b)
	if r.options.Benchmark != nil && b.Instrument == r.options.Benchmark.ID {
		r.benchmark = Point{b.End, b.Close}
	}
}

// Plot opens a series of a strategy; add its values to the line that it returns.
func (r *Recorder) Plot(strategy, name, symbol, pane string) *Line {
	line := NewLine(r.options.Points)
	r.run.Plots = append(r.run.Plots, Plot{Strategy: strategy, Name: name, Symbol: symbol, Pane: pane})
	r.lines = append(r.lines, line)
	return line
}

// Sample records the account; the first call is for the account before the first event. A second sample of
// the same moment replaces the first, but for the flows, which add up.
func (r *Recorder) Sample(s Sample) {
	if n := len(r.run.Samples); n > 0 && r.run.Samples[n-1].Time == s.Time {
		r.run.Samples[n-1] = s.after(&r.run.Samples[n-1])
	} else {
		r.run.Samples = append(r.run.Samples, s)
	}
	if r.benchmark.Time != 0 {
		r.run.Benchmark.Points = append(r.run.Benchmark.Points, r.benchmark)
		r.benchmark = Point{}
	}
}

// Event records what happened to an order.
func (r *Recorder) Event(e order.Event) { *r.events.add() = e }

// Fill records an execution.
func (r *Recorder) Fill(f Fill) { *r.fills.add() = f }

// RoundTrip records a round trip, when it has ended or, marked open, at the end of the run.
func (r *Recorder) RoundTrip(t portfolio.RoundTrip) { *r.trips.add() = t }

// Finding records something that the reader should know.
func (r *Recorder) Finding(f Finding) { r.run.Diagnostics = append(r.run.Diagnostics, f) }

// Finish is the run with the orders as they ended. The recorder is of no more use after it.
func (r *Recorder) Finish(m Manifest, orders []order.Order) *Run {
	run := &r.run
	run.Manifest, run.Orders = m, orders
	run.Events, run.Fills, run.RoundTrips = r.events.all(), r.fills.all(), r.trips.all()
	for i, line := range r.lines {
		run.Plots[i].Points = line.Points()
	}
	for id, c := range r.candles {
		if c != nil {
			run.Charts = append(run.Charts, Chart{Instrument: run.Instruments[id], Candles: c.All()})
		}
	}
	return run
}
