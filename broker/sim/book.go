package sim

import (
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// book is one instrument: its orders and what is remembered of its market. What every observation looks at stands
// together, at the beginning: with many instruments memory is what it costs.
type book struct {
	// began and until bound the latest observation.
	began, until market.Time
	last         lastPrice
	// orders counts those that have a place here.
	orders int
	// whole is what a combo knows of its legs, part what a leg keeps for its combos; nil for others.
	whole *whole
	part  *part
	// quoted and hasVolume: the instrument has shown a quote, a bar with volume. belowZero tells that prices may be zero
	// or negative.
	quoted, hasVolume, belowZero bool

	in    *market.Instrument
	fees  fee.Model
	hours hours
	// observed finds the session of observations.
	observed *calendar.Cursor
	// ended tells that it trades no more, whatever is still shown of it.
	ended bool
	// prices is nil before the first fill.
	prices *priceList
	// displayed is what buyers and sellers can take of the latest book; nil before the first. queues tells that limit
	// orders wait in line.
	displayed *[2]ladderSide
	queues    bool
	// traded is the latest trade, also of an instrument that has shown quotes.
	traded lastPrice

	// offers is what buyers and sellers can take of the latest quote.
	offers [2]offer
	// halts are those to come, over is the last one.
	halts []Halt
	over  Halt
	band  band
	day   day

	count  uint32
	urgent []*working
	// watched and closing orders are those of these places.
	watched, closing []*working
	shelf            [shelves]ladder
	// fresh orders are told their standing when they have met a price.
	fresh []*working
	// seen is what orders for regular hours, and orders for all hours, remember.
	seen [2]memory
}

// lastPrice is the latest price of each side, for ThisClose.
type lastPrice struct {
	at       market.Time
	ask, bid float64
	bar      bool
	offers   bool
}

// written is a price of the book's instrument as it was written.
func (b *book) written(price float64) decimal.Decimal {
	if b.prices == nil {
		b.prices = new(priceList)
	}
	return b.prices.written(price)
}

// add puts an order to work; it sees what comes after now.
func (b *book) add(w *working, now market.Time) {
	w.since = now
	b.place(w)
	b.orders++
}

// place puts an order where its kind waits.
func (b *book) place(w *working) {
	w.entered = b.count
	switch {
	case w.request.Type.AtClose():
		w.place = closing
		b.closing = append(b.closing, w)
	case w.isWatched():
		w.place = watched
		if w.watch == nil {
			w.watch = &watch{}
		}
		b.watched = append(b.watched, w)
	case w.isUrgent():
		w.place = urgent
		b.urgent = append(b.urgent, w)
	default:
		w.place = resting
		w.turn = turn{}
		if b.queues && b.quoted {
			if size, known := b.shownAt(w.request.Side, w.limit); known {
				w.turn = turn{joined: true, ahead: size, shown: size}
			}
		}
		k, key := w.shelf()
		b.shelf[k].insert(key, w)
		b.memory(w).begin(beginning{w.entered, w.since})
	}
	if !w.fresh {
		w.fresh = true
		b.fresh = append(b.fresh, w)
	}
}

// take removes an order from where it waits.
func (b *book) take(w *working) {
	switch w.place {
	case urgent:
		b.urgent = without(b.urgent, w)
	case watched:
		b.watched = without(b.watched, w)
	case closing:
		b.closing = without(b.closing, w)
	case resting:
		k, key := w.shelf()
		b.shelf[k].remove(key, w)
	}
	w.place = nowhere
	if w.fresh {
		w.fresh = false
		b.fresh = without(b.fresh, w)
	}
}

// drop removes an order from the book.
func (b *book) drop(w *working) {
	if w.place < urgent {
		return
	}
	b.take(w)
	b.orders--
	b.forget()
}

// forget shortens the memory when most of it serves no order any more.
func (b *book) forget() {
	if b.orders == 0 {
		b.seen[0], b.seen[1] = b.seen[0][:0], b.seen[1][:0]
		return
	}
	for i := range b.seen {
		if len(b.seen[i]) > 2*b.orders+16 {
			b.seen[i].compact(b.beginnings())
		}
	}
}

// beginnings are the stretches with which resting orders begin.
func (b *book) beginnings() map[beginning]bool {
	begin := make(map[beginning]bool, b.orders)
	for _, l := range b.shelf {
		for _, r := range l {
			begin[beginning{r.order.entered, r.order.since}] = true
		}
	}
	return begin
}

func (b *book) memory(w *working) *memory {
	if w.request.OutsideRTH {
		return &b.seen[1]
	}
	return &b.seen[0]
}

// nearest is the price that came nearest to an order.
func (w *working) nearest() (float64, bool) {
	if w.place == watched {
		return w.watch.nearest, w.watch.near
	}
	k, _ := w.shelf()
	return w.book.memory(w).nearest(w, k)
}

func (b *book) reached(r *reach) bool {
	return b.shelf[buyLimits].reached(r[buyLimits]) || b.shelf[sellLimits].reached(r[sellLimits]) ||
		b.shelf[buyStops].reached(r[buyStops]) || b.shelf[sellStops].reached(r[sellStops])
}

// possible reports whether an instrument can trade at a price; most only at positive ones.
func (b *book) possible(price float64) bool {
	return price >= smallest && price <= math.MaxFloat64 || b.belowZero && math.Abs(price) <= math.MaxFloat64
}

func without(list []*working, w *working) []*working {
	if i := slices.Index(list, w); i >= 0 {
		return slices.Delete(list, i, i+1)
	}
	return list
}
