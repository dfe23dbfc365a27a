package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// VWAP is the volume-weighted average price since the session began:
//
//	Σ TP × volume / Σ volume,  TP = (high + low + close)/3
//
// It starts anew when a bar's Session differs from the one before; bars without a session are one
// endless session. Until a session's first volume it is undefined. Warm-up: 1.
type VWAP struct {
	core
	date         market.Date
	volume       float64
	mean, square float64 // weighted mean of TP, and volume-weighted sum of squared deviations from it
}

// NewVWAP makes the average.
func NewVWAP() *VWAP {
	v := &VWAP{}
	v.start(v, 1, named("VWAP"))
	return v
}

// Update adds a bar and returns the new Value.
func (v *VWAP) Update(b market.Bar) float64 {
	if !v.acceptBar(&b) {
		return v.Value()
	}
	if b.Session != v.date {
		v.date, v.volume, v.mean, v.square = b.Session, 0, 0, 0
	}
	typical := b.Typical()
	if v.volume == 0 {
		v.mean = typical
	}
	if b.Volume > 0 {
		v.volume += b.Volume
		d := typical - v.mean
		v.mean += d * b.Volume / v.volume
		v.square += b.Volume * d * (typical - v.mean)
	}
	if v.volume == 0 {
		return v.set(math.NaN())
	}
	return v.set(v.mean)
}

// Deviation is the volume-weighted standard deviation of the typical price from the average, for bands
// around it; NaN while the average is.
func (v *VWAP) Deviation() float64 {
	return v.whenReady(math.Sqrt(max(0, v.square) / v.volume))
}

func (v *VWAP) state(c *codec) {
	c.date(&v.date)
	c.number(&v.volume)
	c.number(&v.mean)
	c.number(&v.square)
}
