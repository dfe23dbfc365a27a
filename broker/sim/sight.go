package sim

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
)

// curve is the four prices of a bar on one side of the market. A quote or trade is a curve of one price.
// NaN is no price at all.
type curve struct{ open, high, low, close float64 }

func flat(price float64) curve { return curve{price, price, price, price} }

// sight is one observation as orders see it: what buyers pay, what sellers get, and when.
type sight struct {
	// start and end are one instant for a quote or trade.
	start, end market.Time
	ask, bid   curve
	bar        bool
	// offers tells that the prices are a bid and an offer, not what others have traded at.
	offers    bool
	highFirst bool
	// tape tells that a trade in an instrument with quotes is shown to those who wait for one; traded is its price.
	tape   bool
	traded float64
	// deep tells that the instrument shows its book, queued that a trade serves those who wait in line.
	deep, queued bool
	// given is what our own orders at the trade's price have got of it.
	given decimal.Decimal
	// atClose tells that the price is the one that the session closed at.
	atClose bool
	// The sizes of a quote, and the volume of a bar or trade.
	askSize, bidSize float64
	volume           float64
	supply           supply
	// number counts the observations of the instrument while it has orders.
	number  uint32
	session *calendar.Session
	phase   calendar.Phase
}

func (s *sight) side(side order.Side) *curve {
	if side == order.Buy {
		return &s.ask
	}
	return &s.bid
}

// known reports whether the order's side has a price.
func (s *sight) known(w *working) bool {
	price := s.side(w.request.Side).close
	return price == price
}

// reach is how far prices went towards each shelf of orders, in the terms of the shelves' keys.
type reach [shelves]float64

func (s *sight) reach() reach {
	return reach{
		buyLimits: -s.ask.low, sellLimits: s.bid.high,
		buyStops: s.ask.high, sellStops: -s.bid.low,
	}
}

func (s *sight) closeReach() reach {
	return reach{
		buyLimits: -s.ask.close, sellLimits: s.bid.close,
		buyStops: s.ask.close, sellStops: -s.bid.close,
	}
}

func (r *reach) raise(by *reach) {
	for k, x := range by {
		if x > r[k] {
			r[k] = x
		}
	}
}

// sides are the two curves of a bar of mid prices: half the spread above and below. Without a spread
// both are the bar itself.
func sides(c curve, spread float64) (ask, bid curve) {
	if spread == 0 {
		return c, c
	}
	half := spread / 2
	return c.shift(half), c.shift(-half)
}

func (c curve) shift(by float64) curve {
	return curve{snap(c.open + by), snap(c.high + by), snap(c.low + by), snap(c.close + by)}
}

// snap removes the noise of binary arithmetic from a computed price, so that 1.1 + 0.00005 meets an order
// at 1.10005. It keeps ten decimals, and six from a hundred thousand on; from a billion on it does nothing.
func snap(x float64) float64 {
	switch abs := math.Abs(x); {
	case abs < 1e5:
		return math.Round(x*1e10) / 1e10
	case abs < 1e9:
		return math.Round(x*1e6) / 1e6
	}
	return x
}

// An observed price brings at most ten decimals into money; smaller ones than smallest are no prices.
const (
	decimals = 10
	smallest = 1e-10
)

// written is an observed price as it was written: the shortest decimal that is read back as the same
// float64, with at most ten decimals. It is not put on the price grid: the market traded there, and
// adjusted history lies between the ticks.
func written(price float64) decimal.Decimal {
	return exact.Float(price).Round(decimals).Decimal()
}

// priceList remembers the latest prices as they were written: an instrument trades at the same few again and again.
type priceList [64]struct {
	observed float64
	written  decimal.Decimal
}

func (l *priceList) written(price float64) decimal.Decimal {
	entry := &l[math.Float64bits(price)*0x9e3779b97f4a7c15>>58] // spread by Fibonacci hashing
	if entry.observed != price {
		entry.observed, entry.written = price, written(price)
	}
	return entry.written
}
