package floor

import (
	"math"

	"github.com/tidemark/tidemark/market"
	models "github.com/tidemark/tidemark/market/option"
)

// derived is how an option derives from its underlying.
type derived struct {
	strike float64
	call   bool
	// expires is the close of its last session.
	expires market.Time
}

// ladder is a price grid as floats, lowest first.
type ladder []step

// step is a market rule's increment for prices from a level on.
type step struct{ from, increment float64 }

func steps(g market.PriceGrid) ladder {
	list := make(ladder, len(g))
	for i, r := range g {
		list[i] = step{r.From.InexactFloat64(), r.Increment.InexactFloat64()}
	}
	return list
}

// increment is the step at a price.
func (g ladder) increment(price float64) float64 {
	i := len(g) - 1
	for i > 0 && price < g[i].from {
		i--
	}
	return g[i].increment
}

// exact takes away what adding floats has left behind the last digit that a price can have.
func exact(price float64) float64 { return math.Round(price*1e9) / 1e9 }

// What a quote is wide: spreadPart of the value on each side, and the least increment of its rule.
const spreadPart = 0.005

// quoted is the quote of an option with the underlying at a price. An option that is worth less than an
// increment has no bid.
func (l *Listing) quoted(spot float64, at market.Time) market.Quote {
	value := l.value(spot, at).Price
	half := value*spreadPart + l.grid[0].increment
	q := market.Quote{Instrument: l.ID(), Time: at}
	if bid := value - half; bid > 0 {
		i := l.grid.increment(bid)
		q.Bid = exact(math.Floor(bid/i+1e-6) * i)
	}
	i := l.grid.increment(value + half)
	q.Ask = exact(math.Ceil((value+half)/i-1e-6) * i)
	chance := shuffle(uint64(l.Contract.ConID), math.Float64bits(q.Ask))
	q.AskSize = float64(1 + chance%50)
	if q.Bid > 0 {
		q.BidSize = float64(1 + chance>>8%50)
	}
	return q
}

// tradeOdds: one in so many changes of an option's quote is a trade.
const tradeOdds = 6

// dealt is the trade that a new quote of an option comes with, if any.
func (l *Listing) dealt(q *market.Quote) (market.Trade, bool) {
	chance := shuffle(uint64(l.Contract.ConID), uint64(q.Time))
	t := market.Trade{Instrument: q.Instrument, Time: q.Time, Price: q.Ask, Size: float64(1 + chance>>16%10)}
	if chance>>8&1 == 0 {
		t.Price = q.Bid
	}
	return t, t.Price > 0 && chance%tradeOdds == 0
}

// spot is the price of an option's underlying, 0 when it is not known.
func (f *Floor) spot(l *Listing) float64 { return f.books[l.Underlying.ID()].top.Mid() }

// Model is the value of an option now by the floor's model; underlying 0 is the present price. False when l is no
// option, or its underlying has no price.
func (f *Floor) Model(l *Listing, underlying float64) (Greeks, bool) {
	if l.option == nil {
		return Greeks{}, false
	}
	if underlying == 0 {
		underlying = f.spot(l)
	}
	if !(underlying > 0) {
		return Greeks{}, false
	}
	return l.value(underlying, f.now), true
}

// AtPrice finds the volatility that explains an option's price; underlying 0 is the present price. False
// when no volatility does.
func (f *Floor) AtPrice(l *Listing, price, underlying float64) (Greeks, bool) {
	if l.option == nil {
		return Greeks{}, false
	}
	if underlying == 0 {
		underlying = f.spot(l)
	}
	if !(underlying > 0) {
		return Greeks{}, false
	}
	t := l.terms(underlying, f.now)
	volatility, err := models.Implied(models.BlackScholes{}, t, price)
	if err != nil {
		return Greeks{}, false
	}
	return priced(t, volatility)
}

// AtVolatility prices an option; underlying 0 is the present price.
func (f *Floor) AtVolatility(l *Listing, volatility, underlying float64) (Greeks, bool) {
	if l.option == nil {
		return Greeks{}, false
	}
	if underlying == 0 {
		underlying = f.spot(l)
	}
	if !(underlying > 0) || !(volatility > 0) {
		return Greeks{}, false
	}
	return priced(l.terms(underlying, f.now), volatility)
}

// ImpliedVolatility is that of an underlying's options at the money, now.
func (f *Floor) ImpliedVolatility(l *Listing) float64 {
	return l.smile.atTheMoney(f.books[l.ID()].top.Mid())
}
