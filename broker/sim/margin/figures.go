package margin

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/portfolio"
)

// Book is an account and the rules that it is judged by.
type Book struct {
	Account *portfolio.Account
	Rules   *Rules
	// Price is the last price of an instrument, false when unknown, and Underlying what an option derives from, nil when
	// that is unknown.
	Price      func(*market.Instrument) (decimal.Decimal, bool)
	Underlying func(*market.Instrument) *market.Instrument
}

// Trade is one that an account might make.
type Trade struct {
	Instrument *market.Instrument
	// Signed is the change of position. Commission is in the instrument's currency.
	Signed, Price, Commission decimal.Decimal
}

// Figures are an account in sums of its base currency.
type Figures struct {
	// Net is the net liquidation value. Cash includes realised profit of futures.
	Net, Cash decimal.Decimal
	// Stocks, Options and Bonds are market values; Stocks has everything else that is paid for too.
	Stocks, Options, Bonds decimal.Decimal
	// Futures is the open profit of futures and CFDs.
	Futures decimal.Decimal
	// Gross adds the absolute values of what is paid for.
	Gross decimal.Decimal
	// Loan is the equity with loan value: everything but options, and by [Scenarios] everything.
	Loan decimal.Decimal
	// Securities and Commodities are the needs of the two segments.
	Securities, Commodities Need
	// Unconverted are the currencies without a rate, whose money is in none of the sums.
	Unconverted []market.Currency
}

// Initial is what opening the positions asks for.
func (f *Figures) Initial() decimal.Decimal { return f.Securities.Initial.Add(f.Commodities.Initial) }

// Maintenance is what keeping the positions asks for.
func (f *Figures) Maintenance() decimal.Decimal {
	return f.Securities.Maintenance.Add(f.Commodities.Maintenance)
}

// RegT is what Regulation T asks for at the end of the day.
func (f *Figures) RegT() decimal.Decimal { return f.Securities.RegT.Add(f.Commodities.RegT) }

// Available is what is free for new positions, negative when it is missing.
func (f *Figures) Available() decimal.Decimal { return f.Loan.Sub(f.Initial()) }

// Excess is the excess liquidity: below zero, positions are closed.
func (f *Figures) Excess() decimal.Decimal { return f.Loan.Sub(f.Maintenance()) }

// tally adds figures up.
type tally struct {
	*Book
	Figures
}

// Figures adds the account up as it would be after trades, each at its price. A trade that cost more than the market is
// a loss at once.
func (b *Book) Figures(with ...Trade) Figures {
	t := tally{Book: b}
	for _, m := range b.Account.Balances() {
		t.Cash = t.Cash.Add(t.base(m.Currency, m.Amount))
	}
	var held []holding
	for in, quantity := range b.Account.Quantities() {
		price, _ := b.Price(in)
		held = append(held, holding{in: in, quantity: quantity, price: price})
	}
	for i := range with {
		x := &with[i]
		k := slices.IndexFunc(held, func(h holding) bool { return h.in == x.Instrument })
		if k < 0 {
			price, ok := b.Price(x.Instrument)
			if !ok {
				price = x.Price
			}
			k = len(held)
			held = append(held, holding{in: x.Instrument, price: price})
		}
		held[k].quantity = held[k].quantity.Add(x.Signed)
		t.pay(x, held[k].price)
	}
	for _, f := range t.families(held) {
		t.Securities.add(t.family(&f), t.base(f.legs[0].in.Currency, whole))
	}
	if len(t.Rules.Spreads) > 0 {
		t.calendars(held)
	}
	for i := range held {
		t.hold(&held[i])
	}
	for in, profit := range b.Account.OpenProfits() {
		t.Futures = t.Futures.Add(t.base(in.Currency, profit))
	}
	t.Net = t.Cash.Add(t.Stocks).Add(t.Options).Add(t.Bonds).Add(t.Futures)
	t.Loan = t.Net
	if t.Rules.Offsets != Scenarios {
		t.Loan = t.Net.Sub(t.Options)
	}
	return t.Figures
}

// base converts an amount; without a rate it is worth nothing and the currency is noted.
func (t *tally) base(c market.Currency, amount decimal.Decimal) decimal.Decimal {
	if c == t.Account.Base() || amount.IsZero() {
		return amount
	}
	rate, err := t.Account.Rate(c)
	if err != nil {
		if !slices.Contains(t.Unconverted, c) {
			t.Unconverted = append(t.Unconverted, c)
		}
		return none
	}
	return amount.Mul(rate)
}

// pay takes the money of a trade: what is paid for at its price, and its commission. For what is not paid for, the
// distance from the market is a loss or gain.
func (t *tally) pay(x *Trade, mark decimal.Decimal) {
	cost := x.Commission
	switch x.Instrument.Kind {
	case market.Future, market.CFD, market.Forex:
		cost = cost.Add(x.Instrument.Notional(x.Price.Sub(mark), x.Signed))
	default:
		cost = cost.Add(x.Instrument.Notional(x.Price, x.Signed))
	}
	t.Cash = t.Cash.Sub(t.base(x.Instrument.Currency, cost))
}

// holding is a position as it would be, at its price.
type holding struct {
	in              *market.Instrument
	quantity, price decimal.Decimal
	// judged is true when it asks for nothing by itself, because it is judged together with others.
	judged bool
}

// hold adds a position, and what it asks for when no family judges it.
func (t *tally) hold(h *holding) {
	in := h.in
	if h.quantity.IsZero() {
		return
	}
	value := t.base(in.Currency, in.Notional(h.price, h.quantity))
	switch in.Kind {
	case market.Future, market.CFD, market.Forex:
	case market.Option:
		t.Options, t.Gross = t.Options.Add(value), t.Gross.Add(value.Abs())
	case market.Bond:
		t.Bonds, t.Gross = t.Bonds.Add(value), t.Gross.Add(value.Abs())
	default:
		t.Stocks, t.Gross = t.Stocks.Add(value), t.Gross.Add(value.Abs())
	}
	if h.judged {
		return
	}
	segment := &t.Securities
	if in.Kind == market.Future {
		segment = &t.Commodities
	}
	segment.add(t.need(h), t.base(in.Currency, whole))
}

// family is what the options of an underlying and its shares ask for, in the currency of the options. Where options count as
// equity, a need that was made for an equity without them is larger by their value.
func (t *tally) family(f *family) Need {
	switch {
	case f.scans():
		return f.scan()
	case t.Rules.Offsets == Scenarios:
		return f.paired().more(f.value())
	}
	return f.paired()
}

// need is what a position asks for by itself.
func (t *tally) need(h *holding) Need {
	under := none
	if h.in.Kind == market.Option && t.Underlying != nil {
		if in := t.Underlying(h.in); in != nil {
			under, _ = t.Price(in)
		}
	}
	n := t.Rules.Need(h.in, h.quantity, h.price, under)
	if h.in.Kind == market.Option && t.Rules.Offsets == Scenarios {
		n = n.more(h.in.Notional(h.price, h.quantity))
	}
	return n
}
