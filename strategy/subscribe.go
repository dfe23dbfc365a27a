package strategy

import (
	"errors"
	"fmt"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
)

// BarOption refines a subscription of bars.
type BarOption func(*BarSubscription)

// Warmup delivers at least n bars from before the run's start, where the data has them.
func Warmup(n int) BarOption { return func(b *BarSubscription) { b.Warmup = n } }

// WarmupSessions delivers that many whole sessions from before the run's start; it suits bars that are
// not made of time, whose number in a session nobody knows beforehand.
func WarmupSessions(n int) BarOption { return func(b *BarSubscription) { b.WarmupSessions = n } }

// Keep makes Session.History remember the last n bars.
func Keep(n int) BarOption { return func(b *BarSubscription) { b.Keep = n } }

// Bars calls fn with every completed bar of an instrument. Bars coarser than the data are built from it,
// aligned to the session, and delivered with the event that completes them.
func (s *Session) Bars(symbol string, spec market.BarSpec, fn func(market.Bar), options ...BarOption) {
	in := s.instrument(symbol)
	if in == nil || !s.handler(fn != nil, "bars") {
		return
	}
	sub := BarSubscription{Instrument: in, Spec: spec, Handler: fn}
	for _, option := range options {
		option(&sub)
	}
	if err := s.host.SubscribeBars(sub); err != nil {
		s.fault(fmt.Errorf("bars %s of %s: %w", spec, symbol, err))
	}
}

// Quotes calls fn with every best bid and offer of an instrument.
func (s *Session) Quotes(symbol string, fn func(market.Quote)) {
	if in := s.instrument(symbol); in != nil && s.handler(fn != nil, "quotes") {
		s.fault(s.host.SubscribeQuotes(in.ID, fn))
	}
}

// Trades calls fn with every trade of an instrument.
func (s *Session) Trades(symbol string, fn func(market.Trade)) {
	if in := s.instrument(symbol); in != nil && s.handler(fn != nil, "trades") {
		s.fault(s.host.SubscribeTrades(in.ID, fn))
	}
}

// Depth calls fn with every order book of an instrument. The book is reused: copy what is kept. Slices have no books.
func (s *Session) Depth(symbol string, fn func(*market.Depth)) {
	if in := s.instrument(symbol); in != nil && s.handler(fn != nil, "depth") {
		s.fault(s.host.SubscribeDepth(in.ID, fn))
	}
}

// Slices calls fn once for each instant, after the other handlers, with all the bars, quotes and trades
// that this strategy received at that instant.
func (s *Session) Slices(fn func(*Slice)) {
	if s.handler(fn != nil, "slices") {
		s.fault(s.host.SubscribeSlices(fn))
	}
}

// Orders calls fn with every event of this strategy's orders.
func (s *Session) Orders(fn func(OrderUpdate)) {
	if s.handler(fn != nil, "orders") {
		s.host.OnOrder(fn)
	}
}

// Fills calls fn with every fill of this strategy's orders, after it is booked. An order of a combo fills in each of its
// legs (Fill.Leg) and as a whole; at a simulated venue the whole comes last, a broker promises no order. Of the two only the
// legs move positions and money: see order.Fill.Moves.
func (s *Session) Fills(fn func(order.Fill)) {
	if s.handler(fn != nil, "fills") {
		s.host.OnFill(fn)
	}
}

// OnStop calls fn when the run ends or is interrupted; a strategy that has been stopped before is not
// called. Orders can still be sent and cancelled, but no market event follows that could fill them.
func (s *Session) OnStop(fn func()) {
	if s.handler(fn != nil, "stop") {
		s.host.OnStop(fn)
	}
}

// OnOpen calls fn when a regular session of the instrument opens.
func (s *Session) OnOpen(symbol string, fn func(calendar.Session)) {
	if in := s.instrument(symbol); in != nil && s.handler(fn != nil, "open") {
		s.host.OnOpen(in.ID, fn)
	}
}

// OnClose calls fn when a regular session of the instrument closes, after its last bar.
func (s *Session) OnClose(symbol string, fn func(calendar.Session)) {
	if in := s.instrument(symbol); in != nil && s.handler(fn != nil, "close") {
		s.host.OnClose(in.ID, fn)
	}
}

// At calls fn at every moment a rule names, such as calendar.BeforeClose(5*time.Minute). The rule follows
// the calendar of the first instrument this strategy subscribed to (else the run's first); AtOn names
// another. Market events of that very moment have been delivered before.
func (s *Session) At(rule calendar.Rule, fn func()) *Timer {
	on := market.ID(0)
	if s.primary != nil {
		on = s.primary.ID
	}
	return s.schedule(rule, on, fn)
}

// AtOn is At by the calendar of a named instrument.
func (s *Session) AtOn(symbol string, rule calendar.Rule, fn func()) *Timer {
	in := s.instrument(symbol)
	if in == nil {
		return &Timer{stopped: true}
	}
	return s.schedule(rule, in.ID, fn)
}

func (s *Session) schedule(rule calendar.Rule, on market.ID, fn func()) *Timer {
	s.fault(rule.Err())
	if rule.Err() != nil || !s.handler(fn != nil, "timer") {
		return &Timer{stopped: true}
	}
	return s.host.Schedule(rule, on, fn)
}

// Every calls fn at every multiple of d after the open, during regular sessions.
func (s *Session) Every(d time.Duration, fn func()) *Timer { return s.At(calendar.Every(d), fn) }

// instrument finds a symbol for a subscription and remembers the first as the primary one.
func (s *Session) instrument(symbol string) *market.Instrument {
	in, err := s.Instrument(symbol)
	if err != nil {
		s.fault(err)
		return nil
	}
	if s.primary == nil {
		s.primary = in
	}
	return in
}

func (s *Session) handler(given bool, what string) bool {
	if !given {
		s.fault(errors.New("the " + what + " handler is nil: pass a function"))
	}
	return given
}
