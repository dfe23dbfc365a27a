package quality

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// leastReturns is how many returns the median needs before it can judge one.
const leastReturns = 20

// priceWatch looks for spikes, splits and breaks in a series of prices. A move that stands out is judged
// when the next one is known.
type priceWatch struct {
	notes             *notes
	outlier, reverted float64
	// broken is the log return from which on a lasting move is a break.
	broken float64
	// usual is the median move of a long time, and recent that of a short one: in a wild market, a move
	// must stand out from both.
	usual, recent runningMedian
	last          float64
	jump          jump
}

// jump is a move that waits for the next one.
type jump struct {
	waiting             bool
	at                  market.Time
	row                 int64
	before, open, after float64
	move                float64 // log return from before to after
}

func newPriceWatch(n *notes, o Options) priceWatch {
	return priceWatch{
		notes: n, outlier: o.Outlier, reverted: o.Reverted, broken: math.Log(o.Break),
		usual: runningMedian{window: longWindow}, recent: runningMedian{window: shortWindow},
	}
}

// see takes the next price. Open is the first price after the one before, which is the price itself when
// there is nothing between them.
func (w *priceWatch) see(at market.Time, row int64, open, price float64) {
	if !(price > 0) || math.IsInf(price, 0) {
		return
	}
	before := w.last
	w.last = price
	if before == 0 || price == before && !w.jump.waiting {
		return
	}
	move := math.Log(price / before)
	if w.jump.waiting && w.settle(move) {
		return // the move took a spike back
	}
	size := math.Abs(move)
	if w.standsOut(size) || size >= w.broken {
		w.jump = jump{waiting: true, at: at, row: row, before: before, open: open, after: price, move: move}
	}
	if size > 0 {
		w.usual.add(size)
		w.recent.add(size)
	}
}

// standsOut reports whether a move is large for this series, and half as large for the last few rows.
func (w *priceWatch) standsOut(size float64) bool {
	return w.usual.n >= leastReturns && size > w.outlier*w.usual.value() && size > w.outlier/2*w.recent.value()
}

// settle judges the waiting jump by the move after it; it reports whether that took the jump back.
func (w *priceWatch) settle(next float64) (reverted bool) {
	j := &w.jump
	j.waiting = false
	if math.Abs(j.move+next) <= w.reverted*math.Abs(j.move) {
		w.notes.add(Spike, j.at, j.row, j.after, j.before)
		return true
	}
	switch {
	case simpleRatio(j.open / j.before):
		w.notes.add(Split, j.at, j.row, j.after, j.before)
	case math.Abs(j.move) >= w.broken:
		w.notes.add(Break, j.at, j.row, j.after, j.before)
	}
	return false
}

// end judges a jump at the last row.
func (w *priceWatch) end() {
	if w.jump.waiting {
		w.settle(0)
	}
}

// simpleRatio reports whether a ratio of prices is near 3:2 or n:1, for n from 2 to 20, either way up. Near
// leaves room for the day's own move: 3%, less for large n, where the ratios lie close together.
func simpleRatio(ratio float64) bool {
	if ratio < 1 {
		ratio = 1 / ratio
	}
	if math.Abs(ratio-1.5) <= 0.03*1.5 {
		return true
	}
	n := math.Round(ratio)
	return n >= 2 && n <= 20 && math.Abs(ratio-n) <= min(0.03*n, 0.4)
}
