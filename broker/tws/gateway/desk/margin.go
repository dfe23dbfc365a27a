package desk

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Margin in the manner of Regulation T, position by position, without offsets:
//
//	shares, funds, CFDs   long 25 %, short 30 % of their value: FINRA rule 4210 (c), which are IBKR's rates for
//	                      "Reg T Margin" accounts during the day, initial and maintenance alike
//	end of day            50 % of the value of shares: Regulation T, 12 CFR 220.12
//	options, long         paid in full: their value is no equity with loan value
//	options, short        value + 20 % of the underlying less what is out of the money, at least value + 10 % of the
//	                      underlying (calls) or of the strike (puts): Cboe rule 10.3
//	futures               8 % of the notional to maintain, and 110 % of that to open (CME rule 930: a speculator's
//	                      initial margin is 110 % of maintenance); 8 % is about what an E-mini needed in 2024
//	forex                 2 % of the notional between major currencies, else 5 %: CFTC rule 5.9
//	bonds, crypto         25 % and 100 % of their value
//
// Buying power is four times the available funds, as at IBKR for accounts with margin.
var (
	rateLong      = decimal.New(25, -2)
	rateShort     = decimal.New(30, -2)
	rateRegT      = decimal.New(50, -2)
	rateOption    = decimal.New(20, -2)
	rateOptionLow = decimal.New(10, -2)
	rateFuture    = decimal.New(8, -2)
	futureInitial = decimal.New(110, -2)
	rateMajor     = decimal.New(2, -2)
	rateMinor     = decimal.New(5, -2)
	buyingPower   = decimal.NewFromInt(4)
	majorCurrency = map[market.Currency]bool{"USD": true, "EUR": true, "GBP": true, "JPY": true, "CHF": true, "AUD": true, "NZD": true, "CAD": true, "NOK": true, "SEK": true, "DKK": true}
	noDecimal     decimal.Decimal
)

// need is what a position asks for, in the instrument's currency.
type need struct {
	initial, maintenance, regT decimal.Decimal
}

// margin is the need of a position at a price. The price of an option's underlying is under, unknown when zero: then
// the strike stands for it.
func margin(in *market.Instrument, quantity, price, under decimal.Decimal) need {
	value := in.Notional(price, quantity)
	size := value.Abs()
	same := func(amount decimal.Decimal) need { return need{amount, amount, amount} }
	switch in.Kind {
	case market.Equity, market.ETF, market.CFD, market.Bond:
		rate := rateLong
		if value.IsNegative() {
			rate = rateShort
		}
		amount := size.Mul(rate)
		return need{amount, amount, size.Mul(rateRegT)}
	case market.Option:
		if !quantity.IsNegative() {
			return need{}
		}
		return same(shortOption(in, price, under).Mul(quantity.Abs()).Mul(in.Multiplier))
	case market.Future:
		maintenance := size.Mul(rateFuture)
		initial := maintenance.Mul(futureInitial)
		return need{initial, maintenance, initial}
	case market.Forex:
		rate := rateMinor
		if majorCurrency[in.Base] && majorCurrency[in.Currency] {
			rate = rateMajor
		}
		return same(size.Mul(rate))
	}
	return same(size)
}

// shortOption is the margin of one unit of a sold option's underlying.
func shortOption(in *market.Instrument, price, under decimal.Decimal) decimal.Decimal {
	if under.IsZero() {
		under = in.Strike
	}
	out, least := in.Strike.Sub(under), under
	if in.Right == market.Put {
		out, least = out.Neg(), in.Strike
	}
	out = decimal.Max(noDecimal, out)
	return price.Add(decimal.Max(under.Mul(rateOption).Sub(out), least.Mul(rateOptionLow)))
}

// figures are an account in sums of its base currency.
type figures struct {
	net, cash               decimal.Decimal // cash includes realised futures profit
	stocks, options, bonds  decimal.Decimal // market values
	futures                 decimal.Decimal // open profit of futures and CFDs
	gross                   decimal.Decimal // absolute values of what was paid for
	loan                    decimal.Decimal // equity with loan value: everything but options
	securities, commodities need
}

func (f *figures) initial() decimal.Decimal {
	return f.securities.initial.Add(f.commodities.initial)
}

func (f *figures) maintenance() decimal.Decimal {
	return f.securities.maintenance.Add(f.commodities.maintenance)
}

func (f *figures) available() decimal.Decimal { return f.loan.Sub(f.initial()) }
func (f *figures) excess() decimal.Decimal    { return f.loan.Sub(f.maintenance()) }

// trade is a position that might be taken.
type trade struct {
	in                *market.Instrument
	signed            decimal.Decimal
	price, commission decimal.Decimal
}

// figures adds an account up, with a trade that it might make.
func (d *Desk) figures(a *account, with *trade) figures {
	f := figures{cash: noDecimal}
	for _, m := range a.books.Snapshot().Cash {
		f.cash = f.cash.Add(a.inBase(m.Currency, m.Amount))
	}
	seen := false
	for p := range a.ledger.Positions() {
		price, _ := a.books.Last(p.Instrument.ID)
		quantity := p.Quantity
		if with != nil && with.in == p.Instrument {
			quantity, seen = quantity.Add(with.signed), true
			f.pay(a, with, price)
		}
		f.hold(d, a, p.Instrument, quantity, price)
		if margined(p.Instrument) {
			f.futures = f.futures.Add(a.inBase(p.Instrument.Currency, p.Unrealised(price)))
		}
	}
	if with != nil && !seen {
		price, ok := d.price(d.market.Listings()[with.in.ID])
		if !ok {
			price = with.price
		}
		f.pay(a, with, price)
		f.hold(d, a, with.in, with.signed, price)
	}
	f.net = f.cash.Add(f.stocks).Add(f.options).Add(f.bonds).Add(f.futures)
	f.loan = f.net.Sub(f.options)
	return f
}

func margined(in *market.Instrument) bool { return in.Kind == market.Future || in.Kind == market.CFD }

// pay takes the money of a trade: what is paid for at its price, and its commission. For what is not paid for, the
// distance from the market is a loss or gain.
func (f *figures) pay(a *account, t *trade, mark decimal.Decimal) {
	cost := t.commission
	switch t.in.Kind {
	case market.Future, market.CFD, market.Forex:
		cost = cost.Add(t.in.Notional(t.price.Sub(mark), t.signed))
	default:
		cost = cost.Add(t.in.Notional(t.price, t.signed))
	}
	f.cash = f.cash.Sub(a.inBase(t.in.Currency, cost))
}

// hold adds a position.
func (f *figures) hold(d *Desk, a *account, in *market.Instrument, quantity, price decimal.Decimal) {
	base := func(amount decimal.Decimal) decimal.Decimal { return a.inBase(in.Currency, amount) }
	value := base(in.Notional(price, quantity))
	switch in.Kind {
	case market.Future, market.CFD, market.Forex:
	case market.Option:
		f.options, f.gross = f.options.Add(value), f.gross.Add(value.Abs())
	case market.Bond:
		f.bonds, f.gross = f.bonds.Add(value), f.gross.Add(value.Abs())
	default:
		f.stocks, f.gross = f.stocks.Add(value), f.gross.Add(value.Abs())
	}
	under := noDecimal
	if l := d.market.Listings()[in.ID]; l.Underlying != nil {
		under, _ = d.price(l.Underlying)
	}
	n := margin(in, quantity, price, under)
	segment := &f.securities
	if in.Kind == market.Future {
		segment = &f.commodities
	}
	segment.initial = segment.initial.Add(base(n.initial))
	segment.maintenance = segment.maintenance.Add(base(n.maintenance))
	segment.regT = segment.regT.Add(base(n.regT))
}
