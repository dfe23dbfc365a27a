package sim

import "math"

// Where a path is not stated its legs are classes of orders: what trades where it stands, then the class that ties
// are decided for, then the other class, then what waits for the close.
const (
	favouredLeg int8 = 1
	otherLeg    int8 = 2
)

// favours reports whether ties are decided for the order: for stops under Pessimistic, for limits under Optimistic.
func (v *Venue) favours(w *working) bool { return w.isStop() == (v.opts.Path == Pessimistic) }

// meetTie finds the orders that do not trade at the price they begin with. Those that are favoured trade anywhere in
// the bar's range, the others only where prices must have gone.
func (v *Venue) meetTie(w *working, s *sight, c *curve, at float64, from spot) (meeting, bool) {
	own := w.threshold()
	up, favoured := w.waitsAbove(), v.favours(w)
	leg, extreme := otherLeg, c.close
	if favoured {
		leg = favouredLeg
	}
	switch {
	case up && (favoured || from.high):
		extreme = c.high
	case !up && (favoured || from.low):
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
