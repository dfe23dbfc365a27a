package sim

import "math"

// The legs of the pessimistic path are classes of orders: what trades where it stands, then stops, then
// limits, then what waits for the close.
const (
	stopsLeg  int8 = 1
	limitsLeg int8 = 2
)

// meetPessimistic finds the orders that do not trade at the price they begin with.
func (v *Venue) meetPessimistic(w *working, s *sight, c *curve, at float64, from spot) (meeting, bool) {
	own := w.threshold()
	up := w.waitsAbove()
	leg, extreme := limitsLeg, c.close
	switch {
	case w.isStop():
		leg, extreme = stopsLeg, c.low
		if up {
			extreme = c.high
		}
	case up && from.high:
		extreme = c.high
	case !up && from.low:
		extreme = c.low
	}
	if !v.reaches(w, s, extreme) {
		return meeting{}, false
	}
	// The path arrives here from one side, for the first time in this bar if nothing was assumed so far:
	// the extreme beyond lies ahead, the one behind may be past.
	next := spot{offset: own - c.open, low: from.low && !up, high: from.high && up}
	return meeting{order: w, leg: leg, distance: snap(math.Abs(own - at)), at: own, threshold: true, from: from, next: next}, true
}
