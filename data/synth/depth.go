package synth

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// Depth reads the tape as order books: the best levels are the quote that each trade met, and behind each lie up to nine
// more, a price increment apart, with sizes of its kind, made up from the seed, the time and the price.
func (t *Tape) Depth() market.DepthStream { return &depthStream{events: t.newEvents(), tape: t} }

type depthStream struct {
	events events
	tape   *Tape
}

// Next is the next book.
func (s *depthStream) Next(d *market.Depth) error {
	tick := s.events.next()
	if tick == nil {
		return endAt(0)
	}
	q := &tick.quote
	*d = market.Depth{Time: q.Time}
	s.side(&d.Bids, q.Time, market.Level{Price: q.Bid, Size: q.BidSize}, -1)
	s.side(&d.Asks, q.Time, market.Level{Price: q.Ask, Size: q.AskSize}, 1)
	return nil
}

// leastLots is the least that the sizes behind the best one are drawn from, in lots; it is twice the best one's size.
const leastLots = 10

// side lays the levels behind the best one, upwards or downwards.
func (s *depthStream) side(levels *[market.MaxLevels]market.Level, at market.Time, best market.Level, up float64) {
	levels[0] = best
	price, t := best.Price, s.tape
	most := uint64(max(2*t.lot.count(best.Size), leastLots))
	for i := 1; i < market.MaxLevels; i++ {
		next := t.grid.round(price + mul(up, t.grid.at(price).times(1)))
		if (next-price)*up <= 0 {
			return // no room below
		}
		price = next
		drawn := mix(t.options.Seed ^ mix(uint64(at)) ^ mix(math.Float64bits(price)))
		levels[i] = market.Level{Price: price, Size: t.lot.times(float64(1 + drawn%most))}
	}
}

// Close has nothing to release.
func (s *depthStream) Close() error { return nil }
