package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/store"
	"github.com/tidemark/tidemark/strategy"
)

// host is the engine as one strategy's Session sees it.
type host struct {
	engine *Engine
	runner *runner
}

var _ strategy.Host = (*host)(nil)

func (h *host) Now() market.Time           { return h.engine.now }
func (h *host) Warming() bool              { return h.engine.warming }
func (h *host) Late() bool                 { return h.engine.live != nil && h.engine.live.late }
func (h *host) Universe() *market.Universe { return h.engine.Universe }

func (h *host) Calendar(id market.ID) *calendar.Calendar { return h.engine.routes[id].calendar }

func (h *host) SubscribeBars(sub strategy.BarSubscription) error {
	return h.engine.routes[sub.Instrument.ID].subscribe(h.engine, h.runner, sub)
}

func (h *host) SubscribeQuotes(id market.ID, fn func(market.Quote)) error {
	r := &h.engine.routes[id]
	if err := r.bare(); err != nil {
		return err
	}
	if !r.feed.Quotes {
		return fmt.Errorf("%s has no quotes in this run: subscribe to bars, or give it a source of quotes", r.instrument.Symbol)
	}
	r.quotes = append(r.quotes, quoteHandler{runner: h.runner, fn: fn})
	return nil
}

func (h *host) SubscribeTrades(id market.ID, fn func(market.Trade)) error {
	r := &h.engine.routes[id]
	if err := r.bare(); err != nil {
		return err
	}
	if !r.feed.Trades {
		return fmt.Errorf("%s has no trades in this run: subscribe to bars, or give it a source of trades", r.instrument.Symbol)
	}
	r.trades = append(r.trades, tradeHandler{runner: h.runner, fn: fn})
	return nil
}

func (h *host) SubscribeDepth(id market.ID, fn func(*market.Depth)) error {
	r := &h.engine.routes[id]
	if err := r.bare(); err != nil {
		return err
	}
	if !r.feed.Depth {
		return fmt.Errorf("%s has no order books in this run: give it a source that has them (source.depth)", r.instrument.Symbol)
	}
	r.books = append(r.books, depthHandler{runner: h.runner, fn: fn})
	return nil
}

func (h *host) SubscribeSlices(fn func(*strategy.Slice)) error {
	h.runner.onSlice = append(h.runner.onSlice, fn)
	h.runner.gathers = true
	return nil
}

func (h *host) Stale(id market.ID) bool {
	if h.engine.live == nil {
		return false
	}
	_, broken := h.engine.live.broken[id]
	return broken
}

func (h *host) Price(id market.ID) (float64, bool) {
	r := &h.engine.routes[id]
	if r.instrument.Kind == market.Combo {
		return h.engine.net(r.instrument)
	}
	return r.price, r.price != 0
}

func (h *host) Quote(id market.ID) (market.Quote, bool) {
	q := h.engine.routes[id].lastQuote
	return q, q.Time != 0
}

func (h *host) History(id market.ID, spec market.BarSpec) ([]market.Bar, error) {
	r := &h.engine.routes[id]
	if s := r.find(r.resolve(spec)); s != nil && s.kept.size > 0 {
		return s.kept.list(), nil
	}
	return nil, fmt.Errorf("no history of %s %s is kept: subscribe to these bars with strategy.Keep(n)", r.instrument.Symbol, spec)
}

func (h *host) Schedule(rule calendar.Rule, on market.ID, fn func()) *strategy.Timer {
	return h.engine.every(rule, h.engine.routes[on].calendar, rankStrategy, h.runner, fn)
}

func (h *host) ScheduleAt(at market.Time, fn func()) *strategy.Timer {
	return h.engine.once(at, h.runner, fn)
}

func (h *host) OnOpen(on market.ID, fn func(calendar.Session)) *strategy.Timer {
	cal := h.engine.routes[on].calendar
	return h.engine.every(calendar.AtOpen(), cal, rankOpen, h.runner, func() {
		session, _ := cal.At(h.engine.now)
		fn(session)
	})
}

func (h *host) OnClose(on market.ID, fn func(calendar.Session)) *strategy.Timer {
	cal := h.engine.routes[on].calendar
	return h.engine.every(calendar.AtClose(), cal, rankClose, h.runner, func() {
		session, _ := cal.Previous(h.engine.now)
		fn(session)
	})
}

func (h *host) Ledger() *portfolio.Ledger { return h.runner.ledger }
func (h *host) NewIDs(n int) []order.ID   { return h.engine.newIDs(h.runner, n) }

func (h *host) Rate(c market.Currency) (decimal.Decimal, error) { return h.engine.account.Rate(c) }

func (h *host) SubmitOne(r order.Request) (order.ID, error) {
	id := h.engine.newID(h.runner)
	if reason := h.shut(); reason != nil {
		return id, reason
	}
	return id, h.engine.submitOne(h.runner, id, &r)
}

func (h *host) Submit(ids []order.ID, requests []order.Request) error {
	if reason := h.shut(); reason != nil {
		return reason
	}
	return h.engine.submit(h.runner, ids, requests)
}

func (h *host) Modify(id order.ID, change order.Change) error {
	if reason := h.shut(); reason != nil {
		return reason
	}
	return h.engine.modify(h.runner, id, change)
}

func (h *host) Cancel(id order.ID) error {
	if reason := h.shut(); reason != nil {
		return reason
	}
	return h.engine.cancel(h.runner, id)
}

// shut says why orders cannot be handled at all right now, nil when they can.
func (h *host) shut() *order.Reason {
	switch {
	case h.engine.active != h.runner:
		return &order.Reason{Code: order.OutsideLoop, Detail: "orders can be sent only from a handler of the strategy while it runs, not from Start or another goroutine"}
	case h.engine.warming:
		return &order.Reason{Code: order.WarmingUp, Detail: "the run starts at " + h.engine.Options.Start.String() + "; check Session.Warming"}
	case h.engine.live != nil && h.engine.live.late && !h.runner.tradesLate:
		return &order.Reason{Code: order.StaleData, Detail: "what is shown now was missed and fetched afterwards; check Session.Late"}
	case h.runner.stopped:
		return &order.Reason{Code: order.StrategyStopped, Detail: "strategy " + h.runner.name + " has been stopped"}
	}
	return nil
}

func (h *host) Order(id order.ID) (order.Order, bool) {
	if o := h.engine.book.find(id); o != nil && o.Strategy == h.runner.name {
		return *o, true
	}
	return order.Order{}, false
}

func (h *host) Working(symbol string) []order.Order {
	var list []order.Order
	for _, o := range h.engine.book.working {
		if o.Strategy == h.runner.name && (symbol == "" || o.Symbol == symbol) {
			list = append(list, *o)
		}
	}
	return list
}

func (h *host) OnOrder(fn func(strategy.OrderUpdate)) {
	h.runner.onOrder = append(h.runner.onOrder, fn)
}
func (h *host) OnFill(fn func(order.Fill)) { h.runner.onFill = append(h.runner.onFill, fn) }
func (h *host) OnStop(fn func())           { h.runner.onStop = append(h.runner.onStop, fn) }

func (h *host) Quit(reason string) {
	h.engine.Log.Info().Str("strategy", h.runner.name).Str("reason", reason).Msg("strategy stops itself")
	h.engine.retire(h.runner)
}

func (h *host) Fail(err error) {
	if h.engine.started && !h.runner.stopped {
		h.engine.fail(h.runner, err.Error(), string(debug.Stack()))
	}
}

func (h *host) Plot(spec strategy.PlotSpec) *strategy.Plot {
	return strategy.NewPlot(h.Now, h.engine.Recorder.Plot(spec))
}

// durable is a value of a strategy that outlives a restart.
type durable struct {
	name  string
	value any
}

func (h *host) Durable(name string, value any) error {
	for _, d := range h.runner.durables {
		if d.name == name {
			return fmt.Errorf("durable value %q is declared twice", name)
		}
	}
	blob, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(blob, value) // the value onto itself: finds what is no pointer, or cannot be read back
	}
	if err != nil {
		return fmt.Errorf("durable value %q cannot be kept as JSON: %w", name, err)
	}
	h.runner.durables = append(h.runner.durables, durable{name, value})
	if h.engine.Options.Durable == nil {
		return nil
	}
	if blob, err = h.engine.Options.Durable.LoadDurable(h.runner.name, name); err != nil || blob == nil {
		return err
	}
	if err := json.Unmarshal(blob, value); err != nil {
		return fmt.Errorf("durable value %q does not fit what was saved; rename it or reset the state: %w", name, err)
	}
	return nil
}

// saveDurable saves every value that can be saved; the error names the others.
func (e *Engine) saveDurable() error {
	if e.Options.Durable == nil {
		return nil
	}
	var blobs []store.Blob
	var faults []error
	for _, r := range e.runners {
		for _, d := range r.durables {
			value, err := json.Marshal(d.value)
			if err != nil {
				faults = append(faults, fmt.Errorf("save %q of strategy %s: %w", d.name, r.name, err))
				continue
			}
			blobs = append(blobs, store.Blob{Strategy: r.name, Name: d.name, Value: value})
		}
	}
	return errors.Join(append(faults, e.Options.Durable.SaveDurable(blobs))...)
}
