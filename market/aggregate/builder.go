package aggregate

import (
	"errors"
	"fmt"
	"math"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// Options say how a builder treats its inputs.
type Options struct {
	// ExtendedHours also uses the inputs of pre- and post-market trading. Session bars then reach from
	// the early open to the late close. Without it only regular trading counts. Bars of sessions built from
	// bars of sessions are what their source is, with or without it.
	ExtendedHours bool
}

// Builder builds the bars of one specification for one instrument. Feed it inputs in time order and
// take the bars that each call completes. The slice that a call returns is reused by the next one;
// whoever wants to keep its bars copies them. A call allocates nothing, unless one input completes more
// renko bricks than any before it. A builder belongs to one goroutine.
type Builder struct {
	spec     market.BarSpec
	source   market.BarSpec
	calendar *calendar.Calendar
	cursor   *calendar.Cursor
	extended bool

	// bar is under construction when open.
	bar  market.Bar
	open bool
	// Inputs in (floor, limit] belong to bar; beyond limit it is complete, and up to floor they are late.
	floor, limit market.Time
	// count and value are the trades and the money in bar, of tick and dollar bars.
	count  int
	value  float64
	bricks ladder

	out                  []market.Bar
	late, outside, jumps int
}

// New makes a builder of spec's bars. Source is what it will be fed: time bars or session bars, or,
// given as market.Ticks(1), trades (for bars of last prices) or quotes (bid, ask, mid). The error is an
// *UnsupportedError when spec cannot be built from source:
//
//   - time bars need a source whose span divides theirs (5m from 1m, not from 3m), or ticks;
//   - session bars need time bars, sessions that divide theirs, or ticks;
//   - tick and range bars need ticks;
//   - volume and dollar bars can be built from bars as wholes; a bar counts with its typical price;
//   - renko bricks can be built from bars by their closes.
func New(spec, source market.BarSpec, cal *calendar.Calendar, options Options) (*Builder, error) {
	if reason := unsupported(spec, source); reason != "" {
		return nil, &UnsupportedError{Spec: spec, Source: source, Reason: reason}
	}
	if cal == nil {
		return nil, fmt.Errorf("build %s bars: %w", spec, errNoCalendar)
	}
	return &Builder{
		spec: spec, source: source, calendar: cal, cursor: cal.Cursor(),
		extended: options.ExtendedHours && source.Kind != market.SessionBars,
		floor:    math.MinInt64, limit: math.MinInt64,
		bricks: ladder{height: spec.Size},
		out:    make([]market.Bar, 0, 8),
	}, nil
}

var errNoCalendar = errors.New("no calendar given; use calendar.Get, for instance with \"24/7\"")

// Bar feeds a bar of the source's specification and returns the bars that are complete now.
func (b *Builder) Bar(in *market.Bar) []market.Bar {
	b.out = b.out[:0]
	end := in.End
	if b.source.Kind == market.SessionBars {
		end = b.sessionClose(end)
	}
	b.bar.Instrument = in.Instrument
	if b.spec.Kind == market.RenkoBars {
		b.brick(end, in.Close, in.Volume, in.Spread)
		return b.out
	}
	if end > b.limit || end <= b.floor {
		var ok bool
		if end, ok = b.enter(end); !ok {
			return b.out
		}
	}
	b.merge(in.Open, in.High, in.Low, in.Close, in.Volume)
	b.bar.Spread = in.Spread
	if end == b.limit {
		b.complete(end)
		return b.out
	}
	if b.spec.Kind == market.DollarBars {
		b.value += in.Typical() * in.Volume
	}
	b.completeIfFull(end)
	return b.out
}

// Trade feeds a trade and returns the bars that are complete now. Only bars of last prices are made
// of trades; a builder of other bars ignores them.
func (b *Builder) Trade(in *market.Trade) []market.Bar {
	b.out = b.out[:0]
	if b.spec.Price == market.Last {
		b.bar.Instrument = in.Instrument
		b.tick(in.Time, in.Price, in.Size, 0)
	}
	return b.out
}

// Quote feeds a quote and returns the bars that are complete now. Only bars of bid, ask or mid prices
// are made of quotes; a builder of last prices ignores them. So is a quote that lacks a side the
// price needs; mid needs both.
func (b *Builder) Quote(in *market.Quote) []market.Bar {
	b.out = b.out[:0]
	spread := 0.0
	if in.Bid != 0 && in.Ask != 0 {
		spread = in.Ask - in.Bid
	}
	price := 0.0
	switch b.spec.Price {
	case market.Bid:
		price = in.Bid
	case market.Ask:
		price = in.Ask
	case market.Mid:
		if in.Bid != 0 && in.Ask != 0 {
			price = in.Mid()
		}
	}
	if price != 0 {
		b.bar.Instrument = in.Instrument
		b.tick(in.Time, price, 0, spread)
	}
	return b.out
}

// Advance tells that the clock has reached t and that every event up to and including t was fed. It
// returns the bar, if any, that is complete by that.
func (b *Builder) Advance(t market.Time) []market.Bar {
	b.out = b.out[:0]
	if b.open && b.limit <= t {
		b.complete(b.limit)
	}
	return b.out
}

// Due is when Advance next completes a bar, or Never when none is under construction.
func (b *Builder) Due() market.Time {
	if !b.open {
		return market.Never
	}
	return b.limit
}

// Late is the number of inputs that came after the bar they belong to was given out, or out of order.
func (b *Builder) Late() int { return b.late }

// Outside is the number of inputs that were left out because the calendar does not trade then.
func (b *Builder) Outside() int { return b.outside }

// Jumps is the number of times that the price moved more than 1000 renko bricks at once, which makes
// no bricks: the chart starts anew at the price.
func (b *Builder) Jumps() int { return b.jumps }

// tick feeds one price.
func (b *Builder) tick(t market.Time, price, size, spread float64) {
	if b.spec.Kind == market.RenkoBars {
		b.brick(t, price, size, spread)
		return
	}
	if t > b.limit || t <= b.floor {
		var ok bool
		if t, ok = b.enter(t); !ok {
			return
		}
	}
	b.merge(price, price, price, price, size)
	b.bar.Spread = spread
	b.count++
	b.value += price * size
	b.completeIfFull(t)
}

func (b *Builder) merge(open, high, low, close, volume float64) {
	bar := &b.bar
	if !b.open {
		b.open = true
		bar.Open, bar.High, bar.Low, bar.Close, bar.Volume = open, high, low, close, volume
		return
	}
	if high > bar.High {
		bar.High = high
	}
	if low < bar.Low {
		bar.Low = low
	}
	bar.Close = close
	bar.Volume += volume
}

// complete gives out the bar under construction, ending at end.
func (b *Builder) complete(end market.Time) {
	b.bar.End = end
	b.out = append(b.out, b.bar)
	b.open = false
	b.floor = end
}
