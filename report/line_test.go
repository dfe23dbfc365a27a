package report_test

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/report"
)

func minute(i int) market.Time { return at(1, 0).Add(time.Duration(i) * time.Minute) }

// The least and the greatest value survive at their own moments, and so does the last point.
func TestLineKeepsExtremes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(4, 40).Draw(t, "limit")
		values := rapid.SliceOfN(rapid.Float64Range(-100, 100), 1, 600).Draw(t, "values")
		line := report.NewLine(limit)
		least, greatest := report.Point{Value: math.Inf(1)}, report.Point{Value: math.Inf(-1)}
		for i, v := range values {
			line.Add(minute(i), v)
			if v < least.Value {
				least = report.Point{Time: minute(i), Value: v}
			}
			if v > greatest.Value {
				greatest = report.Point{Time: minute(i), Value: v}
			}
		}
		points := line.Points()
		if len(points) > limit+5 {
			t.Fatalf("%d points, limit %d", len(points), limit)
		}
		found := map[report.Point]bool{}
		for i, p := range points {
			found[p] = true
			if i > 0 && p.Time <= points[i-1].Time {
				t.Errorf("point %d at %s is not after %s", i, p.Time, points[i-1].Time)
			}
		}
		if !found[least] || !found[greatest] || !found[report.Point{Time: minute(len(values) - 1), Value: values[len(values)-1]}] {
			t.Errorf("least %v, greatest %v or the last point is missing in %v", least, greatest, points)
		}
	})
}

// Four values fit into four points as they are.
func TestLineByHand(t *testing.T) {
	line := report.NewLine(4)
	for i, v := range []float64{5, 1, 7, 2} {
		line.Add(minute(i), v)
	}
	want := []float64{5, 1, 7, 2}
	for i, p := range line.Points() {
		if p.Value != want[i] || p.Time != minute(i) {
			t.Errorf("point %d: got %v, want %v", i, p, want[i])
		}
	}
}

// Four stretches: the fifth point merges them to gap, 3 | 4.
func TestLineGaps(t *testing.T) {
	line := report.NewLine(8)
	for i, v := range []float64{math.NaN(), math.NaN(), 3, math.NaN(), 4} {
		line.Add(minute(i), v)
	}
	points := line.Points()
	if !math.IsNaN(points[0].Value) {
		t.Errorf("a stretch without a value is %v, want a gap", points[0])
	}
	values := 0
	for _, p := range points {
		if !math.IsNaN(p.Value) {
			values++
		}
	}
	if values != 2 {
		t.Errorf("got %v, want the values 3 and 4", points)
	}
}

func BenchmarkLineAdd(b *testing.B) {
	line := report.NewLine(4000)
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		line.Add(market.Time(i), float64(i&1023))
		i++
	}
}
