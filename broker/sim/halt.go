package sim

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
)

// Halt is a time in which an instrument does not trade: after From, up to To. Orders are accepted and wait, and so
// do orders for the close if the halt lasts until then. An observation that ends in a halt fills nothing; of a bar
// that begins in it only the close can be used; a bar around it is taken as it is.
type Halt struct {
	Symbol   string
	From, To market.Time
}

// Bands keep an instrument from trading further than a part from a reference, as the limits of futures do from the
// last settlement and limit-up/limit-down does from the average of five minutes (NMS Plan to Address Extraordinary
// Market Volatility). Beyond a band nothing fills: nobody buys above the upper one or sells below the lower one.
type Bands struct {
	// Percent is the distance of each band from the reference.
	Percent float64
	// Window, when not 0, makes the reference the mean of the closing prices of the observations in so long a time
	// before, where otherwise it is the last price of the session before.
	Window time.Duration
}

func validateHalts(halts []Halt) error {
	var faults []error
	for _, h := range halts {
		if h.Symbol == "" || h.From >= h.To {
			faults = append(faults, fmt.Errorf("halt of %q from %s to %s: want a symbol, and an end after the beginning", h.Symbol, h.From, h.To))
		}
	}
	return errors.Join(faults...)
}

func (b *Bands) validate() error {
	if b == nil || b.Percent > 0 && b.Percent < 100 && b.Window >= 0 {
		return nil
	}
	return fmt.Errorf("bands of %v %% over %s: want above 0 and below 100 percent, and no negative time", b.Percent, b.Window)
}

// haltsOf are the halts of an instrument in the order of time.
func haltsOf(halts []Halt, symbol string) []Halt {
	var own []Halt
	for _, h := range halts {
		if h.Symbol == symbol {
			own = append(own, h)
		}
	}
	slices.SortFunc(own, func(a, b Halt) int { return int(max(-1, min(1, a.To-b.To))) })
	return own
}

// halted reports whether what is complete at a moment ends in a halt, and remembers when the last one ended.
func (b *book) halted(at market.Time) bool {
	for len(b.halts) > 0 && b.halts[0].To < at {
		b.over = b.halts[0]
		b.halts = b.halts[1:]
	}
	for _, h := range b.halts {
		if h.From < at && at <= h.To {
			return true
		}
	}
	return false
}

// wait tells the orders that would trade at once that they cannot.
func (v *Venue) wait(b *book) {
	for _, w := range b.urgent {
		w.tried = w.request.TimeInForce != order.OPG
		v.note(w, order.TradingHalted, math.NaN())
	}
	for _, w := range b.fresh {
		v.note(w, order.TradingHalted, math.NaN())
	}
	v.endMissed(b)
}

// band is the reference of the bands.
type band struct {
	session   market.Date
	reference float64
	last      float64
	// recent are the prices of the window.
	recent []pricePoint
	sum    float64
}

type pricePoint struct {
	at    market.Time
	price float64
}

// widen lets the reference follow an observation, after it has been traded on.
func (v *Venue) widen(b *book, ev *market.Event) {
	price := b.last.ask
	if b.last.at != ev.Time || price != price {
		return // it was of no use, or only half a quote
	}
	if b.last.bid == b.last.bid {
		price = (price + b.last.bid) / 2
	}
	n := &b.band
	if v.opts.Bands.Window == 0 {
		if session, phase := b.observed.Seek(ev.Time); phase != calendar.Closed && session.Date != n.session {
			n.session, n.reference = session.Date, n.last
		}
		n.last = price
		return
	}
	n.recent = append(n.recent, pricePoint{ev.Time, price})
	n.sum += price
	for n.recent[0].at <= ev.Time.Add(-v.opts.Bands.Window) {
		n.sum -= n.recent[0].price
		n.recent = n.recent[1:]
	}
	n.reference = n.sum / float64(len(n.recent))
}

// within reports whether the bands let a price trade. Before there is a reference everything trades.
func (v *Venue) within(w *working, s *sight, price float64) bool {
	if v.opts.Bands == nil {
		return true
	}
	bound, ok := v.inBand(w.book, s, w.request.Side, price)
	if !ok {
		v.note(w, order.BeyondBand, bound)
	}
	return ok
}

// inBand reports whether the bands let a side trade at a price, else the band that does not.
func (v *Venue) inBand(b *book, s *sight, side order.Side, price float64) (float64, bool) {
	bands := v.opts.Bands
	if bands == nil {
		return 0, true
	}
	reference := b.band.reference
	if bands.Window == 0 && s.session != nil && s.session.Date != b.band.session {
		reference = b.band.last
	}
	if reference == 0 {
		return 0, true
	}
	by := math.Abs(reference) * bands.Percent / 100
	upper, lower := snap(reference+by), snap(reference-by)
	switch {
	case side == order.Buy && price > upper:
		return upper, false
	case side == order.Sell && price < lower:
		return lower, false
	}
	return 0, true
}
