package sim

import (
	"math"

	"github.com/tidemark/tidemark/order"
)

// watch is what the venue keeps of an order that it looks at with every observation.
type watch struct {
	// peak is the best price that a trailing stop has seen, if it followed any.
	peak     float64
	followed bool
	// row counts the observations in a row that have reached the price, at and size are those of the last.
	row      int
	at, size float64
	// nearest is the price that came nearest to the order, gap how near, if near.
	nearest, gap float64
	near         bool
}

// isWatched reports whether an order cannot lie on a shelf: its price moves, or it looks at other prices than
// those it trades at.
func (w *working) isWatched() bool {
	r := &w.request
	return r.Type.Pegs() || w.waits() && (r.Type.Trails() || r.Adjust != nil || r.Trigger != order.DefaultTrigger)
}

// meetWatched is meet for watched orders.
func (v *Venue) meetWatched(w *working, s *sight, from spot) (meeting, bool) {
	if w.request.Type.Pegs() {
		return v.meetPegged(w, s)
	}
	c := w.signal(s)
	at := from.on(&c)
	if at != at {
		return meeting{}, false
	}
	switch {
	case !v.reaches(w, s, at):
		w.watch.row = 0
	case !w.confirmed(s, at):
		return meeting{}, false
	default:
		return w.triggeredOff(s, &c, meeting{order: w, leg: from.leg, at: at, from: from, next: from, distance: v.into(s, &c, from)}), true
	}
	if m, ok := w.adjustment(at, at, from); ok {
		m.leg, m.distance = from.leg, v.into(s, &c, from)
		return m, true
	}
	w.follow(at)
	w.came(at)
	if from.leg == lastLeg {
		return meeting{}, false
	}
	if v.opts.Path.decidesTies() {
		return v.watchTie(w, s, &c, at, from)
	}
	return v.watchRoute(w, s, &c, at, from)
}

// into is how far into its leg a spot is.
func (v *Venue) into(s *sight, c *curve, from spot) float64 {
	if v.opts.Path.decidesTies() {
		return 0
	}
	return snap(math.Abs(from.on(c) - v.route(s, c)[from.leg]))
}

// watchRoute walks the legs of a stated path, as meetRoute does, with a price that follows.
func (v *Venue) watchRoute(w *working, s *sight, c *curve, at float64, from spot) (meeting, bool) {
	points := v.route(s, c)
	for leg := from.leg; leg < lastLeg; leg++ {
		to := points[leg+1]
		place := func(price float64) (float64, spot) {
			return snap(math.Abs(price - points[leg])), spot{leg: leg, offset: price - c.open}
		}
		if m, ok := w.adjustment(at, to, from); ok {
			m.leg = leg
			m.distance, m.next = place(m.at)
			return m, true
		}
		if v.reaches(w, s, to) {
			m := meeting{order: w, leg: leg, at: w.stop, threshold: true, from: from}
			m.distance, m.next = place(w.stop)
			return w.triggeredOff(s, c, m), true
		}
		w.follow(to)
		w.came(to)
		at = to
	}
	return meeting{}, false
}

// watchTie finds what can happen to the order inside a bar without a stated path. A trailing stop may be met
// anywhere between where it stands and where the best price of the bar would bring it. Under Pessimistic it trades
// at the worst of the prices that the bar reaches; under Optimistic it moves as far as it can first, and is met
// only if the bar reaches where it stood before, or closes beyond where it stands then.
func (v *Venue) watchTie(w *working, s *sight, c *curve, at float64, from spot) (meeting, bool) {
	best, worst, ahead := c.high, c.low, from.high
	if w.waitsAbove() {
		best, worst, ahead = c.low, c.high, from.low
	}
	favoured := v.favours(w)
	if !favoured && ahead && w.request.Type.Trails() {
		met := v.reaches(w, s, worst)
		w.follow(best)
		if !met && !v.reaches(w, s, c.close) {
			return meeting{}, false
		}
	}
	if m, ok := v.meetTie(w, s, c, at, from); ok {
		return w.triggeredOff(s, c, m), true
	}
	if m, ok := w.adjustment(at, best, from); ok {
		m.leg, m.distance = otherLeg, snap(math.Abs(m.at-at))
		up := best == c.high
		m.next = spot{offset: m.at - c.open, low: from.low && !up, high: from.high && up}
		return m, true
	}
	w.follow(best)
	w.came(worst)
	if favoured && w.request.Type.Trails() && v.reaches(w, s, worst) {
		m := meeting{order: w, leg: favouredLeg, distance: snap(math.Abs(worst - at)), at: worst, threshold: true, from: from}
		m.next = spot{offset: worst - c.open}
		return w.triggeredOff(s, c, m), true
	}
	return meeting{}, false
}

// triggeredOff puts a meeting that was found on the prices waited for onto those that are traded at.
func (w *working) triggeredOff(s *sight, c *curve, m meeting) meeting {
	own := s.side(w.request.Side)
	if *c == *own {
		return m
	}
	m.at, m.threshold = m.next.on(own), false
	m.from = m.next
	return m
}

// came remembers how near prices have come to the order.
func (w *working) came(price float64) {
	if gap := math.Abs(price - w.stop); gap == gap && (!w.watch.near || gap < w.watch.gap) {
		w.watch.nearest, w.watch.gap, w.watch.near = price, gap, true
	}
}
