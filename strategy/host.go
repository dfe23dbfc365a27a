package strategy

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// Host is what a Session needs of the engine that runs it. Every method is for the loop's goroutine.
type Host interface {
	Clock
	Feeds
	Timers
	Orders
	Records
}

// Clock tells the time of the run.
type Clock interface {
	Now() market.Time
	// Warming is true until the run's start has been reached: history is delivered, orders are refused.
	Warming() bool
	// Late is true while something is delivered that was missed when it happened and fetched afterwards.
	Late() bool
}

// Feeds delivers market data.
type Feeds interface {
	Universe() *market.Universe
	Calendar(id market.ID) *calendar.Calendar
	SubscribeBars(BarSubscription) error
	SubscribeQuotes(market.ID, func(market.Quote)) error
	SubscribeTrades(market.ID, func(market.Trade)) error
	SubscribeDepth(market.ID, func(*market.Depth)) error
	SubscribeSlices(func(*Slice)) error
	// Price is the last observed price: of a trade or bar, else the middle of the quote.
	Price(market.ID) (float64, bool)
	Quote(market.ID) (market.Quote, bool)
	// Stale is true while the data of an instrument is known to have a hole that has not been filled yet.
	Stale(market.ID) bool
	// History is the most recent bars of a subscription that asked to keep some, oldest first.
	History(market.ID, market.BarSpec) ([]market.Bar, error)
}

// Timers calls back at moments of the run's clock.
type Timers interface {
	Schedule(rule calendar.Rule, on market.ID, fn func()) *Timer
	ScheduleAt(at market.Time, fn func()) *Timer
	OnOpen(on market.ID, fn func(calendar.Session)) *Timer
	OnClose(on market.ID, fn func(calendar.Session)) *Timer
}

// Orders sends and shows the orders of this strategy.
type Orders interface {
	Ledger() *portfolio.Ledger
	// Rate is what one unit of a currency is worth in the account's base currency.
	Rate(market.Currency) (decimal.Decimal, error)
	NewIDs(n int) []order.ID
	// SubmitOne sends one request under an id of its own.
	SubmitOne(r order.Request) (order.ID, error)
	// Submit sends all the requests or, when one of them is refused, none.
	Submit(ids []order.ID, requests []order.Request) error
	Modify(order.ID, order.Change) error
	Cancel(order.ID) error
	// Order finds a working order, or one that ended recently.
	Order(order.ID) (order.Order, bool)
	// Working lists working orders in the order of their creation; symbol "" means all.
	Working(symbol string) []order.Order
	OnOrder(func(OrderUpdate))
	OnFill(func(order.Fill))
	OnStop(func())
	// Quit ends this strategy and leaves the others running.
	Quit(reason string)
	// Fail ends a strategy, once the run has started, as a panic in a handler does.
	Fail(error)
}

// Records keeps what a strategy wants to outlive the moment.
type Records interface {
	Plot(PlotSpec) *Plot
	// Durable restores value, a pointer, from the store and saves it from now on with the order state.
	Durable(name string, value any) error
}

// BarSubscription is a request for bars.
type BarSubscription struct {
	Instrument *market.Instrument
	Spec       market.BarSpec
	Handler    func(market.Bar)
	// Warmup and WarmupSessions ask for that many bars, or whole sessions, from before the run's start.
	Warmup, WarmupSessions int
	// Keep is how many bars History remembers.
	Keep int
}

// OrderUpdate is an event together with the order as it is after the event.
type OrderUpdate struct {
	Order order.Order
	Event order.Event
}

// Slice is everything that was delivered to this strategy at one instant, in order of delivery. It is
// reused: copy what is kept.
type Slice struct {
	Time   market.Time
	Bars   []market.Bar
	Quotes []market.Quote
	Trades []market.Trade
}

// Timer is a scheduled call.
type Timer struct{ stopped bool }

// Stop prevents further calls.
func (t *Timer) Stop() { t.stopped = true }

// Stopped reports whether Stop was called.
func (t *Timer) Stopped() bool { return t.stopped }

// PlotSpec places a named series in the report.
type PlotSpec struct {
	Strategy string
	Name     string
	// Symbol draws the series over that instrument's price; otherwise Pane names a pane of its own.
	Symbol string
	Pane   string
}

// Plot is a named series of a strategy, drawn in the report.
type Plot struct {
	now func() market.Time
	add func(market.Time, float64)
}

// NewPlot is for the engine: add receives every value with the clock's time.
func NewPlot(now func() market.Time, add func(market.Time, float64)) *Plot {
	return &Plot{now: now, add: add}
}

// Add records a value at the present moment. NaN leaves a gap.
func (p *Plot) Add(value float64) { p.add(p.now(), value) }
