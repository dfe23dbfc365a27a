package sim

import (
	"math"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// An instrument trades on its finest data. A bar that starts before the latest observation did summarises
// what has been seen already, as a daily bar does after its minutes, and fills nothing; once there are
// quotes, trades fill nothing either, but those who wait in a queue; once there are books, quotes fill nothing. So data of several kinds can be shown side by side.

// observeBar takes a bar. A bar is not usable if a price is missing, not a number, or impossible for the
// instrument (zero or negative, except for futures and combos); a high below another of its prices, or
// a low above, is moved to it, because all four have traded. A bar without volume, of an instrument
// that has shown volume before, saw no trade: it fills nothing.
func (v *Venue) observeBar(b *book, bar *market.Bar) {
	high, low := bar.High, bar.Low
	if !ordinary(bar) {
		high, low = max(high, bar.Open, bar.Close, low), min(low, bar.Open, bar.Close, high)
		if !b.possible(low-bar.Spread/2) || !b.possible(high+bar.Spread/2) || high == 0 && low == 0 ||
			bar.Start > bar.End || !(bar.Spread >= 0) {
			v.ignored++
			return
		}
	}
	if bar.End < b.until {
		v.ignored++
		return
	}
	if bar.Start < b.began {
		return
	}
	b.began, b.until = bar.Start, bar.End
	empty := bar.Volume == 0 && b.hasVolume && bar.Spread == 0
	b.hasVolume = b.hasVolume || bar.Volume > 0
	b.keep(bar, empty)
	if b.orders == 0 && b.part == nil {
		return
	}
	s := sight{start: bar.Start, end: bar.End, bar: true, offers: bar.Spread > 0, volume: bar.Volume}
	s.ask, s.bid = sides(curve{bar.Open, high, low, bar.Close}, bar.Spread)
	if empty {
		s.ask, s.bid = flat(math.NaN()), flat(math.NaN())
	}
	v.meetAll(b, &s)
}

// meetAll shows an observation to the orders of its instrument, then to those of the combos of which that is a leg.
func (v *Venue) meetAll(b *book, s *sight) {
	if b.orders > 0 {
		v.match(b, s)
	}
	if b.part != nil {
		v.show(b, s)
	}
}

// ordinary reports what nearly all bars are: positive, consistent and without a spread.
func ordinary(bar *market.Bar) bool {
	return bar.Low >= smallest && bar.High <= math.MaxFloat64 && bar.Start <= bar.End && bar.Spread == 0 &&
		bar.Low <= bar.Open && bar.Open <= bar.High && bar.Low <= bar.Close && bar.Close <= bar.High
}

// keep remembers the close of a bar.
func (b *book) keep(bar *market.Bar, empty bool) {
	b.last = lastPrice{at: bar.End, ask: bar.Close, bid: bar.Close, bar: true}
	if bar.Spread > 0 {
		half := bar.Spread / 2
		b.last.ask, b.last.bid, b.last.offers = snap(bar.Close+half), snap(bar.Close-half), true
	}
	if empty {
		b.last.at = market.Never
	}
}

// observeQuote takes a quote: buyers pay the ask, sellers get the bid. A side without a price, or with an
// impossible one, fills nobody; a bid above the ask fills nobody at all, because no such market can be
// traded with. Sizes count with Options.Participation.
func (v *Venue) observeQuote(b *book, q *market.Quote) {
	ask, bid := b.offer(q.Ask), b.offer(q.Bid)
	if q.Time < b.until || bid > ask || ask != ask && bid != bid {
		v.ignored++
		return
	}
	if b.displayed != nil {
		return // its book says more
	}
	b.began, b.until, b.quoted = q.Time, q.Time, true
	b.last = lastPrice{at: q.Time, ask: ask, bid: bid, offers: true}
	b.offers[order.Buy].show(q.Ask, q.AskSize)
	b.offers[order.Sell].show(q.Bid, q.BidSize)
	if b.orders == 0 && b.part == nil {
		return
	}
	v.standInLine(b)
	v.meetAll(b, &sight{
		start: q.Time, end: q.Time, ask: flat(ask), bid: flat(bid), offers: true, askSize: q.AskSize, bidSize: q.BidSize,
	})
}

// offer is one side of a quote, or NaN.
func (b *book) offer(price float64) float64 {
	if price == 0 || !b.possible(price) {
		return math.NaN()
	}
	return price
}

// observeTrade takes a trade of others. It fills orders only while the instrument has shown no quote; after that
// it can trigger those that look at trades, which then meet the quote that stands.
func (v *Venue) observeTrade(b *book, t *market.Trade) {
	if !b.possible(t.Price) || t.Time < b.until {
		v.ignored++
		return
	}
	b.began, b.until = t.Time, t.Time
	if v.opts.Slippage != nil {
		b.countTrade(t)
	}
	b.traded = lastPrice{at: t.Time, ask: t.Price, bid: t.Price}
	if b.quoted {
		if believable(t.Price, b.last.bid, b.last.ask) {
			v.serveLine(b, t)
		}
		if len(b.watched) > 0 && believable(t.Price, b.last.bid, b.last.ask) {
			v.matchTape(b, t)
		}
		return
	}
	b.last = lastPrice{at: t.Time, ask: t.Price, bid: t.Price}
	if b.orders == 0 && b.part == nil {
		return
	}
	v.meetAll(b, &sight{start: t.Time, end: t.Time, ask: flat(t.Price), bid: flat(t.Price), volume: t.Size})
}
