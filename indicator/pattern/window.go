package pattern

import "github.com/tidemark/tidemark/market"

// memory is how many candles are kept: a power of two above the longest warm-up, which is 15 bars.
const memory = 16

// priceLimit bounds usable prices, so that no sum of them can overflow. It is that of package indicator.
const priceLimit = 1e100

// window is the last candles of a stream.
type window struct {
	ring    [memory]candle
	next    int  // the slot of the next candle
	seen    int  // how many candles are in the ring
	blind   bool // the last bar was skipped
	skipped int  // how many were
}

// push takes a bar, or skips it when a price is unusable.
func (w *window) push(bar *market.Bar) {
	w.blind = !usable(bar.Open) || !usable(bar.High) || !usable(bar.Low) || !usable(bar.Close)
	if w.blind {
		w.skipped++
		return
	}
	c := newCandle(bar.Open, bar.High, bar.Low, bar.Close)
	w.measure(&c)
	w.ring[w.next] = c
	w.next = (w.next + 1) % memory
	w.seen = min(w.seen+1, memory)
}

// usable is false for NaN, too.
func usable(price float64) bool { return -priceLimit < price && price < priceLimit }

// at is the candle some bars ago; 0 is the latest.
func (w *window) at(ago int) *candle { return &w.ring[uint(w.next-1-ago)%memory] }

func (w *window) last() *candle { return w.at(0) }

func (w *window) lastTwo() (first, second *candle) { return w.at(1), w.at(0) }

func (w *window) lastThree() (first, second, third *candle) { return w.at(2), w.at(1), w.at(0) }

func (w *window) lastFour() (first, second, third, fourth *candle) {
	return w.at(3), w.at(2), w.at(1), w.at(0)
}

func (w *window) lastFive() (first, second, third, fourth, fifth *candle) {
	return w.at(4), w.at(3), w.at(2), w.at(1), w.at(0)
}

// signal asks the rule of a kind about the last bar; penetration counts only for the kinds that take one.
func (w *window) signal(k Kind, penetration float64) Signal {
	switch r := &rules[k]; {
	case w.blind || w.seen <= r.lookback:
		return None
	case r.match != nil:
		return r.match(w)
	}
	return depths[k].match(w, penetration)
}
