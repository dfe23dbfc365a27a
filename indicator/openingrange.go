package indicator

import (
	"math"
	"time"

	"github.com/tidemark/tidemark/market"
)

// OpeningRange is the range of the first part of a trading session: its high, its low, and as value
// high − low. All are NaN until that part is over. A bar that reaches beyond the part is not in it.
// A bar's Session tells sessions apart. Warm-up: at least 1, until the part is over.
type OpeningRange struct {
	core
	length      time.Duration
	date        market.Date
	end         market.Time
	top, bottom float64 // so far
	over        bool
	high, low   float64
}

// NewOpeningRange makes the range of the given time from the start of a session's first bar, such as
// 30 minutes; the bounds are a second and a day.
func NewOpeningRange(length time.Duration) *OpeningRange {
	o := &OpeningRange{length: length}
	o.start(o, 1, named("OpeningRange").number("seconds", length.Seconds(), 1, 24*60*60))
	return o
}

// Update adds a bar and returns the new Value, the height of the range.
func (o *OpeningRange) Update(b market.Bar) float64 {
	if !o.acceptBar(&b) {
		return o.Value()
	}
	if o.taken == 1 || b.Session != o.date {
		o.date, o.end, o.over = b.Session, b.Start.Add(o.length), false
		o.top, o.bottom = math.Inf(-1), math.Inf(1)
		o.high, o.low = math.NaN(), math.NaN()
	}
	if !o.over {
		if b.End <= o.end {
			o.top, o.bottom = max(o.top, b.High), min(o.bottom, b.Low)
		}
		if o.over = b.End >= o.end; o.over && o.top >= o.bottom {
			o.high, o.low = o.top, o.bottom
		}
	}
	return o.set(o.high - o.low)
}

// High is the top of the range.
func (o *OpeningRange) High() float64 { return o.high }

// Low is its bottom.
func (o *OpeningRange) Low() float64 { return o.low }

func (o *OpeningRange) state(c *codec) {
	c.date(&o.date)
	c.time(&o.end)
	c.number(&o.top)
	c.number(&o.bottom)
	c.flag(&o.over)
	c.output(&o.high)
	c.output(&o.low)
}
