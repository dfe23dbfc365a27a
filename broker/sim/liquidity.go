package sim

import (
	"math"

	"github.com/shopspring/decimal"
)

// Liquidity. With Options.Participation, all orders in an instrument together take no more of a bar or a trade than
// that share of its volume, rounded down to the size grid, and of a quote no more than its size: what has been taken
// is there again when the quote's price or size changes. The rest of an order waits for the next observation. Data
// that never has volumes or sizes limits nothing.
//
// Of an iceberg the displayed part trades in its turn, the rest after every displayed order at the price.

// supply is what an observation has left to trade, worked out when the first order asks.
type supply struct {
	known, unlimited bool
	left             decimal.Decimal
	from             *offer
}

// offer is a side of the latest quote and what has been taken of it.
type offer struct {
	price, size float64
	taken       decimal.Decimal
}

// show takes over a new quote.
func (o *offer) show(price, size float64) {
	if o.price != price || o.size != size {
		*o = offer{price: price, size: size}
	}
}

// supply is what is left for an order.
func (v *Venue) supply(w *working, s *sight) *supply {
	if !s.offers || s.bar {
		if !s.supply.known {
			s.supply = v.share(w.book, s)
		}
		return &s.supply
	}
	side := &w.book.offers[w.request.Side]
	if side.size == 0 {
		return &supply{known: true, unlimited: true}
	}
	left := w.book.in.RoundSize(quantity(side.size)).Sub(side.taken)
	return &supply{known: true, left: left, from: side}
}

// share is the part of the volume that orders may take.
func (v *Venue) share(b *book, s *sight) supply {
	if !b.hasVolume && s.volume == 0 {
		return supply{known: true, unlimited: true}
	}
	return supply{known: true, left: b.in.RoundSize(quantity(v.opts.Participation * s.volume))}
}

// quantity is a size as money has it; one that is no number is 0.
func quantity(size float64) decimal.Decimal {
	if !(size > 0 && size < math.MaxInt64) {
		return decimal.Zero
	}
	return written(size)
}

// limit bounds a quantity.
func (s *supply) limit(quantity decimal.Decimal) decimal.Decimal {
	if s.unlimited {
		return quantity
	}
	return decimal.Max(decimal.Zero, decimal.Min(quantity, s.left))
}

func (s *supply) take(quantity decimal.Decimal) {
	if s.unlimited {
		return
	}
	s.left = s.left.Sub(quantity)
	if s.from != nil {
		s.from.taken = s.from.taken.Add(quantity)
	}
}

// displayed is the displayed part of an iceberg's quantity, when it matters which part trades first.
func (w *working) displayed(quantity decimal.Decimal, m *meeting, passive bool, s *supply) decimal.Decimal {
	size := w.request.DisplaySize
	if s.unlimited || !passive || m.reserve || size.IsZero() {
		return quantity
	}
	return decimal.Min(quantity, size)
}

// meetReserve lets the rest of an iceberg follow its displayed part.
func (v *Venue) meetReserve(w *working, m *meeting) {
	if w.outcome.done() || m.reserve || w.request.DisplaySize.IsZero() {
		return
	}
	rest := *m
	rest.reserve = true
	v.meetings = append(v.meetings, rest)
}
