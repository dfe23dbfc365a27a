package faults

import (
	"sync"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/strategy"
)

// An actor is a strategy that does what the test says, and remembers what it was shown.
type actor struct {
	todo    chan func(*strategy.Session)
	started func(*strategy.Session) // nil, or called at the start

	mu     sync.Mutex // guards the rest
	fills  []order.Fill
	trades []market.Trade
}

func newActor(started func(*strategy.Session)) *actor {
	return &actor{todo: make(chan func(*strategy.Session)), started: started}
}

func (a *actor) Start(s *strategy.Session) error {
	a.listen(s)
	if a.started != nil {
		a.started(s)
	}
	for _, symbol := range s.Symbols() {
		if symbol == pairSymbol { // it has no data of its own
			continue
		}
		s.Trades(symbol, func(t market.Trade) {
			a.mu.Lock()
			defer a.mu.Unlock()
			a.trades = append(a.trades, t)
		})
	}
	s.Fills(func(f order.Fill) {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.fills = append(a.fills, f)
	})
	return nil
}

// listen looks ten times a second for something to do, also when the market is closed.
func (a *actor) listen(s *strategy.Session) {
	s.After(100*time.Millisecond, func() {
		select {
		case do := <-a.todo:
			do(s)
		default:
		}
		a.listen(s)
	})
}

// act hands something to the next timer and waits until it is done; false when no timer comes.
func (a *actor) act(do func(*strategy.Session)) bool {
	done := make(chan struct{})
	select {
	case a.todo <- func(s *strategy.Session) { do(s); close(done) }:
		<-done
		return true
	case <-time.After(time.Minute):
		return false
	}
}

// seen is what the strategy was shown so far.
func (a *actor) seen() (fills []order.Fill, trades []market.Trade) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append(fills, a.fills...), append(trades, a.trades...)
}

// silent records nothing.
type silent struct{}

func (silent) Order(*order.Order, order.Event, order.Verdict) {}
func (silent) Fill(*order.Fill, *portfolio.Effect)            {}
func (silent) Sample(market.Time, *portfolio.Account)         {}
func (silent) Chart(market.ID) bool                           { return false }
func (silent) Bar(*market.Bar)                                {}
func (silent) Plot(strategy.PlotSpec) func(market.Time, float64) {
	return func(market.Time, float64) {}
}
