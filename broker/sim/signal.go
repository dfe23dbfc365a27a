package sim

import (
	"math"

	"github.com/tidemark/tidemark/order"
)

// Trigger methods, by TWS Users' Guide, "Modify the Stop Trigger Method". Quotes tell of bid and ask and trades
// of the last price. A bar made of quotes is both bid and ask; its middle stands for the last price. A bar made of
// trades stands for every price, because nothing better is known, and holds more than two of them, so that it
// confirms itself where two in a row are asked for.
//
// The venue's default is the side that the order trades at: the ask for buyers, the bid for sellers. It is the
// first to reach a stop.

// signal is the prices that an order which waits for one looks at; NaN is none.
func (w *working) signal(s *sight) curve {
	none := flat(math.NaN())
	bidOrAsk := &s.ask
	if w.waitsAbove() {
		bidOrAsk = &s.bid
	}
	switch method := w.request.Trigger; {
	case method == order.DefaultTrigger && s.tape:
		return none
	case method == order.DefaultTrigger:
		return *s.side(w.request.Side)
	case s.tape:
		if sees(method, true) {
			return flat(s.traded)
		}
		return none
	case s.bar && !s.offers:
		return s.ask
	case s.bar && (method == order.Last || method == order.DoubleLast):
		return middle(&s.bid, &s.ask)
	case !sees(method, !s.offers):
		return none
	case method == order.Midpoint:
		return middle(&s.bid, &s.ask)
	case s.offers:
		return *bidOrAsk
	}
	return s.ask
}

// sees reports whether a method looks at trades, or else at quotes.
func sees(t order.Trigger, trades bool) bool {
	switch t {
	case order.Last, order.DoubleLast:
		return trades
	case order.LastOrBidAsk:
		return true
	}
	return !trades
}

func middle(bid, ask *curve) curve {
	return curve{
		middleOf(bid.open, ask.open), middleOf(bid.high, ask.high),
		middleOf(bid.low, ask.low), middleOf(bid.close, ask.close),
	}
}

func middleOf(bid, ask float64) float64 { return snap((bid + ask) / 2) }

// confirmed counts the observations in a row that reach the price, where the method asks for two.
func (w *working) confirmed(s *sight, at float64) bool {
	method := w.request.Trigger
	if s.bar || method != order.DoubleLast && method != order.DoubleBidAsk {
		return true
	}
	size := s.askSize
	if w.waitsAbove() {
		size = s.bidSize
	}
	last := *w.watch
	w.watch.row, w.watch.at, w.watch.size = last.row+1, at, size
	if last.row == 0 {
		return false
	}
	return method == order.DoubleLast || at != last.at || size > last.size
}

// leeway is how far outside the quote a trade may be that triggers an order, of its price.
const leeway = 0.005

// believable reports whether a trade can trigger an order beside a quote.
func believable(price, bid, ask float64) bool {
	by := leeway * math.Abs(price)
	return !(price < bid-by) && !(price > ask+by)
}
