package backtest

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/custody"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/report"
	"github.com/tidemark/tidemark/strategy"
)

// maxCharts is how many instruments get a price chart: the first ones, and the benchmark.
const maxCharts = 12

// recorder words what the engine tells in the report's terms.
type recorder struct {
	report   *report.Recorder
	account  *portfolio.Account
	calendar *calendar.Calendar
	// custodian is nil in a simple account.
	custodian *custody.Account
	events    []report.AccountEvent
	benchmark market.ID
	created   []*order.Order
	deposits  decimal.Decimal
	sampled   bool
	// decisions receives every order of a strategy as it is made, for the look-ahead check.
	decisions func(*order.Order)
}

var _ engine.Recorder = (*recorder)(nil)

func newRecorder(universe *market.Universe, benchmark market.ID) *recorder {
	options := report.RecorderOptions{Benchmark: universe.At(benchmark)}
	return &recorder{report: report.NewRecorder(universe.All(), options), benchmark: benchmark}
}

func (r *recorder) Chart(id market.ID) bool { return id < maxCharts || id == r.benchmark }

func (r *recorder) Bar(b *market.Bar) { r.report.Bar(b) }

func (r *recorder) Order(o *order.Order, ev order.Event, verdict order.Verdict) {
	if verdict != order.Applied && verdict != order.Late {
		return
	}
	switch ev.(type) {
	case order.WasSent, order.WasDenied: // the first that happens to an order
		r.created = append(r.created, o)
		if r.decisions != nil {
			r.decisions(o)
		}
	}
	r.report.Event(ev)
}

func (r *recorder) Fill(f *order.Fill, effect *portfolio.Effect) {
	r.report.Fill(report.Fill{Fill: f, Rate: r.rate(f.Instrument.Currency), FeeRate: r.rate(f.FeeCurrency)})
	if effect.Closed != nil {
		r.report.RoundTrip(*effect.Closed)
	}
}

// rate is zero where no rate is known, which the report shows.
func (r *recorder) rate(c market.Currency) decimal.Decimal {
	if c == "" {
		return decimal.Zero
	}
	rate, err := r.account.Rate(c)
	if err != nil {
		return decimal.Zero
	}
	return rate
}

func (r *recorder) Sample(at market.Time, account *portfolio.Account) {
	total := account.Snapshot()
	s := report.SampleOf(at, total)
	if r.sampled {
		s.Flow = total.Deposits.Sub(r.deposits)
	}
	r.deposits, r.sampled = total.Deposits, true
	for _, l := range account.Ledgers() {
		s.Strategies = append(s.Strategies, report.Share{Equity: l.Snapshot().Equity})
	}
	if r.custodian != nil {
		s.Margin = marginOf(r.custodian)
	}
	r.report.Sample(s)
}

func (r *recorder) Plot(spec strategy.PlotSpec) func(market.Time, float64) {
	return r.report.Plot(spec.Strategy, spec.Name, spec.Symbol, spec.Pane).Add
}

// finish adds the positions that are still open and closes the record.
func (r *recorder) finish(m report.Manifest) *report.Run {
	for _, l := range r.account.Ledgers() {
		for p := range l.Positions() {
			if t, ok := l.RoundTrip(p.Instrument.ID); ok {
				r.report.RoundTrip(t)
			}
		}
	}
	orders := make([]order.Order, len(r.created))
	for i, o := range r.created {
		orders[i] = *o
	}
	run := r.report.Finish(m, orders)
	for _, l := range r.account.Ledgers() {
		for _, p := range l.Postings() {
			run.Postings = append(run.Postings, report.Posting{Strategy: l.Strategy(), Posting: p})
		}
	}
	run.AccountEvents = r.events
	run.SessionTime = func(from, to market.Time) time.Duration { return openTime(r.calendar, from, to) }
	return run
}

// openTime is how long a market was in regular trading between two moments.
func openTime(cal *calendar.Calendar, from, to market.Time) time.Duration {
	first := market.DateOf(from.In(cal.Zone())).AddDays(-1) // a session may open the evening before its date
	last := market.DateOf(to.In(cal.Zone())).AddDays(1)
	var total time.Duration
	for session := range cal.Sessions(first, last) {
		if open := min(session.Close, to).Sub(max(session.Open, from)); open > 0 {
			total += open
		}
	}
	return total
}
