package engine

import (
	"cmp"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Status is a live engine at one moment, for whoever looks from outside. It is published whole and never changes.
type Status struct {
	At    market.Time  `json:"at"`
	State SessionState `json:"state"`
	// Since is when the state began and Cause why.
	Since market.Time `json:"since"`
	Cause string      `json:"cause"`
	// Halt is the halt that lasts, nil when there is none.
	Halt *HaltRecord `json:"halt,omitempty"`
	// Warming tells that the history from before the start still comes: no strategy can trade.
	Warming bool `json:"warming,omitempty"`
	// Linked tells that the broker can be asked.
	Linked bool `json:"linked"`
	// Asking is the inquiry that the broker has not answered.
	Asking bool `json:"asking"`
	// Broken are the instruments whose data is not whole.
	Broken     []BrokenData     `json:"broken,omitempty"`
	Strategies []StrategyStatus `json:"strategies"`
	// Orders are the working ones, Ended the last ones that ended, newest first; Fills are the last ones, Foreign the
	// orders of others.
	Orders  []order.Order   `json:"orders"`
	Ended   []order.Order   `json:"ended"`
	Fills   []FillStatus    `json:"fills"`
	Foreign []broker.Report `json:"foreign,omitempty"`
	// Equity, and DayProfit since midnight of the account's calendar, are nil while an exchange rate is missing.
	Equity    *decimal.Decimal `json:"equity,omitempty"`
	DayProfit *decimal.Decimal `json:"day_profit,omitempty"`
	// Exposure is the value of all positions without their signs, in the base currency; nil when Equity is.
	Exposure *decimal.Decimal `json:"exposure,omitempty"`
	Alarms   []AlarmRecord    `json:"alarms,omitempty"`
	Counts   LiveCounts       `json:"counts"`
	Summary  Summary          `json:"summary"`
}

// BrokenData is an instrument whose data is not whole.
type BrokenData struct {
	Symbol string `json:"symbol"`
	Cause  string `json:"cause"`
}

// AlarmRecord is something that a person should look at.
type AlarmRecord struct {
	At   market.Time `json:"at"`
	Text string      `json:"text"`
}

// StrategyStatus is one ledger: of a strategy, or the external one.
type StrategyStatus struct {
	Name    string           `json:"name"`
	Stopped bool             `json:"stopped"`
	Equity  *decimal.Decimal `json:"equity,omitempty"`
	// Positions lists what is held.
	Positions []PositionStatus `json:"positions,omitempty"`
}

// PositionStatus is a position at the last price.
type PositionStatus struct {
	Symbol     string          `json:"symbol"`
	Quantity   decimal.Decimal `json:"quantity"`
	Average    decimal.Decimal `json:"average"`
	Unrealised decimal.Decimal `json:"unrealised"`
	Realised   decimal.Decimal `json:"realised"`
}

// FillStatus is an execution as it counts now, with its corrections and all its fees.
type FillStatus struct {
	Symbol string `json:"symbol"`
	order.Fill
}

// LiveCounts counts what a live engine did since its start.
type LiveCounts struct {
	Sent            int64 `json:"sent"`
	HeldBack        int64 `json:"held_back"` // stopped at the last gate
	Transitions     int64 `json:"transitions"`
	Inquiries       int64 `json:"inquiries"`
	InquiriesFailed int64 `json:"inquiries_failed"`
	Reconciliations int64 `json:"reconciliations"`
	Settlements     int64 `json:"settlements"`
	Commits         int64 `json:"commits"`
	Alarms          int64 `json:"alarms"`
}

const (
	// shownEnded is how many ended orders a status shows.
	shownEnded = 20
	// publishEvery is the least time between two published statuses, priceEvery when only prices moved.
	publishEvery = 100 * time.Millisecond
	priceEvery   = time.Second
)

// Status is the last published one; any goroutine may ask. It is nil in a backtest and before Run.
func (e *Engine) Status() *Status {
	if e.live == nil {
		return nil
	}
	return e.live.status.Load()
}

// publish makes a status when something changed and the last one is old enough.
func (l *live) publish() {
	if !l.stale && !l.ticked {
		l.publishAt = market.Never
		return
	}
	every := priceEvery
	if l.stale {
		every = publishEvery
	}
	now := l.engine.now
	waits := !l.engine.warming || !l.stale // the clock of a warm-up does not come back to it
	if next := l.lastPublish.Add(every); now < next && l.lastPublish != 0 && waits {
		l.publishAt = next
		return
	}
	l.newDay(now)
	l.status.Store(l.look())
	l.stale, l.ticked, l.lastPublish, l.publishAt = false, false, now, market.Never
}

// newDay begins the account's day at midnight of its calendar.
func (l *live) newDay(now market.Time) {
	date := market.DateOf(now.In(l.engine.calendar.Zone()))
	if date == l.day.Date {
		return
	}
	if _, earned, ok := l.worth(); ok {
		l.day = day{date, earned}
		l.dirty.counters = true
	}
}

// worth is the account's equity and what of it was earned rather than deposited; false while a price or an exchange
// rate is missing.
func (l *live) worth() (equity, earned decimal.Decimal, ok bool) {
	s := l.engine.account.Snapshot()
	return s.Equity, s.Equity.Sub(s.Deposits), len(s.Unconverted) == 0
}

// look copies everything that the status shows.
func (l *live) look() *Status {
	e := l.engine
	s := &Status{
		At: e.now, State: l.session.state(), Since: l.since, Cause: l.cause, Warming: e.warming, Linked: l.session.linked, Asking: l.truth.deadline != market.Never,
		Strategies: []StrategyStatus{}, Orders: []order.Order{}, Ended: e.book.lastEnded(shownEnded), Fills: l.fills(),
		Alarms: slices.Clone(l.alarms), Counts: l.counts, Summary: e.summary,
	}
	s.Summary.Faults = slices.Clone(e.summary.Faults)
	if l.session.halted {
		halt := l.halted
		s.Halt = &halt
	}
	for _, in := range e.Universe.All() {
		if cause, broken := l.broken[in.ID]; broken {
			s.Broken = append(s.Broken, BrokenData{in.Symbol, cause})
		}
	}
	for _, o := range e.book.working {
		s.Orders = append(s.Orders, *o.Clone())
	}
	for _, r := range l.foreign {
		s.Foreign = append(s.Foreign, r)
	}
	slices.SortFunc(s.Foreign, func(a, b broker.Report) int { return cmp.Compare(a.BrokerID, b.BrokerID) })
	if equity, earned, ok := l.worth(); ok {
		profit := earned.Sub(l.day.Earned)
		s.Equity, s.DayProfit = &equity, &profit
	}
	if exposure, err := e.account.GrossExposure(); err == nil {
		s.Exposure = &exposure
	}
	for _, ledger := range e.account.Ledgers() {
		s.Strategies = append(s.Strategies, l.strategy(ledger.Strategy()))
	}
	return s
}

// fills are the recent ones, each once. Fees come after their executions, so the recent ones are looked up again.
func (l *live) fills() []FillStatus {
	list := []FillStatus{}
	seen := map[*execution]bool{}
	for i := range l.recent {
		trade, _ := order.Trade(l.recent[i].ExecID)
		known := l.executed[trade]
		if known == nil || seen[known] || known.fill.Quantity.IsZero() {
			continue
		}
		seen[known] = true
		list = append(list, FillStatus{Symbol: known.fill.Instrument.Symbol, Fill: known.fill})
	}
	return list
}

func (l *live) strategy(name string) StrategyStatus {
	ledger := l.engine.account.Ledger(name)
	s := StrategyStatus{Name: name}
	if r := l.engine.owner(name); r != nil {
		s.Stopped = r.stopped
	}
	if equity, err := ledger.Equity(); err == nil {
		s.Equity = &equity
	}
	for p := range ledger.Positions() {
		price, _ := l.engine.account.Last(p.Instrument.ID) // what is held has a price
		s.Positions = append(s.Positions, PositionStatus{
			Symbol: p.Instrument.Symbol, Quantity: p.Quantity, Average: p.AveragePrice, Unrealised: p.Unrealised(price), Realised: p.Realised,
		})
	}
	return s
}
