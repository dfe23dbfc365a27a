package margin

import (
	"maps"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Rates are what opening and keeping a position asks for: parts of its value (0.25 is a quarter), or money a contract.
type Rates struct {
	Initial, Maintenance decimal.Decimal
}

// Class is what a kind of instrument asks for on either side.
type Class struct {
	Long, Short Rates
}

// Rules are the margin rules of an account. They are read only once made.
type Rules struct {
	// Kinds are parts of the value. A kind that is not there is paid for in full; options have their own rule.
	Kinds map[market.Kind]Class
	// Minor is forex with a currency that is not a major one; Kinds has the major ones.
	Minor Class
	// Symbols are parts of the value by symbol, and Contracts money for one contract in the instrument's currency. Both
	// stand before Kinds.
	Symbols   map[string]Class
	Contracts map[string]Rates
	// Offsets is how positions that offset each other are judged.
	Offsets Offsets
	// Spreads is what a bought and a sold future of one underlying ask for together, by the underlying's symbol, in the
	// instrument's currency: an exchange's rate for calendar spreads. Without one each contract asks for its own.
	Spreads map[string]Rates
	// LeastContract is what one unit of an option's underlying asks for at least, by [Scenarios].
	LeastContract decimal.Decimal
	// Cheap asks for the minimums a share of low-priced shares sold short.
	Cheap bool
	// LeastEquity, in the base currency, is what an account must have to borrow money or shares, or to trade
	// currencies and futures; 0 asks for nothing.
	LeastEquity decimal.Decimal
	// LeastToAdd, in the base currency, is what an account must have for its margin to grow at all; 0 asks for nothing.
	LeastToAdd decimal.Decimal
}

// Offsets is what positions take off each other's needs.
type Offsets uint8

const (
	// Alone judges positions one by one, save sold options that shares cover.
	Alone Offsets = iota
	// Strategies pairs options of one underlying, and its shares, into the strategies that FINRA rule 4210 (f)(2) knows.
	Strategies
	// Scenarios values the options of one underlying and its shares at other prices of it, and asks for the worst loss.
	// Options are equity then.
	Scenarios
)

// The numbers, each with its source:
//
//	shares held       maintenance 25 % of the value: FINRA rule 4210 (c)(1); initial 50 %: Regulation T, 12 CFR 220.12 (a)
//	shares sold short maintenance 30 %, at least 5.00 a share; below 5.00 a share 100 %, at least 2.50: FINRA 4210 (c)(2)
//	                  and (3); initial 150 % of the value with the proceeds in it, so 50 %: 12 CFR 220.12 (c)
//	least equity      2,000: FINRA 4210 (b)(4), and IBKR's error 201: "Minimum of 2000 USD required in order to purchase on
//	                  margin, sell short, trade currency or future"
//	least to add      100,000 in a portfolio margin account: "If your account drops below USD 100,000 you will be restricted
//	                  from doing any margin-increasing trades" (IBKR, "Portfolio Margin Account"). That 110,000 are asked for
//	                  to open one is not looked at, nor what FINRA rule 4210 (g) asks a firm to do about those who stay
//	                  below: nothing is closed as long as the margin is there
//	options, long     paid in full: 12 CFR 220.12 (f) with FINRA 4210 (f)(2): they have no loan value
//	options, short    see [Rules.Need]
//	futures           8 % of the notional to maintain, and 110 % of that to open (CME rule 930: a speculator's initial
//	                  margin is 110 % of maintenance); 8 % is about what an E-mini needed in 2024
//	forex             2 % of the notional between major currencies, else 5 %: CFTC rule 5.9
//	bonds, crypto     25 % and 100 % of their value
//	scenarios         shares 15 % each way, indices 6 % up and 8 % down, 0.375 a unit of every option: see [Portfolio]
var (
	quarter       = decimal.New(25, -2)
	third         = decimal.New(30, -2)
	half          = decimal.New(50, -2)
	rateMove      = decimal.New(15, -2)
	rateIndexDown = decimal.New(8, -2)
	rateIndexUp   = decimal.New(6, -2)
	leastContract = decimal.New(375, -3)
	rateOption    = decimal.New(20, -2)
	rateOptionLow = decimal.New(10, -2)
	rateFuture    = decimal.New(8, -2)
	futureInitial = decimal.New(88, -3) // 8 % × 110 %
	rateMajor     = decimal.New(2, -2)
	rateMinor     = decimal.New(5, -2)
	cheapPrice    = decimal.NewFromInt(5)
	cheapLeast    = decimal.New(250, -2)
	shortLeast    = decimal.NewFromInt(5)
	leastEquity   = decimal.NewFromInt(2000)
	leastToAdd    = decimal.NewFromInt(100_000)
	whole         = decimal.NewFromInt(1)
	none          decimal.Decimal

	majors = map[market.Currency]bool{
		"USD": true, "EUR": true, "GBP": true, "JPY": true, "CHF": true, "AUD": true, "NZD": true, "CAD": true,
		"NOK": true, "SEK": true, "DKK": true,
	}
)

func same(rate decimal.Decimal) Class {
	r := Rates{Initial: rate, Maintenance: rate}
	return Class{Long: r, Short: r}
}

// Intraday is what IBKR asks of "Reg T Margin" accounts during the day: the rates of maintenance, initially too. Need.RegT
// is what must be there at the end of the day. (IBKR, "US Stock Margin Requirements": the initial margin is the
// maintenance margin until the end of the day, when Regulation T's is enforced through the special memorandum account.)
func Intraday() *Rules {
	shares := Class{Long: Rates{quarter, quarter}, Short: Rates{third, third}}
	return &Rules{
		Kinds: map[market.Kind]Class{
			market.Equity: shares, market.ETF: shares, market.CFD: shares, market.Bond: shares,
			market.Future: {Long: Rates{futureInitial, rateFuture}, Short: Rates{futureInitial, rateFuture}},
			market.Forex:  same(rateMajor),
		},
		Minor:   same(rateMinor),
		Cheap:   true,
		Offsets: Strategies,
	}
}

// RegT is Regulation T from the first moment: half of what is bought or sold short, and FINRA's maintenance.
func RegT() *Rules {
	r := Intraday()
	for _, kind := range []market.Kind{market.Equity, market.ETF} {
		r.Kinds[kind] = Class{Long: Rates{half, quarter}, Short: Rates{half, third}}
	}
	r.LeastEquity = leastEquity
	return r
}

// Portfolio asks for the worst of the moves that FINRA rule 4210 (g)(2)(F) and the Options Clearing Corporation's model (TIMS)
// value a portfolio at: shares up and down 15 %, an index, which is taken for a broad one of large companies, up 6 % and down
// 8 %; and for 0.375 times the multiplier for every contract at least. What is held of one underlying is valued together;
// different underlyings take nothing off each other, where TIMS lets indices and their funds do so in part. A move is the class's
// part of the value: give a fund on a broad index those of the index. The numbers are meant to be replaced by a broker's own.
func Portfolio() *Rules {
	r := Intraday()
	for _, kind := range []market.Kind{market.Equity, market.ETF} {
		r.Kinds[kind] = same(rateMove)
	}
	r.Kinds[market.Index] = Class{Long: Rates{rateIndexDown, rateIndexDown}, Short: Rates{rateIndexUp, rateIndexUp}}
	r.Offsets, r.LeastContract = Scenarios, leastContract
	r.Cheap = false
	r.LeastToAdd = leastToAdd
	return r
}

// Paid is a cash account: everything is paid in full but futures, which have their margin.
func Paid() *Rules {
	return &Rules{Kinds: map[market.Kind]Class{market.Future: Intraday().Kinds[market.Future]}}
}

// ForTheDay are the rules with which shares are opened and kept alike until the day ends: what FINRA rule 4210 lets a day
// trader have, four times instead of twice what he owns.
func (r *Rules) ForTheDay() *Rules {
	day := *r
	day.Kinds, day.Symbols = maps.Clone(r.Kinds), maps.Clone(r.Symbols)
	keep := func(c Class) Class {
		c.Long.Initial, c.Short.Initial = c.Long.Maintenance, c.Short.Maintenance
		return c
	}
	for _, kind := range []market.Kind{market.Equity, market.ETF} {
		day.Kinds[kind] = keep(day.Kinds[kind])
	}
	for symbol, c := range day.Symbols {
		day.Symbols[symbol] = keep(c)
	}
	return &day
}

// Shares is what shares without rates of their own ask for.
func (r *Rules) Shares() Class {
	if c, ok := r.Kinds[market.Equity]; ok {
		return c
	}
	return same(whole)
}

// class is the rates of an instrument.
func (r *Rules) class(in *market.Instrument) Class {
	if c, ok := r.Symbols[in.Symbol]; ok {
		return c
	}
	c, ok := r.Kinds[in.Kind]
	switch {
	case !ok:
		return same(whole)
	case in.Kind == market.Forex && !(majors[in.Base] && majors[in.Currency]):
		return r.Minor
	}
	return c
}
