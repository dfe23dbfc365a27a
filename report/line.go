package report

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// Line keeps a fixed number of points of a stream of values, however long it is, and loses no extreme: of
// each stretch it keeps the least and the greatest value at their own moments. Stretches double like
// those of Candles. NaN is a gap; a stretch is one when it holds nothing else.
type Line struct {
	kept    []stretch
	per, in int
	last    Point
}

// stretch is the extremes of consecutive points. Both are NaN in a gap.
type stretch struct{ least, greatest Point }

// NewLine keeps at most limit points, and the newest one besides.
func NewLine(limit int) *Line {
	return &Line{kept: make([]stretch, 0, even(limit/2)), per: 1}
}

// Add takes the next point of the stream. It does not allocate.
func (l *Line) Add(at market.Time, value float64) {
	p := Point{at, value}
	l.last = p
	if l.in > 0 && l.in < l.per {
		l.kept[len(l.kept)-1].merge(stretch{p, p})
		l.in++
		return
	}
	if len(l.kept) == cap(l.kept) {
		l.halve()
	}
	l.kept = append(l.kept, stretch{p, p})
	l.in = 1
}

func (l *Line) halve() {
	half := len(l.kept) / 2
	for i := range half {
		l.kept[i] = l.kept[2*i]
		l.kept[i].merge(l.kept[2*i+1])
	}
	l.kept = l.kept[:half]
	l.per *= 2
}

func (s *stretch) merge(next stretch) {
	if math.IsNaN(next.least.Value) {
		return
	}
	if math.IsNaN(s.least.Value) {
		*s = next
		return
	}
	if next.least.Value < s.least.Value {
		s.least = next.least
	}
	if next.greatest.Value > s.greatest.Value {
		s.greatest = next.greatest
	}
}

// Points are the points kept, in time order.
func (l *Line) Points() []Point {
	points := make([]Point, 0, 2*len(l.kept)+1)
	add := func(p Point) {
		if n := len(points); n == 0 || points[n-1].Time < p.Time {
			points = append(points, p)
		}
	}
	for _, s := range l.kept {
		if s.greatest.Time < s.least.Time {
			s.least, s.greatest = s.greatest, s.least
		}
		add(s.least)
		add(s.greatest)
	}
	if len(l.kept) > 0 {
		add(l.last)
	}
	return points
}
