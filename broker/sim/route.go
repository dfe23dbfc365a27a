package sim

import "math"

// route is the four prices in the order in which a path visits them.
func (v *Venue) route(s *sight, c *curve) [lastLeg + 1]float64 {
	if s.highFirst {
		return [...]float64{c.open, c.high, c.low, c.close}
	}
	return [...]float64{c.open, c.low, c.high, c.close}
}

// decidesTies reports whether the path is none, but a rule for ties.
func (p Path) decidesTies() bool { return p == Pessimistic || p == Optimistic }

// highFirst chooses the first extreme of a bar.
func (v *Venue) highFirst(b *book, s *sight) bool {
	switch c := &s.bid; v.opts.Path {
	case OpenHighLowClose:
		return true
	case NearestExtreme:
		return snap(c.high-c.open) < snap(c.open-c.low)
	case Random:
		return toss(v.opts.Seed, uint64(b.in.ID), uint64(s.end))
	}
	return false
}

// toss is a coin that shows the same side for the same bar, whatever else happens. It is the mixing of SplitMix64
// (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
func toss(of ...uint64) bool {
	x := uint64(0)
	for _, n := range of {
		x += n + 0x9e3779b97f4a7c15
		x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
		x = (x ^ x>>27) * 0x94d049bb133111eb
		x ^= x >> 31
	}
	return x&1 == 1
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
