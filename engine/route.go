package engine

import (
	"fmt"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/aggregate"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/strategy"
)

// route is the way of one instrument's events through the engine.
type route struct {
	instrument *market.Instrument
	calendar   *calendar.Calendar
	cursor     *calendar.Cursor
	feed       Feed
	chart      bool
	// from is the earliest time that a warm-up asked for, and patience that of the series that are built.
	from     market.Time
	patience time.Duration

	// base is the recorded bars; built is every series made from them, or from ticks.
	base  *series
	built []*series

	quotes []quoteHandler
	trades []tradeHandler
	books  []depthHandler
	// last observations, for Price and LastQuote
	price     float64
	lastQuote market.Quote
	// seen is the session of the latest data.
	seen market.Date
}

// series is the bars of one specification of one instrument.
type series struct {
	instrument market.ID
	spec       market.BarSpec
	// rank is unique in the run and orders what is due at one time.
	rank     uint64
	builder  *aggregate.Builder // nil for recorded bars
	due      market.Time
	patience time.Duration // after its end until the clock completes a bar
	handlers []barHandler
	kept     ring
}

type barHandler struct {
	runner *runner
	fn     func(market.Bar)
	// from is exclusive: this handler's own warm-up begins behind it.
	from market.Time
}

type quoteHandler struct {
	runner *runner
	fn     func(market.Quote)
}

type tradeHandler struct {
	runner *runner
	fn     func(market.Trade)
}

type depthHandler struct {
	runner *runner
	fn     func(*market.Depth)
}

func newRoute(in *market.Instrument, feed Feed, cal *calendar.Calendar, chart bool) route {
	return route{
		instrument: in, calendar: cal, cursor: cal.Cursor(), feed: feed, chart: chart,
		from: market.Never,
		base: &series{spec: feed.Bars, due: market.Never},
	}
}

// resolve turns a wish for last prices into the price that is recorded, where no trades are: the mid of
// a currency pair, for instance.
func (r *route) resolve(spec market.BarSpec) market.BarSpec {
	if spec.Price != market.Last {
		return spec
	}
	switch {
	case r.feed.HasBars():
		spec.Price = r.feed.Bars.Price
	case !r.feed.Trades && r.feed.Quotes:
		spec.Price = market.Mid
	}
	return spec
}

// find is the series of a resolved specification, nil when nobody asked for it yet.
func (r *route) find(spec market.BarSpec) *series {
	if r.feed.HasBars() && spec == r.feed.Bars {
		return r.base
	}
	for _, s := range r.built {
		if s.spec == spec {
			return s
		}
	}
	return nil
}

// series finds or makes the series of a resolved specification, from recorded bars, else from ticks.
func (r *route) series(spec market.BarSpec) (*series, error) {
	if s := r.find(spec); s != nil {
		return s, nil
	}
	source := r.feed.Bars
	if !r.feed.HasBars() {
		source = market.Ticks(1)
		if spec.Price == market.Last && !r.feed.Trades || spec.Price != market.Last && !r.feed.Quotes {
			return nil, fmt.Errorf("%s has no data that %s bars can be built from", r.instrument.Symbol, spec)
		}
	}
	builder, err := aggregate.New(spec, source, r.calendar, aggregate.Options{ExtendedHours: r.feed.ExtendedHours})
	if err != nil {
		return nil, err
	}
	rank := uint64(r.instrument.ID)<<32 | uint64(len(r.built))
	s := &series{instrument: r.instrument.ID, spec: spec, rank: rank, builder: builder, due: market.Never, patience: r.patience}
	r.built = append(r.built, s)
	return s, nil
}

// mark remembers a price; what is no finite number is ignored and the price before stays.
func (r *route) mark(price float64) {
	if price-price == 0 {
		r.price = price
	}
}

// marked tells risk that the price of an instrument moved. The price of a currency moves every sum.
func (e *Engine) marked(r *route) {
	e.moment.Marks[r.instrument.ID]++
	if r.instrument.Base != "" {
		e.moment.Version++
	}
}

func (e *Engine) bar(r *route, b *market.Bar) {
	e.summary.Bars++
	e.marked(r)
	r.mark(b.Close)
	e.account.MarkBar(b)
	if r.chart {
		e.Recorder.Bar(b)
	}
	e.deliverOne(r.base, b)
	for _, s := range r.built {
		e.deliver(s, s.builder.Bar(b))
		e.schedule(s)
	}
}

func (e *Engine) quote(r *route, q *market.Quote) {
	e.summary.Quotes++
	e.marked(r)
	r.lastQuote = *q
	if !r.feed.HasBars() && !r.feed.Trades && offered(q) {
		r.mark(q.Mid())
		e.account.Mark(q.Instrument, r.price)
	}
	for i := range r.quotes {
		h := &r.quotes[i]
		if h.runner.stopped || e.warming {
			continue
		}
		if h.runner.gathers {
			h.runner.gathered.Quotes = append(h.runner.gathered.Quotes, *q)
		}
		e.callQuote(h, q)
	}
	if r.feed.HasBars() {
		return // the recorded bars are the source of all others
	}
	for _, s := range r.built {
		e.deliver(s, s.builder.Quote(q))
		e.schedule(s)
	}
}

// offered tells whether a quote has a side. When nobody offers, the price is still what it was.
func offered(q *market.Quote) bool { return q.Bid != 0 || q.Ask != 0 }

func (e *Engine) depth(r *route, d *market.Depth) {
	e.summary.Books++
	e.marked(r)
	r.lastQuote = d.Quote()
	if !r.feed.HasBars() && !r.feed.Trades && !r.feed.Quotes && offered(&r.lastQuote) {
		r.mark(r.lastQuote.Mid())
		e.account.Mark(d.Instrument, r.price)
	}
	for i := range r.books {
		if h := &r.books[i]; !h.runner.stopped && !e.warming {
			e.callDepth(h, d)
		}
	}
}

func (e *Engine) trade(r *route, t *market.Trade) {
	e.summary.Trades++
	e.marked(r)
	if !r.feed.HasBars() {
		r.mark(t.Price)
		e.account.Mark(t.Instrument, r.price)
	}
	for i := range r.trades {
		h := &r.trades[i]
		if h.runner.stopped || e.warming {
			continue
		}
		if h.runner.gathers {
			h.runner.gathered.Trades = append(h.runner.gathered.Trades, *t)
		}
		e.callTrade(h, t)
	}
	if r.feed.HasBars() {
		return
	}
	for _, s := range r.built {
		e.deliver(s, s.builder.Trade(t))
		e.schedule(s)
	}
}

// deliver shows completed bars to their subscribers. The slice belongs to the builder.
func (e *Engine) deliver(s *series, bars []market.Bar) {
	for i := range bars {
		e.deliverOne(s, &bars[i])
	}
}

func (e *Engine) deliverOne(s *series, b *market.Bar) {
	if s.kept.size > 0 {
		s.kept.push(b)
	}
	for i := range s.handlers {
		h := &s.handlers[i]
		if h.runner.stopped || b.End <= h.from {
			continue
		}
		if h.runner.gathers {
			h.runner.gathered.Bars = append(h.runner.gathered.Bars, *b)
		}
		e.callBar(h, b)
	}
}

// schedule asks to be woken when the open bar of a series must be completed by the clock.
func (e *Engine) schedule(s *series) {
	if due := s.builder.Due(); due != s.due {
		s.due = due
		if due != market.Never {
			due = due.Add(s.patience)
			e.dues.push(dueEntry{at: due, series: s})
			e.wake = min(e.wake, due)
		}
	}
}

// ring keeps the last bars of a series.
type ring struct {
	bars []market.Bar
	size int
	next int
}

// grow makes room for more bars.
func (k *ring) grow(size int) {
	if size > k.size {
		k.bars, k.size, k.next = k.list(), size, 0
	}
}

func (k *ring) push(b *market.Bar) {
	if len(k.bars) < k.size {
		k.bars = append(k.bars, *b)
		return
	}
	k.bars[k.next] = *b
	k.next = (k.next + 1) % k.size
}

// list copies the kept bars, oldest first.
func (k *ring) list() []market.Bar {
	return append(append(make([]market.Bar, 0, len(k.bars)), k.bars[k.next:]...), k.bars[:k.next]...)
}

func (r *route) subscribe(e *Engine, owner *runner, sub strategy.BarSubscription) error {
	if err := r.bare(); err != nil {
		return err
	}
	s, err := r.series(r.resolve(sub.Spec))
	if err != nil {
		return err
	}
	from, err := r.warmupStart(sub, e.Options.Start, e.live != nil)
	if err != nil {
		return err
	}
	r.from = min(r.from, from)
	if s.builder != nil {
		r.from = min(r.from, r.barStart(s.spec, from, e.live != nil))
	}
	s.kept.grow(sub.Keep)
	s.handlers = append(s.handlers, barHandler{runner: owner, fn: sub.Handler, from: from})
	return nil
}
