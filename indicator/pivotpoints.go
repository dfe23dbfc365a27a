package indicator

import (
	"fmt"
	"math"

	"github.com/tidemark/tidemark/market"
)

// PivotKind is a way to compute pivot points from a session's high H, low L and close C. In all but
// Woodie's the pivot is P = (H + L + C)/3; r is H − L.
type PivotKind uint8

const (
	// FloorPivots: R1 = 2P − L, R2 = P + r, R3 = H + 2(P − L); S1 = 2P − H, S2 = P − r, S3 = L − 2(H − P).
	FloorPivots PivotKind = iota
	// FibonacciPivots: P ± 0.382 r, P ± 0.618 r, P ± r.
	FibonacciPivots
	// CamarillaPivots: C ± 1.1 r/12, C ± 1.1 r/6, C ± 1.1 r/4, C ± 1.1 r/2.
	CamarillaPivots
	// WoodiePivots: P = (H + L + 2C)/4, R1 = 2P − L, R2 = P + r; S1 = 2P − H, S2 = P − r.
	WoodiePivots
	pivotKinds // their number
)

// String is "floor", "fibonacci", "camarilla" or "woodie".
func (k PivotKind) String() string {
	switch k {
	case FloorPivots:
		return "floor"
	case FibonacciPivots:
		return "fibonacci"
	case CamarillaPivots:
		return "camarilla"
	case WoodiePivots:
		return "woodie"
	}
	return fmt.Sprintf("pivot kind %d", uint8(k))
}

// PivotPoints are the levels that floor traders draw from the session before. Its value is the pivot.
// A bar's Session tells sessions apart. Warm-up: at least 2, until the second session begins.
type PivotPoints struct {
	core
	kind     PivotKind
	sessions *PreviousSession
}

// NewPivotPoints makes the levels of one kind.
func NewPivotPoints(kind PivotKind) *PivotPoints {
	p := &PivotPoints{kind: kind, sessions: NewPreviousSession()}
	n := named("PivotPoints").number("kind", float64(kind), 0, float64(pivotKinds-1))
	n.values[0] = kind.String()
	p.start(p, 2, n)
	return p
}

// Update adds a bar and returns the new Value, the pivot.
func (p *PivotPoints) Update(b market.Bar) float64 {
	if !p.acceptBar(&b) {
		return p.Value()
	}
	p.sessions.Update(b)
	high, low, closing := p.sessions.High(), p.sessions.Low(), p.sessions.Close()
	if p.kind == WoodiePivots {
		return p.set((high + low + 2*closing) / 4)
	}
	return p.set((high + low + closing) / 3)
}

// Resistance is the n-th level above the pivot, counted from 1; NaN if the kind has no such level.
func (p *PivotPoints) Resistance(n int) float64 { return p.level(n, 1) }

// Support is the n-th level below the pivot, counted from 1; NaN if the kind has no such level.
func (p *PivotPoints) Support(n int) float64 { return p.level(n, -1) }

func (p *PivotPoints) level(n int, side float64) float64 {
	pivot, high, low := p.Value(), p.sessions.High(), p.sessions.Low()
	extent := side * (high - low)
	near, far := low, high // of the range, seen from the level
	if side < 0 {
		near, far = high, low
	}
	switch {
	case p.kind == FibonacciPivots && n >= 1 && n <= 3:
		return pivot + [...]float64{0.382, 0.618, 1}[n-1]*extent
	case p.kind == CamarillaPivots && n >= 1 && n <= 4:
		return p.sessions.Close() + 1.1*extent/[...]float64{12, 6, 4, 2}[n-1]
	case p.kind == CamarillaPivots || p.kind == FibonacciPivots:
		return math.NaN()
	case n == 1:
		return 2*pivot - near
	case n == 2:
		return pivot + extent
	case n == 3 && p.kind == FloorPivots:
		return far + 2*(pivot-near)
	}
	return math.NaN()
}

func (p *PivotPoints) state(c *codec) { c.visit(p.sessions) }
