package synth

import (
	"errors"
	"fmt"
	"math"

	"github.com/tidemark/tidemark/market"
)

// Options say what market to make up. Start from Defaults and change what matters.
type Options struct {
	// Seed chooses the world. Tapes of one seed share its market factor.
	Seed uint64
	// First and Last are the dates of the first and last session.
	First, Last market.Date
	// Price is the price before the first session, in the instrument's currency.
	Price float64
	// Volatility and Drift are the standard deviation and the mean of a year's return: 0.2 is 20 %.
	Volatility, Drift float64
	// Correlation is that of the returns with the market factor, from -1 to 1. Two tapes are correlated
	// by the product of theirs.
	Correlation float64
	// Volume is the mean traded volume of a session, in the instrument's units. Minutes in which less than
	// one size increment would be traded are absent.
	Volume float64
	// Trades is the mean number of trades a minute, at least 4.
	Trades float64
	// Spread is the mean distance of bid and ask, in price increments, at least 1.
	Spread float64
}

// Defaults are options for an instrument's kind, complete but for Seed, First and Last.
func Defaults(in *market.Instrument) Options {
	o := Options{Price: 100, Volatility: 0.25, Drift: 0.06, Correlation: 0.6, Volume: 5e6, Trades: 12, Spread: 1.5}
	switch in.Kind {
	case market.ETF, market.Index:
		o.Price, o.Volatility, o.Correlation, o.Volume = 400, 0.16, 0.95, 5e7
	case market.Future:
		o.Price, o.Volatility, o.Correlation, o.Volume = 4000, 0.16, 0.95, 1e6
	case market.Forex:
		o.Price, o.Volatility, o.Drift, o.Correlation, o.Volume = 1.1, 0.08, 0, 0.2, 1e9
		if in.Currency == "JPY" {
			o.Price = 140
		}
	case market.Crypto:
		o.Price, o.Volatility, o.Drift, o.Correlation, o.Volume = 30_000, 0.6, 0, 0.3, 2e4
	}
	return o
}

// Limits of the options. Beyond them a walk would leave the range of prices or take up no end of time.
const (
	maxPrice  = 1e9
	maxVolume = 1e15
	maxTrades = 10_000
	maxSpread = 10_000
)

// Validate returns every fault of the options, joined.
func (o Options) Validate() error {
	var faults []error
	within := func(name string, value, least, most float64) {
		if !(value >= least && value <= most) {
			faults = append(faults, fmt.Errorf("synthetic market: %s %v: must be from %v to %v", name, value, least, most))
		}
	}
	if o.First == 0 || o.Last < o.First {
		faults = append(faults, fmt.Errorf("synthetic market: sessions from %q to %q: give two dates in order", o.First, o.Last))
	}
	within("price", o.Price, math.SmallestNonzeroFloat64, maxPrice)
	within("volatility", o.Volatility, 0, 5)
	within("drift", o.Drift, -5, 5)
	within("correlation", o.Correlation, -1, 1)
	within("volume", o.Volume, math.SmallestNonzeroFloat64, maxVolume)
	within("trades", o.Trades, leastTrades, maxTrades)
	within("spread", o.Spread, 1, maxSpread)
	return errors.Join(faults...)
}
