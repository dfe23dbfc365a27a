package engine

import (
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/strategy"
)

// runner is one strategy of the run: its session, its handlers and whether it still runs.
type runner struct {
	engine   *Engine
	name     string
	strategy strategy.Strategy
	session  *strategy.Session
	ledger   *portfolio.Ledger
	// tradesLate lets it act on what was fetched afterwards.
	tradesLate bool
	// stopped is set by Quit or a fault, failed by a fault alone; no handler is called any more.
	stopped, failed bool

	onOrder  []func(strategy.OrderUpdate)
	onFill   []func(order.Fill)
	onStop   []func()
	onSlice  []func(*strategy.Slice)
	gathers  bool
	gathered gathering

	durables []durable
}

// gathering collects what a strategy received at one instant.
type gathering struct{ strategy.Slice }

func (g *gathering) empty() bool {
	return len(g.Bars) == 0 && len(g.Quotes) == 0 && len(g.Trades) == 0
}

func (g *gathering) reset() {
	g.Bars, g.Quotes, g.Trades = g.Bars[:0], g.Quotes[:0], g.Trades[:0]
}

func newRunner(e *Engine, m Member) *runner {
	r := &runner{engine: e, name: m.Name, strategy: m.Strategy, tradesLate: m.TradeLate}
	r.ledger = e.account.Open(m.Name, m.Cash, e.Base)
	r.session = strategy.NewSession(m.Name, &host{engine: e, runner: r}, e.Log)
	for _, series := range e.Rolls {
		r.session.Follow(series)
	}
	return r
}

// The call methods run one handler each. A panic in it stops the strategy and goes no further.

func (e *Engine) callStart(r *runner) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	return r.strategy.Start(r.session)
}

func (e *Engine) callBar(h *barHandler, b *market.Bar) {
	e.active = h.runner
	defer e.leave(h.runner)
	h.fn(*b)
}

func (e *Engine) callQuote(h *quoteHandler, q *market.Quote) {
	e.active = h.runner
	defer e.leave(h.runner)
	h.fn(*q)
}

func (e *Engine) callTrade(h *tradeHandler, t *market.Trade) {
	e.active = h.runner
	defer e.leave(h.runner)
	h.fn(*t)
}

func (e *Engine) callDepth(h *depthHandler, d *market.Depth) {
	e.active = h.runner
	defer e.leave(h.runner)
	h.fn(d)
}

func (e *Engine) callSlices(r *runner) {
	for _, fn := range r.onSlice {
		e.call(r, func() { fn(&r.gathered.Slice) })
	}
}

func (e *Engine) callOrder(r *runner, fn func(strategy.OrderUpdate), update strategy.OrderUpdate) {
	e.active = r
	defer e.leave(r)
	fn(update)
}

func (e *Engine) callFill(r *runner, fn func(order.Fill), fill order.Fill) {
	e.active = r
	defer e.leave(r)
	fn(fill)
}

func (e *Engine) call(r *runner, fn func()) {
	if r.stopped {
		return
	}
	e.active = r
	defer e.leave(r)
	fn()
}

// leave is deferred around every handler.
func (e *Engine) leave(r *runner) {
	e.active = nil
	if v := recover(); v != nil {
		e.fail(r, fmt.Sprintf("panic: %v", v), string(debug.Stack()))
	}
}

// fail ends a strategy that broke and leaves the others running.
func (e *Engine) fail(r *runner, reason, stack string) {
	e.summary.Faults = append(e.summary.Faults, Fault{Strategy: r.name, At: e.now, Reason: reason, Stack: stack})
	e.Log.Error().Str("strategy", r.name).Stringer("at", e.now).Str("reason", reason).Str("stack", stack).
		Msg("strategy failed and is stopped; its orders are cancelled")
	e.retire(r)
	r.failed = true
	if e.OnFault == FlattenPositions {
		e.flatten(r)
	}
}

// retire stops a strategy and asks the venue to end its orders.
func (e *Engine) retire(r *runner) {
	r.stopped = true
	for _, o := range e.book.working {
		if o.Strategy == r.name && o.State != order.PendingCancel {
			e.requestCancel(o)
		}
	}
}

// flatten closes what a failed strategy holds, and no order of flatten closes yet, with market orders that
// risk still reviews.
func (e *Engine) flatten(r *runner) {
	_ = e.flattenOnly(r, "", "flatten after a fault") // it has logged what stays
}

// flattenOnly is flatten of one symbol, or of all when it is empty. The error joins what was refused.
func (e *Engine) flattenOnly(r *runner, symbol, tag string) error {
	var refused []error
	for p := range r.ledger.Positions() {
		if symbol != "" && p.Instrument.Symbol != symbol {
			continue
		}
		left := p.Quantity
		for _, o := range e.book.working {
			if o.Strategy == r.name && trades(o, p.Instrument) && o.State != order.PendingCancel {
				left = left.Add(openIn(o, p.Instrument))
			}
		}
		if left.IsZero() {
			continue
		}
		side := order.Sell
		if left.IsNegative() {
			side = order.Buy
		}
		request := order.NewMarket(p.Instrument.Symbol, side, left.Abs())
		request.Tag = tag
		if err := e.submit(r, e.newIDs(r, 1), []order.Request{request}); err != nil {
			e.Log.Error().Err(err).Str("strategy", r.name).Str("symbol", request.Symbol).Str("tag", tag).Msg("position could not be closed")
			refused = append(refused, fmt.Errorf("close %s of strategy %s: %w", request.Symbol, r.name, err))
		}
	}
	return errors.Join(refused...)
}
