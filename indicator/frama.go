package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// FRAMA is Ehlers' fractal adaptive moving average (Stocks & Commodities 23:10, 2005), an exponential
// average of (high + low)/2 that slows down where the price fills its range. With N₁ and N₂ the ranges
// of the newer and the older half of n bars, each divided by n/2, and N₃ that of all, divided by n:
//
//	D = (ln(N₁ + N₂) − ln N₃) / ln 2,  α = exp(−4.6 (D − 1)), within 0.01 to 1
//	FRAMA = FRAMA₁ + α (m − FRAMA₁)
//
// Without a range α is 1. Seed: the n-th bar's (high + low)/2. Warm-up: n.
type FRAMA struct {
	core
	half       float64
	newer, all span
	tops, lows lag // of the newer half, n/2 bars ago
	average    float64
}

// NewFRAMA makes the average; the period is even and at least 2. Ehlers' is 16.
func NewFRAMA(period int) *FRAMA {
	half := period / 2
	f := &FRAMA{
		half:  float64(half),
		newer: newSpan(half), all: newSpan(period), tops: newLag(half), lows: newLag(half),
	}
	f.start(f, period, named("FRAMA").even("period", period))
	return f
}

// Update adds a bar and returns the new Value.
func (f *FRAMA) Update(b market.Bar) float64 {
	if !f.acceptBar(&b) {
		return f.Value()
	}
	top, bottom := f.newer.push(b.High, b.Low)
	olderTop, olderBottom := f.tops.push(top), f.lows.push(bottom)
	allTop, allBottom := f.all.push(b.High, b.Low)
	m := median(&b)
	if f.taken <= f.warmup {
		f.average = m
		return f.set(m)
	}
	n1, n2, n3 := (top-bottom)/f.half, (olderTop-olderBottom)/f.half, (allTop-allBottom)/(2*f.half)
	alpha := 1.0
	if n1+n2 > 0 && n3 > 0 {
		dimension := math.Log2((n1 + n2) / n3)
		alpha = max(0.01, min(1, math.Exp(-4.6*(dimension-1))))
	}
	f.average += alpha * (m - f.average)
	return f.set(f.average)
}

func (f *FRAMA) state(c *codec) {
	f.newer.state(c)
	f.all.state(c)
	f.tops.state(c)
	f.lows.state(c)
	c.number(&f.average)
}
