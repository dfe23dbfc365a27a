package strategy

import (
	"errors"
	"fmt"
	"time"

	"github.com/rs/zerolog"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/portfolio"
)

// Session is a strategy's view of the run: what it can listen to, see and do. Its methods are for the
// strategy's handlers only; from another goroutine, or outside a handler, orders are refused.
//
// Subscriptions that cannot be served are remembered and end the run before it starts, with every fault
// at once, so Start needs no error check on each line. One made later stops the strategy, as a panic does.
type Session struct {
	name    string
	host    Host
	log     zerolog.Logger
	primary *market.Instrument
	faults  []error
	// series are the continuous ones by symbol, followers the same in the order in which they were given.
	series    map[string]*follower
	followers []*follower
}

// NewSession is for the engine.
func NewSession(name string, host Host, log zerolog.Logger) *Session {
	s := &Session{name: name, host: host}
	s.log = log.With().Str("strategy", name).Logger().Hook(clockHook{host})
	return s
}

// clockHook stamps a strategy's log lines with the time of the run.
type clockHook struct{ clock Clock }

func (h clockHook) Run(e *zerolog.Event, _ zerolog.Level, _ string) {
	e.Stringer("at", h.clock.Now())
}

// Name is the name of this strategy in the run.
func (s *Session) Name() string { return s.name }

// Now is the time of the run: of the event being handled. In a backtest it is simulated.
func (s *Session) Now() market.Time { return s.host.Now() }

// Warming is true while history from before the run's start is delivered. Orders are refused then.
func (s *Session) Warming() bool { return s.host.Warming() }

// Late is true while something is delivered that was missed when it happened, in a live run, and fetched afterwards.
// Orders are refused then, unless the configuration lets this strategy trade late.
func (s *Session) Late() bool { return s.host.Late() }

// Stale is true while the data of an instrument is known to be cut or silent, in a live run: the last prices are old.
func (s *Session) Stale(symbol string) bool {
	in, err := s.Instrument(symbol)
	return err == nil && s.host.Stale(in.ID)
}

// Log writes lines that carry the strategy's name and the time of the run.
func (s *Session) Log() *zerolog.Logger { return &s.log }

// Err returns every fault of the subscriptions made so far.
func (s *Session) Err() error { return errors.Join(s.faults...) }

func (s *Session) fault(err error) {
	if err != nil {
		err = fmt.Errorf("strategy %s: %w", s.name, err)
		s.faults = append(s.faults, err)
		s.host.Fail(err)
	}
}

// Instrument is the definition behind a symbol of the run, or an *market.UnknownInstrument error.
func (s *Session) Instrument(symbol string) (*market.Instrument, error) {
	return s.host.Universe().Find(symbol)
}

// Symbol is the symbol of an instrument number, as bars, quotes and trades carry it.
func (s *Session) Symbol(id market.ID) string { return s.host.Universe().At(id).Symbol }

// Symbols lists the symbols of the run in the order of the configuration.
func (s *Session) Symbols() []string {
	all := s.host.Universe().All()
	list := make([]string, len(all))
	for i, in := range all {
		list[i] = in.Symbol
	}
	return list
}

// Calendar is the trading calendar of an instrument of the run.
func (s *Session) Calendar(symbol string) (*calendar.Calendar, error) {
	in, err := s.Instrument(symbol)
	if err != nil {
		return nil, err
	}
	return s.host.Calendar(in.ID), nil
}

// Price is the last observed price of an instrument; false until there is one. That of a combo is the net of its legs'
// last prices, which may be negative or 0, and were not seen at one moment.
func (s *Session) Price(symbol string) (float64, bool) {
	in, err := s.Instrument(symbol)
	if err != nil {
		return 0, false
	}
	return s.host.Price(in.ID)
}

// LastQuote is the last best bid and offer; false until there is one.
func (s *Session) LastQuote(symbol string) (market.Quote, bool) {
	in, err := s.Instrument(symbol)
	if err != nil {
		return market.Quote{}, false
	}
	return s.host.Quote(in.ID)
}

// History is the most recent completed bars, oldest first, of a subscription made with Keep.
func (s *Session) History(symbol string, spec market.BarSpec) ([]market.Bar, error) {
	in, err := s.Instrument(symbol)
	if err != nil {
		return nil, err
	}
	return s.host.History(in.ID, spec)
}

// Position is this strategy's position in an instrument; the zero Position when it has none. That in a continuous
// series is the one in the contract whose turn it is; during a roll its quantity counts what is still to be bought. A combo
// has none: what it traded is in the positions of its legs.
func (s *Session) Position(symbol string) portfolio.Position {
	in, err := s.Instrument(s.traded(symbol))
	if err != nil {
		return portfolio.Position{}
	}
	position := s.host.Ledger().Position(in.ID)
	if f := s.series[symbol]; f != nil {
		position.Quantity = position.Quantity.Add(f.unsent()).Add(f.sent())
	}
	return position
}

// Ledger is this strategy's share of the account: cash, positions, equity.
func (s *Session) Ledger() *portfolio.Ledger { return s.host.Ledger() }

// Cash is this strategy's cash in a currency.
func (s *Session) Cash(c market.Currency) decimal.Decimal { return s.host.Ledger().Cash(c) }

// Equity is this strategy's cash and positions at their last prices, in the account's base currency. The
// error says which price or exchange rate is missing.
func (s *Session) Equity() (decimal.Decimal, error) { return s.host.Ledger().Equity() }

// Plot adds a named series to the report; place it with OnPrice or InPane.
func (s *Session) Plot(name string, where ...PlotOption) *Plot {
	spec := PlotSpec{Strategy: s.name, Name: name, Pane: name}
	for _, option := range where {
		option(&spec)
	}
	return s.host.Plot(spec)
}

// PlotOption places a plot.
type PlotOption func(*PlotSpec)

// OnPrice draws the series over the instrument's price.
func OnPrice(symbol string) PlotOption {
	return func(p *PlotSpec) { p.Symbol, p.Pane = symbol, "" }
}

// InPane draws the series in a named pane, which several series may share.
func InPane(name string) PlotOption { return func(p *PlotSpec) { p.Pane = name } }

// Durable makes the value that the pointer points at outlive a restart: it is restored now, when the
// store has it under this name, and saved with the order state from now on. The value must survive
// encoding/json. Call it in Start, once a name.
func (s *Session) Durable(name string, pointer any) {
	s.fault(s.host.Durable(name, pointer))
}

// Quit ends this strategy: its working orders are cancelled, its positions stay, the others run on.
func (s *Session) Quit(reason string) { s.host.Quit(reason) }

// After calls fn once, when d has passed on the run's clock.
func (s *Session) After(d time.Duration, fn func()) *Timer {
	return s.AtTime(s.Now().Add(d), fn)
}

// AtTime calls fn once, at a moment; a moment that has passed calls it as soon as the present event is done.
func (s *Session) AtTime(at market.Time, fn func()) *Timer {
	if !s.handler(fn != nil, "timer") {
		return &Timer{stopped: true}
	}
	return s.host.ScheduleAt(at, fn)
}
