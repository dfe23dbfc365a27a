package tws

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// bookRows is a book as IB tells it: row by row, each with its place from 0 at the best, and what becomes of it. (TWS API,
// EWrapper.updateMktDepthL2: 0 inserts a row at the place and moves those behind it back, 1 changes the row there, 2
// deletes it and moves those behind it up.) Several rows may have one price: those of exchanges or market makers.
//
// A row beyond those that were asked for may be talked of and not be there; that means nothing. Within them it means that
// rows were missed, as clients have seen after resets: the book is in doubt then.
type bookRows struct {
	bids, asks []market.Level
	asked      int  // rows of a side
	negative   bool // prices may be 0 and below
	// mixed rows are those of several exchanges. Nobody says that they are in the order of their prices.
	mixed  bool
	sorted []market.Level // reused
}

// mostRows bounds a side, whatever the gateway sends.
const mostRows = 128

// A bookDoubt is a book that cannot be what IB shows: it must be asked for anew.
type bookDoubt struct{ text string }

func (d *bookDoubt) Error() string { return "the book is in doubt: " + d.text }

func (b *bookRows) any() bool { return len(b.bids)+len(b.asks) > 0 }

func (b *bookRows) clear() { b.bids, b.asks = b.bids[:0], b.asks[:0] }

// take changes a row. The error is a *bookDoubt.
func (b *bookRows) take(m *wire.MarketDepthL2) error {
	doubt := func(why string) error {
		return &bookDoubt{fmt.Sprintf("%v of row %d of the %vs, %v at %v: %s", m.Operation, m.Position, m.Side, m.Size.Or(0), m.Price, why)}
	}
	side := &b.asks
	switch m.Side {
	case wire.DepthAsk:
	case wire.DepthBid:
		side = &b.bids
	default:
		return doubt("there is no such side")
	}
	level := market.Level{Price: m.Price, Size: m.Size.Or(0)}
	if m.Operation != wire.DepthDelete && !b.possible(level) {
		return doubt("that is no price and size")
	}
	last := len(*side)
	if m.Operation != wire.DepthInsert {
		last--
	}
	switch {
	case m.Position < 0:
		return doubt("there is no such row")
	case m.Position > last && m.Position >= b.asked:
		return nil
	case m.Position > last:
		return doubt(fmt.Sprintf("there are %d rows", len(*side)))
	}
	switch m.Operation {
	case wire.DepthInsert:
		*side = slices.Insert(*side, m.Position, level)
		*side = (*side)[:min(len(*side), mostRows)]
	case wire.DepthUpdate:
		(*side)[m.Position] = level
	case wire.DepthDelete:
		*side = slices.Delete(*side, m.Position, m.Position+1)
	default:
		return doubt("there is no such operation")
	}
	return nil
}

// possible reports whether a row can be. A row of size 0 shows nothing. All sizes of a side add up to a finite one.
func (b *bookRows) possible(l market.Level) bool {
	finite := math.Abs(l.Price) <= math.MaxFloat64 && l.Size >= 0 && l.Size <= math.MaxFloat64/mostRows
	return finite && (l.Price > 0 || b.negative || l.Size == 0)
}

// fill writes the rows as a book, rows of one price together; false when those of one exchange are not in order, as
// between two messages that belong together.
func (b *bookRows) fill(d *market.Depth) bool {
	bids, asks := fillSide(&d.Bids, b.ordered(b.bids, -1), -1), fillSide(&d.Asks, b.ordered(b.asks, 1), 1)
	return bids && asks
}

// ordered brings mixed rows into the order of their prices.
func (b *bookRows) ordered(rows []market.Level, direction float64) []market.Level {
	if !b.mixed {
		return rows
	}
	b.sorted = append(b.sorted[:0], rows...)
	slices.SortStableFunc(b.sorted, func(x, y market.Level) int { return cmp.Compare(direction*x.Price, direction*y.Price) })
	return b.sorted
}

func fillSide(levels *[market.MaxLevels]market.Level, rows []market.Level, direction float64) bool {
	*levels = [market.MaxLevels]market.Level{}
	n := 0
	for _, row := range rows {
		switch {
		case row.Size == 0:
		case n > 0 && levels[n-1].Price == row.Price:
			levels[n-1].Size += row.Size
		case n > 0 && (row.Price-levels[n-1].Price)*direction < 0:
			return false
		case n == len(levels):
			return true
		default:
			levels[n] = row
			n++
		}
	}
	return true
}
