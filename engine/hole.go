package engine

import (
	"github.com/tidemark/tidemark/market"
)

// Hole is whole sessions of an instrument of which nothing came while it was held in a backtest: the account carried it at
// the last price of before.
type Hole struct {
	Symbol string
	// From and To are the first and the last of these sessions, both without data.
	From, To market.Date
	Sessions int
	// Ended tells that nothing came any more.
	Ended bool
}

// reached notes that data of a session has come, which may end a hole. A bar brings all the sessions that it is made of.
func (e *Engine) reached(r *route, ev *market.Event, day market.Date) {
	from, to := r.seen, day
	r.seen = day
	if from == 0 || e.live != nil || !e.held(r.instrument.ID) {
		return
	}
	if ev.Kind == market.BarEvent {
		if s, ok := r.calendar.Next(ev.Bar.Start - 1); ok && s.Date < to {
			to = s.Date
		}
	}
	if h := e.hole(r, from, to); h.Sessions > 0 {
		e.holes = append(e.holes, h)
	}
}

// hole is the sessions between two days.
func (e *Engine) hole(r *route, after, before market.Date) Hole {
	h := Hole{Symbol: r.instrument.Symbol}
	for s := range r.calendar.Sessions(after.AddDays(1), before.AddDays(-1)) {
		if h.From == 0 {
			h.From = s.Date
		}
		h.To = s.Date
		h.Sessions++
	}
	return h
}

func (e *Engine) held(id market.ID) bool {
	for _, l := range e.account.Ledgers() {
		if !l.Position(id).Flat() {
			return true
		}
	}
	return false
}

// Holes lists the sessions without data in which instruments were held, up to the end of the run's period; what has ended
// comes last.
func (e *Engine) Holes(until market.Time) []Hole {
	list := append([]Hole(nil), e.holes...)
	for i := range e.routes {
		r := &e.routes[i]
		last, ok := r.calendar.Previous(until)
		if r.seen == 0 || !ok || !e.held(r.instrument.ID) {
			continue
		}
		if h := e.hole(r, r.seen, last.Date.AddDays(1)); h.Sessions > 0 {
			h.Ended = true
			list = append(list, h)
		}
	}
	return list
}
