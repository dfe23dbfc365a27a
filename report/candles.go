package report

import (
	"github.com/tidemark/tidemark/market"
)

// Candle is one bar, or several neighbours merged.
type Candle struct {
	// The candle covers (Start, End].
	Start, End             market.Time
	Open, High, Low, Close float64
	Volume                 float64
}

// Candles keeps at most a fixed number of candles of a stream of bars, however long it is. When it is
// full, neighbours are merged in pairs, and from then on each candle takes twice as many bars. The same
// stream always gives the same candles.
type Candles struct {
	kept []Candle
	// per is how many bars a full candle holds, in how many the last one holds so far.
	per, in int
}

// NewCandles keeps at most limit candles; an odd or too small limit becomes the next even number.
func NewCandles(limit int) *Candles {
	return &Candles{kept: make([]Candle, 0, even(limit)), per: 1}
}

func even(limit int) int { return max(2, limit+limit%2) }

// Add takes the next bar of the stream. It does not allocate.
func (c *Candles) Add(b *market.Bar) {
	if c.in > 0 && c.in < c.per {
		last := &c.kept[len(c.kept)-1]
		last.merge(&Candle{End: b.End, High: b.High, Low: b.Low, Close: b.Close, Volume: b.Volume})
		c.in++
		return
	}
	if len(c.kept) == cap(c.kept) {
		c.halve()
	}
	c.kept = append(c.kept, Candle{
		Start: b.Start, End: b.End, Open: b.Open, High: b.High, Low: b.Low, Close: b.Close, Volume: b.Volume,
	})
	c.in = 1
}

// halve merges neighbours. It is called when every candle is full and their number is even.
func (c *Candles) halve() {
	half := len(c.kept) / 2
	for i := range half {
		c.kept[i] = c.kept[2*i]
		c.kept[i].merge(&c.kept[2*i+1])
	}
	c.kept = c.kept[:half]
	c.per *= 2
}

// All are the candles so far, oldest first. They are valid until the next Add.
func (c *Candles) All() []Candle { return c.kept }

func (c *Candle) merge(next *Candle) {
	c.End, c.Close = next.End, next.Close
	c.High, c.Low = max(c.High, next.High), min(c.Low, next.Low)
	c.Volume += next.Volume
}

// thin merges candles until there are at most limit.
func thin(candles []Candle, limit int) []Candle {
	per := (len(candles) + limit - 1) / limit
	if per <= 1 {
		return candles
	}
	thinned := make([]Candle, 0, limit)
	for i := range candles {
		if i%per == 0 {
			thinned = append(thinned, candles[i])
		} else {
			thinned[len(thinned)-1].merge(&candles[i])
		}
	}
	return thinned
}
