package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// Breadth counts how many instruments advance and decline. It is fed with the bars of all of them;
// a bar counts by its close against the instrument's bar before, and the counts start anew with
// every new end time. They are complete with the last bar of an instant.
//
// Its value is advances − declines, from which Cumulative makes the advance-decline line and McClellan
// his oscillator. Bars older than the latest instant are skipped. Warm-up: at least 2, until an
// instrument's second bar.
type Breadth struct {
	core
	closes []float64 // by instrument; NaN before its first bar
	now    market.Time
	counts tally
}

// tally is what the bars of one instant did.
type tally struct {
	advances, declines, unchanged    int
	advancingVolume, decliningVolume float64
}

// NewBreadth makes the counts for instruments with IDs from 0 to instruments − 1; bars of others are
// skipped.
func NewBreadth(instruments int) *Breadth {
	a := &Breadth{closes: make([]float64, size(instruments))}
	a.start(a, 2, named("Breadth").period("instruments", instruments))
	return a
}

// Update adds a bar of one of the instruments and returns the new Value.
func (a *Breadth) Update(b market.Bar) float64 {
	late := a.taken > 0 && b.End < a.now
	if late || b.Instrument < 0 || int(b.Instrument) >= len(a.closes) {
		a.skipped++
		return a.Value()
	}
	if !a.acceptBar(&b) {
		return a.Value()
	}
	if b.End != a.now {
		a.now, a.counts = b.End, tally{}
	}
	a.counts.add(&b, a.closes[b.Instrument])
	a.closes[b.Instrument] = b.Close
	if a.counts.total() == 0 {
		return a.set(math.NaN())
	}
	return a.set(float64(a.counts.advances - a.counts.declines))
}

func (t *tally) add(b *market.Bar, before float64) {
	switch {
	case b.Close > before:
		t.advances++
		t.advancingVolume += b.Volume
	case b.Close < before:
		t.declines++
		t.decliningVolume += b.Volume
	case b.Close == before:
		t.unchanged++
	}
}

func (t *tally) total() int { return t.advances + t.declines + t.unchanged }

// Advances counts the instruments that closed higher at the latest instant.
func (a *Breadth) Advances() int { return a.counts.advances }

// Declines counts those that closed lower.
func (a *Breadth) Declines() int { return a.counts.declines }

// Unchanged counts those that closed where they were.
func (a *Breadth) Unchanged() int { return a.counts.unchanged }

// Ratio is advances / declines, the advance-decline ratio; NaN without declines.
func (a *Breadth) Ratio() float64 {
	return ratio(float64(a.counts.advances), float64(a.counts.declines))
}

// VolumeRatio is the volume of the advancing over that of the declining ones; NaN without the latter.
func (a *Breadth) VolumeRatio() float64 {
	return ratio(a.counts.advancingVolume, a.counts.decliningVolume)
}

// Arms is Arms' index or TRIN (1967): Ratio / VolumeRatio, NaN if it is not finite.
func (a *Breadth) Arms() float64 { return ratio(a.Ratio(), a.VolumeRatio()) }

func ratio(x, y float64) float64 {
	if y == 0 {
		return math.NaN()
	}
	return x / y
}

func (a *Breadth) state(c *codec) {
	for i := range a.closes {
		c.output(&a.closes[i])
	}
	c.time(&a.now)
	c.count(&a.counts.advances)
	c.count(&a.counts.declines)
	c.count(&a.counts.unchanged)
	c.number(&a.counts.advancingVolume)
	c.number(&a.counts.decliningVolume)
}
