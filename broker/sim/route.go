package sim

import "math"

// route is the four prices in the order in which a path visits them.
func (v *Venue) route(s *sight, c *curve) [lastLeg + 1]float64 {
	if s.highFirst {
		return [...]float64{c.open, c.high, c.low, c.close}
	}
	return [...]float64{c.open, c.low, c.high, c.close}
}

// highFirst chooses the first extreme of a bar.
func (p Path) highFirst(c *curve) bool {
	switch p {
	case OpenHighLowClose:
		return true
	case NearestExtreme:
		return snap(c.high-c.open) < snap(c.open-c.low)
	}
	return false
}

// meetRoute walks the legs of a stated path. Prices are continuous on a leg, so an order that the end
// of a leg reaches, and its beginning does not, trades at its own price.
func (v *Venue) meetRoute(w *working, s *sight, c *curve, at float64, from spot) (meeting, bool) {
	points := v.route(s, c)
	for leg := from.leg; leg < lastLeg; leg++ {
		if !v.reaches(w, s, points[leg+1]) {
			continue
		}
		own := w.threshold()
		return meeting{
			order: w, leg: leg, distance: snap(math.Abs(own - points[leg])), at: own, threshold: true,
			from: from, next: spot{leg: leg, offset: own - c.open},
		}, true
	}
	return meeting{}, false
}
