package synth

import (
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// Tape is one instrument's made-up market. It does not change; each stream that it gives is a new
// reading from the beginning, and streams may be read at the same time by different goroutines.
type Tape struct {
	instrument market.Instrument
	calendar   *calendar.Calendar
	options    Options
	seed       uint64
	// from is the date of the first session that is read; what lies before only sets the price.
	from  market.Date
	marks *marks

	grid grid
	lot  step
	// least is the lowest price, ten increments, and most the highest.
	least, most float64

	usual   int
	newYork *time.Location
	// daily and intraday are the standard deviations of a day's return and of the part of it that falls
	// into regular hours.
	daily, intraday float64
	driftPerMinute  float64
	// common and alone weigh the market factor and what is the instrument's own; their squares add up
	// to one.
	common, alone float64
}

// New makes the tape of an instrument. The error lists every fault of the options, or says which
// increment of the instrument is beyond float64.
func New(in *market.Instrument, cal *calendar.Calendar, o Options) (*Tape, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	if cal == nil {
		return nil, errors.New("synthetic market: no calendar given; use calendar.Get")
	}
	prices, err := newGrid(in.Grid)
	if err != nil {
		return nil, fmt.Errorf("synthetic market of %s: price grid: %w", in.Symbol, err)
	}
	lot, err := newStep(in.SizeIncrement)
	if err != nil {
		return nil, fmt.Errorf("synthetic market of %s: size: %w", in.Symbol, err)
	}
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		return nil, fmt.Errorf("synthetic market: load time zone: %w", err)
	}
	t := &Tape{
		instrument: *in, calendar: cal, options: o, seed: seedOf(o.Seed, in.Symbol), from: o.First, marks: new(marks),
		grid: prices, lot: lot, least: prices[0].times(10), most: min(prices[len(prices)-1].times(maxCount), maxPrice),
		usual: usualMinutes(cal, o.First), newYork: newYork,
		common: o.Correlation, alone: math.Sqrt(1 - mul(o.Correlation, o.Correlation)),
	}
	if o.Price < t.least || o.Price > t.most {
		return nil, fmt.Errorf("synthetic market of %s: price %v: must be from %v to %v on its grid", in.Symbol, o.Price, t.least, t.most)
	}
	if lot.count(o.Volume) > maxCount {
		return nil, fmt.Errorf("synthetic market of %s: volume %v: must be at most %v with its size increment", in.Symbol, o.Volume, lot.times(maxCount))
	}
	t.daily = o.Volatility / math.Sqrt(cal.SessionsPerYear())
	closed := 24*time.Hour - time.Duration(t.usual)*time.Minute
	t.intraday = mul(t.daily, math.Sqrt(1-gapVariance(closed)))
	t.driftPerMinute = o.Drift / mul(cal.SessionsPerYear(), float64(t.usual))
	return t, nil
}

// seedOf is the seed of what is an instrument's own.
func seedOf(seed uint64, symbol string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(symbol))
	return mix(seed^mix(forTapeSeed)) ^ h.Sum64()
}

// blend combines a normal number of the market factor with one of the instrument's own.
func (t *Tape) blend(common, own float64) float64 {
	return mul(t.common, common) + mul(t.alone, own)
}

// blendSizes is blend for the size of moves, which is large with the market's whichever way they go.
func (t *Tape) blendSizes(common, own float64) float64 {
	return mul(math.Abs(t.common), common) + mul(t.alone, own)
}
