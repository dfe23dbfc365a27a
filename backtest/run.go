package backtest

import (
	"context"
	"errors"
	"fmt"

	"github.com/rs/zerolog"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/report"
	"github.com/tidemark/tidemark/setup"
	"github.com/tidemark/tidemark/store"
)

// Options are what a caller adds to a configuration.
type Options struct {
	// Log receives the run's log; the zero Logger is silent.
	Log zerolog.Logger
	// Progress, when given, is called now and then with the clock's position in the run's period.
	Progress func(done, total market.Time)
	// Store keeps strategies' durable state; nil forgets it.
	Store *store.Store

	tamper    func(market.BarStream) market.BarStream
	until     market.Time
	unread    bool // no data is read
	decisions func(*order.Order)
}

// Outcome is what came of a run.
type Outcome struct {
	Result  *report.Result
	Run     *report.Run
	Summary engine.Summary
}

// Run makes one backtest. The error of a cancelled context comes with the outcome up to then.
func Run(ctx context.Context, run *config.Run, o Options) (*Outcome, error) {
	s, err := prepare(run, o)
	if err != nil {
		return nil, err
	}
	if err := s.engine.Start(ctx); err != nil {
		return nil, err
	}
	to := s.dayEnd(run.Period.To)
	replay, err := s.library.open(s.engine.Demands(), to)
	if err != nil {
		return nil, err
	}
	var source engine.Source = replay
	if o.Progress != nil {
		source = &watched{Replay: replay, from: s.dayStart(run.Period.From), to: to, report: o.Progress}
	}
	summary, runErr := s.engine.Run(ctx, source)
	var broken *data.ReplayError
	if errors.As(runErr, &broken) {
		return nil, fmt.Errorf("data of %s: %w", s.universe.At(broken.Instrument).Symbol, broken.Err)
	}
	if runErr != nil && ctx.Err() == nil {
		return nil, fmt.Errorf("run %s: %w", run.Name, runErr)
	}
	if summary.First == 0 {
		return nil, fmt.Errorf("run %s: %w between %s and %s: choose a period that the data covers (`trader data ls`)",
			run.Name, errNoData, run.Period.From, run.Period.To)
	}
	if s.printsErr != nil {
		return nil, fmt.Errorf("run %s: %w", run.Name, s.printsErr)
	}
	manifest, err := s.manifest(summary)
	if err != nil {
		return nil, err
	}
	for _, finding := range s.findings(summary) {
		s.recorder.report.Finding(finding)
	}
	outcome := &Outcome{Summary: summary, Run: s.recorder.finish(manifest)}
	if err := s.holdBenchmark(outcome.Run); err != nil {
		return nil, err
	}
	outcome.Run.Diagnostics = append(outcome.Run.Diagnostics, s.library.rollFindings(outcome.Run)...)
	outcome.Run.Diagnostics = append(outcome.Run.Diagnostics, pastExpiry(outcome.Run)...)
	outcome.Result, err = report.Build(outcome.Run)
	return outcome, errors.Join(err, runErr)
}

var (
	errNoData   = errors.New("there is no data")
	errNoPeriod = errors.New("a backtest needs period.from and period.to: give the first and the last day")
)

// session is a run ready to start.
type session struct {
	run      *config.Run
	library  *library
	universe *market.Universe
	calendar *calendar.Calendar
	engine   *engine.Engine
	recorder *recorder
	// actions are those that the account applies, sorted by their days.
	actions   map[*market.Instrument][]data.Action
	members   []engine.Member
	printed   map[market.ID]map[market.Date]sim.Print
	printsErr error
}

// Check returns the faults of a configuration that show before any data is read: instruments, strategies
// and their parameters.
func Check(run *config.Run) error {
	_, err := prepare(run, Options{unread: true})
	return err
}

// Instruments are those of a run, with what its catalog or LEAN tree knows of them.
func Instruments(run *config.Run) (*market.Universe, error) {
	lib, err := openLibrary(run)
	if err != nil {
		return nil, err
	}
	return setup.Universe(run, lib.known)
}

func prepare(run *config.Run, o Options) (*session, error) {
	s := &session{run: run}
	if run.Period.From == 0 || run.Period.To == 0 {
		return nil, errNoPeriod
	}
	var err error
	if s.library, err = openLibrary(run); err != nil {
		return nil, err
	}
	s.library.tamper, s.library.until = o.tamper, o.until
	if s.universe, err = setup.Universe(run, s.library.known); err != nil {
		return nil, err
	}
	if s.calendar, err = setup.Calendar(run, s.universe); err != nil {
		return nil, err
	}
	if err := s.library.plan(s.universe, s.dayEnd(run.Period.To), o.unread); err != nil {
		return nil, err
	}
	benchmark, err := s.benchmark()
	if err != nil {
		return nil, err
	}
	custodian, err := s.custodian(o.Log)
	if err != nil {
		return nil, err
	}
	var funds sim.Funds
	gated := *run
	if custodian != nil {
		funds, gated.Risk.BuyingPower = custodian, false // the account itself says what it can carry
	}
	simulated, err := venue(run, s.universe, s.prints, funds)
	if err != nil {
		return nil, err
	}
	gate, err := setup.Gate(&gated)
	if err != nil {
		return nil, err
	}
	if s.members, err = setup.Members(run); err != nil {
		return nil, err
	}
	s.recorder = newRecorder(s.universe, benchmark)
	s.recorder.decisions = o.decisions
	options := engine.Options{
		Universe: s.universe, Start: s.dayStart(run.Period.From), Venue: simulated, Gate: gate, Base: run.Account.Base,
		Strategies: s.members, Recorder: s.recorder, Calendar: s.calendar.Name(), Log: o.Log,
		Feeds: setup.Feeds(run), Rolls: s.library.rolls(),
	}
	books, err := s.books(simulated)
	if err != nil {
		return nil, err
	}
	if books != nil {
		options.Books = books
	}
	if custodian != nil {
		options.Custodian = custodian
	}
	if o.Store != nil {
		options.Durable = o.Store
	}
	if run.Sim.OnFault == "flatten" {
		options.OnFault = engine.FlattenPositions
	}
	if s.engine, err = engine.New(options); err != nil {
		return nil, err
	}
	s.recorder.account, s.recorder.calendar, s.recorder.custodian = s.engine.Account(), s.calendar, custodian
	if custodian != nil {
		custodian.Open(s.engine.Account())
	}
	return s, nil
}

// benchmark is the number of the instrument to compare with: the one named, else the first.
func (s *session) benchmark() (market.ID, error) {
	if s.run.Report.Benchmark == "" {
		return 0, nil
	}
	in, err := s.universe.Find(s.run.Report.Benchmark)
	if err != nil {
		return 0, fmt.Errorf("report.benchmark: %w", err)
	}
	return in.ID, nil
}

// dayStart is the instant a date begins on the wall clock of the account's calendar, dayEnd the instant it
// ends.
func (s *session) dayStart(d market.Date) market.Time {
	return market.At(d.Clock(0, 0, s.calendar.Zone()))
}
func (s *session) dayEnd(d market.Date) market.Time { return s.dayStart(d.AddDays(1)) }

// watched tells how far the replay is.
type watched struct {
	*data.Replay
	from, to market.Time
	events   int
	report   func(done, total market.Time)
}

// progressEvery is how many events pass between two reports of progress.
const progressEvery = 1 << 16

func (w *watched) Next(limit market.Time, ev *market.Event) data.Status {
	status := w.Replay.Next(limit, ev)
	if w.events++; w.events%progressEvery == 0 {
		w.report(max(0, ev.Time-w.from), w.to-w.from)
	}
	return status
}
