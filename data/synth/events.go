package synth

import (
	"math"
	"time"

	"github.com/tidemark/tidemark/market"
)

// leastTrades is the least number of trades of a minute: the first, the highest, the lowest, the last.
const leastTrades = 4

// tick is a trade and the quote it met, at one instant.
type tick struct {
	trade market.Trade
	quote market.Quote
}

// events tells a walk's minutes trade by trade. The trades of a minute have its open, high, low, close
// and volume, so bars built of them are the walk's.
type events struct {
	walk  walk
	draws chance
	ticks []tick
	pos   int
}

func (t *Tape) newEvents() events {
	return events{walk: t.newWalk(), draws: newChance(t.seed, forEvents)}
}

// next is the next tick, valid until the following call, or nil at the end.
func (e *events) next() *tick {
	if e.pos == len(e.ticks) {
		var bar market.Bar
		if !e.walk.next(&bar) {
			return nil
		}
		e.tell(&bar)
	}
	e.pos++
	return &e.ticks[e.pos-1]
}

// tell fills ticks with the trades and quotes of a minute.
func (e *events) tell(bar *market.Bar) {
	e.draws.begin(int64(bar.End))
	lots := int64(e.walk.tape.lot.count(bar.Volume))
	n := e.count(lots)
	e.pos = 0
	e.ticks = e.ticks[:0]
	for i := range n {
		e.ticks = append(e.ticks, tick{trade: market.Trade{Time: e.moment(bar, i, n)}})
	}
	e.prices(bar)
	e.sizes(lots)
	for i := range e.ticks {
		e.quote(i)
	}
}

// count is the number of trades of a minute in which so many lots change hands.
func (e *events) count(lots int64) int64 {
	o := &e.walk.tape.options
	usual := e.walk.tape.lot.count(o.Volume) / float64(e.walk.tape.usual)
	busy := min(float64(lots)/max(usual, 1), 10)
	n := int64(mul(o.Trades, 0.3+mul(0.7, busy)))
	return min(max(n, leastTrades), lots)
}

// moment is the time of trade i of n: somewhere in the i-th of n equal parts of the minute.
func (e *events) moment(bar *market.Bar, i, n int64) market.Time {
	part := int64(time.Minute) / n
	return bar.Start + market.Time(i*part+1+e.draws.below(part))
}

// prices leads the trades from the open over high and low, in either order, to the close.
func (e *events) prices(bar *market.Bar) {
	last := int64(len(e.ticks)) - 1
	first := 1 + e.draws.below(last-1)
	second := 1 + e.draws.below(last-2)
	if second >= first {
		second++
	}
	first, second = min(first, second), max(first, second)
	top, bottom := bar.High, bar.Low
	if e.draws.uniform() < 0.5 {
		top, bottom = bottom, top
	}
	e.lead(bar, 0, first, bar.Open, top)
	e.lead(bar, first, second, top, bottom)
	e.lead(bar, second, last, bottom, bar.Close)
	e.ticks[last].trade.Price = bar.Close
}

// lead sets the prices of the trades from one position up to, not including, another.
func (e *events) lead(bar *market.Bar, from, to int64, start, end float64) {
	e.ticks[from].trade.Price = start
	length, width := float64(to-from), bar.High-bar.Low
	for i := from + 1; i < to; i++ {
		straight := start + mul(end-start, float64(i-from)/length)
		stray := mul(mul(0.3, width), e.draws.uniform()-0.5)
		price := e.walk.tape.grid.round(straight + stray)
		e.ticks[i].trade.Price = min(max(price, bar.Low), bar.High)
	}
}

// sizes parts the lots among the trades, at least one to each.
func (e *events) sizes(lots int64) {
	lot := e.walk.tape.lot
	for i := range e.ticks {
		others := int64(len(e.ticks) - i - 1)
		size := lots
		if others > 0 {
			size = 1 + e.draws.below(max(2*lots/(others+1), 1))
			size = min(size, lots-others)
		}
		lots -= size
		e.ticks[i].trade.Size = lot.times(float64(size))
	}
}

// quote makes the quote that trade i met: a buyer paid the ask, a seller got the bid. A price that has
// risen was bought.
func (e *events) quote(i int) {
	trade, q, g := &e.ticks[i].trade, &e.ticks[i].quote, e.walk.tape.grid
	increment := g.at(trade.Price)
	noise := mul(0.5+mul(0.5, e.walk.unrest), 0.5-mul(0.5, ln(e.draws.uniform())))
	width := max(math.Round(mul(e.walk.tape.options.Spread, noise)), 1)
	bought := e.draws.uniform() < 0.5
	if i > 0 {
		switch before := e.ticks[i-1].trade.Price; {
		case trade.Price > before:
			bought = true
		case trade.Price < before:
			bought = false
		}
	}
	if increment.count(trade.Price) <= width {
		bought = false // there is no room for a bid below
	}
	q.Time, q.Bid, q.Ask = trade.Time, trade.Price, trade.Price
	if bought {
		q.Bid = g.round(trade.Price - increment.times(width))
	} else {
		q.Ask = g.round(trade.Price + increment.times(width))
	}
	lot := e.walk.tape.lot
	most := max(4*lot.count(trade.Size), 10)
	q.BidSize = lot.times(float64(1 + e.draws.below(int64(most))))
	q.AskSize = lot.times(float64(1 + e.draws.below(int64(most))))
}
