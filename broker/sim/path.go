package sim

import (
	"math"

	"github.com/tidemark/tidemark/order"
)

// Path is what is assumed of the way prices took inside a bar, of which only four are known.
type Path uint8

const (
	// NearestExtreme goes from the open to the extreme nearer to it, to the other one, to the close; to the low first
	// if both are as near. It favours neither side, and knows of each bar no more than its four prices.
	NearestExtreme Path = iota
	// Pessimistic decides every tie against the gain. At the open everything trades that can. After
	// that stops trade before limits, the nearest to the open first. An order that came to life inside the
	// bar (its parent filled, its stop was reached) trades at a stop anywhere in the bar's range, but at a
	// limit only if prices must have gone there afterwards. So of a stop and a target inside one bar
	// the stop trades.
	Pessimistic
	// OpenHighLowClose goes from the open to the high, to the low, to the close.
	OpenHighLowClose
	// OpenLowHighClose goes from the open to the low, to the high, to the close.
	OpenLowHighClose
	// Optimistic decides every tie for the gain, as Pessimistic does against it: limits trade before stops. It is
	// good for one thing: the distance to Pessimistic is what the path inside the bars can matter.
	Optimistic
	// Random goes to the high or the low first by a throw of Options.Seed, one for each bar.
	Random
)

var pathNames = []string{"nearest-extreme", "pessimistic", "open-high-low-close", "open-low-high-close", "optimistic", "random"}

// String is the lower-case name, such as "nearest-extreme".
func (p Path) String() string { return name(pathNames, int(p)) }

// MarshalText writes the form of String.
func (p Path) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the form of String.
func (p *Path) UnmarshalText(text []byte) error {
	i, err := parse("path", pathNames, text)
	*p = Path(i)
	return err
}

// spot is a place on the way through a bar, the same for both sides of the market.
type spot struct {
	leg int8
	// offset is the price there less the open.
	offset float64
	// low and high: under Pessimistic, the bar's extreme must still lie ahead.
	low, high bool
}

// lastLeg is the leg of the close; nothing follows.
const lastLeg = 3

var (
	theOpen  = spot{low: true, high: true}
	theClose = spot{leg: lastLeg}
)

// on is the price at the spot on one side of the market.
func (s spot) on(c *curve) float64 {
	switch {
	case s.leg == lastLeg:
		return c.close
	case s.offset == 0:
		return c.open
	}
	return snap(c.open + s.offset)
}

// meeting is where a path first comes to an order, if nothing else happens before.
type meeting struct {
	order *working
	// leg and distance order the meetings of a bar.
	leg      int8
	distance float64
	// at is the price of the order's side; threshold tells that it is the order's own limit or stop
	// price, else it is one that was observed, or that the path had reached when the order came to life.
	at        float64
	threshold bool
	from      spot
	// next is where the path goes on.
	next spot
	// reserve tells that it is the part of an iceberg that is not displayed.
	reserve bool
	// opening tells that the price is the official one of the opening auction.
	opening bool
	// adjusts tells that the path comes to the price at which the order's stop is adjusted.
	adjusts bool
}

// before is the order of meetings: along the path; at one price stops first, then what is displayed before what
// is hidden, then by age. (Nasdaq Equity 4, Rule 4757(a)(1): price, display, time.)
func (m *meeting) before(other *meeting) bool {
	switch {
	case m.leg != other.leg:
		return m.leg < other.leg
	case m.distance != other.distance:
		return m.distance < other.distance
	case m.order.isStop() != other.order.isStop():
		return m.order.isStop()
	case m.hidden() != other.hidden():
		return other.hidden()
	}
	return m.order.age < other.order.age
}

func (m *meeting) hidden() bool { return m.reserve || m.order.request.Hidden }

// meet follows the path from a spot until it comes to the order; false if it never does.
func (v *Venue) meet(w *working, s *sight, from spot) (meeting, bool) {
	if w.place == watched {
		return v.meetWatched(w, s, from)
	}
	c := s.side(w.request.Side)
	at := from.on(c)
	if v.atClose(w, s) && from.leg != lastLeg {
		return meeting{order: w, leg: lastLeg, at: c.close, from: theClose, next: theClose}, s.known(w)
	}
	if v.reaches(w, s, at) {
		m := meeting{order: w, leg: from.leg, at: at, from: from, next: from}
		if !v.opts.Path.decidesTies() {
			m.distance = snap(math.Abs(at - v.route(s, c)[from.leg]))
		}
		return m, true
	}
	if from.leg == lastLeg || w.atOnce() {
		return meeting{}, false
	}
	if w.book.whole != nil {
		m := meeting{order: w, leg: lastLeg, at: c.close, from: theClose, next: theClose}
		return m, s.bar && v.reaches(w, s, c.close)
	}
	if v.opts.Path.decidesTies() {
		return v.meetTie(w, s, c, at, from)
	}
	return v.meetRoute(w, s, c, at, from)
}

// atClose: a market order under ThisClose that finds no close of its own moment waits for the next.
func (v *Venue) atClose(w *working, s *sight) bool {
	return v.opts.Timing == ThisClose && s.bar && w.request.Type == order.Market && w.request.TimeInForce != order.OPG
}
