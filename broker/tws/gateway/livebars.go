package gateway

import (
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// realTimeRequests ask for bars to come.
var realTimeRequests = []handler{on((*session).realTimeBars), on((*session).cancelRealTimeBars)}

const realTimeFamily = "real-time bars"

// A barLine is a subscription to bars as they form: real-time bars, which come when they are complete, or the
// last bar of a history that is kept up to date, which comes at most once an interval while it changes.
type barLine struct {
	session *session
	listing *floor.Listing
	live    *floor.Live
	tell    func(*floor.Bar)
	forming bool // bars are told while they form
	open    bool
	told    market.Time // when the forming bar was told last
	timer   *task[market.Time]
}

// formingInterval is how often a forming bar is told.
const formingInterval = market.Time(time.Second)

func (s *session) watchBars(l *floor.Listing, live *floor.Live, forming bool, tell func(*floor.Bar)) *barLine {
	line := &barLine{session: s, listing: l, live: live, tell: tell, forming: forming, open: true}
	s.gateway.watch(l, line)
	line.arm()
	return line
}

func (b *barLine) stop() {
	b.open = false
	b.timer.cancel()
	b.session.gateway.unwatch(b.listing, b)
}

func (b *barLine) observe(ev *market.Event, _ *floor.Top) {
	if !b.live.Observe(ev) || !b.forming || b.session.crowded {
		return
	}
	if now := b.session.gateway.now; now-b.told >= formingInterval {
		b.told = now
		if bar, ok := b.live.Bar(); ok {
			b.tell(&bar)
		}
	}
}

// arm wakes the line when its bar ends.
func (b *barLine) arm() {
	if due := b.live.Due(); due != market.Never {
		b.timer = b.session.gateway.at(due, b.complete)
	}
}

func (b *barLine) complete() {
	if !b.open {
		return
	}
	g := b.session.gateway
	if bar, ok := b.live.Advance(g.now); ok && g.flows(b.listing.ID()) {
		b.told = g.now
		b.tell(&bar)
	}
	b.arm()
}

func (s *session) realTimeBars(m *wire.RequestRealTimeBars) {
	g := s.gateway
	if s.has(realTimeFamily, m.RequestID) {
		s.fail(m.RequestID, 102, "Duplicate ticker ID for API request")
		return
	}
	if g.linesUsed() >= g.opts.Lines {
		s.fail(m.RequestID, 101, "Max number of tickers has been reached")
		return
	}
	listing := s.resolve(m.RequestID, &m.Contract)
	if listing == nil || s.competed(m.RequestID) || s.forbidden(m.RequestID, 420, "Invalid Real-time Query:", listing) {
		return
	}
	if !g.opts.FreeHistory && s.realTime.violates(time.Now(), "", "", 1) {
		s.fail(m.RequestID, 420, "Invalid Real-time Query:Historical data request pacing violation")
		return
	}
	live, err := g.floor.Live(listing, floor.What(m.WhatToShow), floor.FiveSeconds, m.UseRTH)
	if err != nil {
		s.historyFailed(m.RequestID, err)
		return
	}
	id := m.RequestID
	line := s.watchBars(listing, live, false, func(b *floor.Bar) {
		s.send(&wire.RealTimeBar{
			RequestID: id, Time: second(b.Start), Open: b.Open, High: b.High, Low: b.Low, Close: b.Close,
			Volume: wire.Some(b.Volume), WAP: wire.Some(b.WAP), Count: b.Count,
		})
	})
	s.subscribe(subscriptionKey{realTimeFamily, id}, line)
}

func (s *session) cancelRealTimeBars(m *wire.CancelRealTimeBars) {
	if !s.unsubscribe(realTimeFamily, m.RequestID) {
		s.fail(m.RequestID, 300, "Can't find EId with tickerId:%d", m.RequestID)
	}
}

// keepUpToDate goes on with a history whose bars have been sent.
func (s *session) keepUpToDate(id int, w stamper, q *floor.BarQuery) {
	live, err := s.gateway.floor.Live(q.Listing, q.What, q.Size, q.RTH)
	if err != nil {
		s.historyFailed(id, err)
		return
	}
	daily := q.Size.Daily()
	line := s.watchBars(q.Listing, live, true, func(b *floor.Bar) {
		s.send(&wire.HistoricalDataUpdate{RequestID: id, Bar: wireBar(w, b, daily)})
	})
	s.subscribe(subscriptionKey{historyFamily, id}, line)
}
