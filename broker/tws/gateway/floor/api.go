package floor

import (
	"github.com/tidemark/tidemark/market"
)

// Bars answers a request for historical bars. The error is a *Refusal or an *ArchiveError.
func (f *Floor) Bars(q BarQuery) (History, error) { return History{}, noDefinition() }

// Trades answers a request for historical ticks of trades.
func (f *Floor) Trades(q TickQuery) ([]market.Trade, error) { return nil, noDefinition() }

// Quotes answers a request for historical ticks of bid and ask.
func (f *Floor) Quotes(q TickQuery) ([]market.Quote, error) { return nil, noDefinition() }

// Midpoints answers a request for historical ticks of the middle price: trades without a size.
func (f *Floor) Midpoints(q TickQuery) ([]market.Trade, error) { return nil, noDefinition() }

// Head is the time of the earliest data of a series.
func (f *Floor) Head(l *Listing, w What, rth bool) (market.Time, error) { return 0, noDefinition() }

// Schedule lists the sessions of a period that ends at a time, 0 for now.
func (f *Floor) Schedule(l *Listing, duration string, end market.Time, rth bool) ([]Session, error) {
	return nil, noDefinition()
}

// Histogram is what was traded at each price in a period such as "3 days" until now, by price.
func (f *Floor) Histogram(l *Listing, period string, rth bool) ([]Level, error) {
	return nil, noDefinition()
}

// Live builds the bars of one subscription as events come: real-time bars, or the bar that is forming
// behind a history that is kept up to date.
type Live struct{ bar Bar }

// Live starts bars of a contract now. The error is a *Refusal.
func (f *Floor) Live(l *Listing, w What, s BarSize, rth bool) (*Live, error) {
	return nil, noDefinition()
}

// Observe takes in an event of the contract; it reports whether the forming bar has changed.
func (v *Live) Observe(ev *market.Event) bool { return false }

// Due is when the forming bar ends: Advance to it after the events of that time, and before later ones.
func (v *Live) Due() market.Time { return market.Never }

// Advance moves the clock; it returns the bar that has ended by then, if any.
func (v *Live) Advance(t market.Time) (Bar, bool) { return Bar{}, false }

// Bar is the forming bar; false when nothing has happened in it.
func (v *Live) Bar() (Bar, bool) { return v.bar, false }

// Depth is the book of a contract, best prices first: made up from the top of the book, always in the
// same way, at most rows levels a side.
func (f *Floor) Depth(id market.ID, rows int) (bids, asks []Level) { return nil, nil }

// Watch asks for the quotes of a contract. Options are priced only while they are watched; everything else
// comes in any case. Every Watch needs its Unwatch.
func (f *Floor) Watch(id market.ID) {}

// Unwatch ends what one Watch began.
func (f *Floor) Unwatch(id market.ID) {}

// Greeks are the values of an option at a price. Theta is of a day, Vega of a point of volatility.
type Greeks struct {
	Volatility, Price, Delta, Gamma, Vega, Theta float64
	Underlying                                   float64
	// Dividends is the present value of what the underlying pays until expiry.
	Dividends float64
}

// Model is the value of an option now by the floor's model; false when l is no option, or its underlying
// has no price.
func (f *Floor) Model(l *Listing) (Greeks, bool) { return Greeks{}, false }

// AtPrice finds the volatility that explains an option's price; underlying 0 is the present price. False
// when no volatility does.
func (f *Floor) AtPrice(l *Listing, price, underlying float64) (Greeks, bool) {
	return Greeks{}, false
}

// AtVolatility prices an option; underlying 0 is the present price.
func (f *Floor) AtVolatility(l *Listing, volatility, underlying float64) (Greeks, bool) {
	return Greeks{}, false
}
