package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// WaveTrend is the wave trend oscillator (LazyBear, after the trading channel index):
//
//	es = EMA(channel) of TP,  d = EMA(channel) of |TP − es|,  TP = (high + low + close)/3
//	WT1 = EMA(average) of (TP − es)/(0.015 d),  WT2 = SMA(signal) of WT1
//
// Bars for which d is 0 are left out of WT1. Its value is WT1. Seed: each EMA starts with the mean of
// its first inputs. Warm-up: 2 channel + average + signal − 3; Line is there signal − 1 updates
// earlier.
type WaveTrend struct {
	core
	channel, distance, average *EMA
	signal                     *SMA
}

// NewWaveTrend makes the oscillator; usual periods are 10, 21 and 4.
func NewWaveTrend(channel, average, signal int) *WaveTrend {
	w := &WaveTrend{
		channel: NewEMA(channel), distance: NewEMA(channel), average: NewEMA(average),
		signal: NewSMA(signal),
	}
	w.start(w, 2*channel+average+signal-3, named("WaveTrend").
		period("channel", channel).period("average", average).period("signal", signal))
	return w
}

// Update adds a bar and returns the new Value, WT1.
func (w *WaveTrend) Update(b market.Bar) float64 {
	if !w.acceptBar(&b) {
		return w.Value()
	}
	apart := b.Typical() - w.channel.Update(b.Typical())
	distance := w.distance.Update(math.Abs(apart))
	w.average.Update(apart / (0.015 * distance))
	w.signal.Update(w.average.Value())
	return w.set(w.average.Value())
}

// Line is WT1.
func (w *WaveTrend) Line() float64 { return w.average.Value() }

// Signal is WT2.
func (w *WaveTrend) Signal() float64 { return w.signal.Value() }

func (w *WaveTrend) state(c *codec) { c.visit(w.channel, w.distance, w.average, w.signal) }
