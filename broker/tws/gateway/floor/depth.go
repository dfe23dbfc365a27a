package floor

import (
	"math"
	"math/bits"

	"github.com/tidemark/tidemark/market"
)

// maxRows bounds the levels of a side.
const maxRows = 100

// Depth is the book of a contract, best prices first, at most rows levels a side. The best level is the top of
// the book. Below it are the levels of the recorded book, when it is one of this top; else they
// are one increment apart, of sizes made up from the contract and the price, so that a level keeps its size while the
// market moves: a quarter to 7/4 of a usual size. So is the size of a best level of which the data tells none.
func (f *Floor) Depth(id market.ID, rows int) (bids, asks []Level) {
	return f.AppendDepth(nil, nil, id, rows)
}

// AppendDepth is Depth into slices that are used again.
func (f *Floor) AppendDepth(bids, asks []Level, id market.ID, rows int) (_, _ []Level) {
	top := f.Top(id)
	if top == nil || int(id) >= len(f.listings) { // a combo has quotes, and no book
		return bids, asks
	}
	l := f.listings[id]
	rows = min(rows, maxRows)
	var bidsBehind, asksBehind []Level
	if b := f.books[id].recorded; b != nil {
		bidsBehind, asksBehind = b.Bids[:], b.Asks[:]
	}
	bids = l.side(bids, bidsBehind, top.Bid, top.BidSize, -1, rows)
	return bids, l.side(asks, asksBehind, top.Ask, top.AskSize, 1, rows)
}

// Book is Depth of b.Instrument, in as many levels as b has room for.
func (f *Floor) Book(b *market.Depth) {
	b.Bids, b.Asks = [market.MaxLevels]market.Level{}, [market.MaxLevels]market.Level{}
	f.AppendDepth(b.Bids[:0], b.Asks[:0], b.Instrument, market.MaxLevels)
}

// side appends one side of a book; recorded is what was recorded of it.
func (l *Listing) side(levels, recorded []Level, best, size, direction float64, rows int) []Level {
	negative := best < 0 && l.Instrument.Kind == market.Future
	if !(best > 0 || negative) {
		return levels
	}
	if len(recorded) > 0 && rows > 0 && recorded[0] == (Level{Price: best, Size: size}) {
		for _, level := range recorded[:min(rows, len(recorded))] {
			if level.Size <= 0 {
				break
			}
			levels = append(levels, level)
		}
		return levels
	}
	tick := l.grid.increment(best)
	lot := l.Instrument.SizeIncrement.InexactFloat64()
	usual := usualSize(l.Instrument.Kind)
	for i := range rows {
		number := math.Round(best/tick) + direction*float64(i)
		if number == 0 || number < 0 != negative {
			break // a price of 0 is none
		}
		level := Level{Price: exact(number * tick), Size: size}
		if i == 0 {
			level.Price = best
		}
		if i > 0 || size <= 0 {
			quarters := 1 + float64(shuffle(uint64(l.Contract.ConID), uint64(int64(number)))%7)
			level.Size = max(math.Round(usual*quarters/4/lot)*lot, lot)
		}
		levels = append(levels, level)
	}
	return levels
}

// usualSize is the mean size of a level.
func usualSize(k market.Kind) float64 {
	switch k {
	case market.Forex:
		return 1_000_000
	case market.Future, market.Option:
		return 20
	case market.Crypto:
		return 0.5
	}
	return 400
}

// shuffle makes a number out of two that looks like chance and is always the same.
func shuffle(a, b uint64) uint64 {
	high, low := bits.Mul64(a^0x9e3779b97f4a7c15, b^0xbf58476d1ce4e5b9)
	x := high ^ low
	x = (x ^ x>>31) * 0x94d049bb133111eb
	return x ^ x>>29
}
