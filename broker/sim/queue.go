package sim

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Queue is where a limit order stands among the others at its price, of an instrument that shows quotes or books and
// trades. What is displayed at the price when the order joins stands before it; trades at the price serve those who
// stand before it, then the order; a trade beyond the price has served all. An order at a price that is not displayed
// joins when the price is, or is the best.
//
// A display says how much stands there, not who: what it has lost without a trade left from somewhere in the line.
type Queue uint8

const (
	// NoQueue: trades serve nobody; a limit order trades when the other side's quote comes to it.
	NoQueue Queue = iota
	// Behind: those who leave stood behind the order, as long as there are any. (The careful model: hftbacktest calls
	// it risk-averse.)
	Behind
	// Probabilistic: those who leave stood before the order with the probability of its place in the line, by a throw of
	// Options.Seed.
	Probabilistic
)

var queueNames = []string{"none", "behind", "probabilistic"}

// String is "none", "behind" or "probabilistic".
func (q Queue) String() string { return name(queueNames, int(q)) }

// MarshalText writes the form of String.
func (q Queue) MarshalText() ([]byte, error) { return []byte(q.String()), nil }

// UnmarshalText reads the form of String.
func (q *Queue) UnmarshalText(text []byte) error {
	i, err := parse("queue", queueNames, text)
	*q = Queue(i)
	return err
}

// turn is an order's place in the line at its price, in units.
type turn struct {
	// joined: the price has been displayed, or was the best, since the order came.
	joined bool
	// ahead stands before the order; shown is what the last display said of the price, served what trades took since.
	ahead, shown, served float64
	// free is what the trade at hand leaves for the order.
	free float64
}

// display tells the size that is shown at the order's price.
func (v *Venue) display(t *turn, size float64) {
	if !t.joined {
		*t = turn{joined: true, ahead: size, shown: size}
		return
	}
	if gone := t.shown - t.served - size; gone > 0 && v.opts.Queue == Probabilistic && t.ahead > 0 {
		if v.chance.Float64()*(t.shown-t.served) < t.ahead {
			t.ahead -= gone
		}
	}
	t.ahead = max(0, min(t.ahead, size))
	t.shown, t.served = size, 0
}

// serve lets a trade of others at the order's price go by.
func (t *turn) serve(size float64) {
	t.free = max(0, size-t.ahead)
	t.ahead = max(0, t.ahead-size)
	t.served += size
}

// turnOf is what the trade at hand leaves for an order: older orders of ours at its price have had their part.
func (s *sight) turnOf(w *working, open decimal.Decimal) decimal.Decimal {
	if math.IsInf(w.turn.free, 1) {
		return open
	}
	free := w.book.in.RoundSize(quantity(w.turn.free)).Sub(s.given)
	return decimal.Max(decimal.Zero, decimal.Min(open, free))
}

// standInLine tells the limit orders of a book what is displayed at their prices.
func (v *Venue) standInLine(b *book) {
	if v.opts.Queue == NoQueue {
		return
	}
	for _, k := range [...]shelf{buyLimits, sellLimits} {
		for i := range b.shelf[k] {
			w := b.shelf[k][i].order
			if w.waits() {
				continue // if touched: it is no limit order yet
			}
			size, known := b.shownAt(w.request.Side, w.limit)
			if !known {
				break // the shelf is sorted: all that follow lie behind what is displayed
			}
			v.display(&w.turn, size)
		}
	}
}

// shownAt is the size that is displayed at a price for orders that wait on a side; false behind the last price that is
// displayed, where it cannot be known.
func (b *book) shownAt(side order.Side, price float64) (float64, bool) {
	var quote [1]market.Level
	levels := quote[:]
	if b.displayed != nil {
		others := &b.displayed[side.Opposite()]
		levels = others.levels[:others.count]
	} else {
		top := &b.offers[side.Opposite()] // what sellers take is what buyers show
		quote[0] = market.Level{Price: top.price, Size: top.size}
	}
	for _, level := range levels {
		switch ahead := (side == order.Buy) == (price > level.Price); {
		case price == level.Price:
			return level.Size, level.Price != 0
		case ahead:
			return 0, level.Price != 0
		}
	}
	return 0, false
}

// serveLine lets a trade serve those who stand in line at its price, the oldest first, and all whom it has passed.
func (v *Venue) serveLine(b *book, t *market.Trade) {
	if v.opts.Queue == NoQueue || len(b.shelf[buyLimits]) == 0 && len(b.shelf[sellLimits]) == 0 {
		return
	}
	b.count++
	s := &sight{
		start: t.Time, end: t.Time, ask: flat(t.Price), bid: flat(t.Price), queued: true, volume: t.Size, number: b.count,
	}
	s.session, s.phase = b.observed.Seek(s.end)
	if len(b.halts) > 0 && b.halted(s.end) {
		return
	}
	all := s.reach()
	for _, k := range [...]shelf{buyLimits, sellLimits} {
		for _, r := range b.shelf[k] {
			if r.key > all[k] {
				break
			}
			w := r.order
			if w.waits() || !open(s.phase, w.request.OutsideRTH) {
				continue
			}
			if _, sees := v.entry(w, s); !sees {
				continue
			}
			switch {
			case w.limit != t.Price:
				w.turn.free = math.Inf(1)
			case w.turn.joined:
				w.turn.serve(t.Size)
			default:
				continue
			}
			if w.turn.free > 0 {
				v.meetings = append(v.meetings, meeting{order: w, at: w.limit, threshold: true, next: theClose})
			}
		}
	}
	v.play(b, s)
}
