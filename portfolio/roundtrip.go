package portfolio

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// RoundTrip is one strategy's life with one instrument from flat to flat. A fill through zero ends one
// and begins the next, and is divided between them by quantity, its fee too.
type RoundTrip struct {
	Strategy   string
	Instrument *market.Instrument
	// Side is of the entry: Buy for a long position.
	Side order.Side
	// Quantity is the most that was held, positive.
	Quantity decimal.Decimal
	// EntryTime and ExitTime are of the first and the last fill; ExitTime is 0 while Open.
	EntryTime, ExitTime market.Time
	// EntryPrice and ExitPrice are averages by quantity over all fills of their side, rounded to 16
	// decimals. ExitPrice is zero before the first reduction.
	EntryPrice, ExitPrice decimal.Decimal
	// Profit is in the instrument's currency. While Open, Gross is what has been realised.
	Profit
	// Base is Profit in the account's base currency at the rate of the exit; nil while Open, and when
	// there was no rate.
	Base *Profit
	// Unconverted are fees in currencies that had no rate into the instrument's when they were paid. They
	// are not in Profit.
	Unconverted []Money
	// MFE and MAE, the maximum favourable and adverse excursions, are the highest and lowest gross profit at
	// the fills and at the extremes of the bars in between, in the instrument's currency, rounded to 6
	// decimals because bars are float64. MFE is never below Gross nor 0, MAE never above.
	MFE, MAE decimal.Decimal
	// Bars is how many bars were marked while the position was open.
	Bars int
	// Fills is how many fills took part.
	Fills int
	// EntryTag is the tag of the first fill, ExitTag of the last one that reduced.
	EntryTag, ExitTag string
	// Open marks a round trip that has not ended.
	Open bool
}

// Profit is gross profit, the fees that were paid for it, and what is left.
type Profit struct {
	Gross, Fees, Net decimal.Decimal
}

// trip is the round trip of an open position as it adds up.
type trip struct {
	side        order.Side
	opened      market.Time
	latest      market.Time
	largest     exact.Number
	entry, exit tally
	gross, fees exact.Number
	unconverted balances
	fills       int
	entryTag    string
	exitTag     string
	excursion   excursion
}

// tally adds up the entering or the leaving fills: signed quantity, and price × quantity × multiplier.
type tally struct {
	quantity, value exact.Number
	// sole is the price while there is one fill, 0 else.
	sole decimal.Decimal
}

func (t *tally) add(quantity, value exact.Number, price decimal.Decimal) {
	if t.quantity.IsZero() && price.Exponent() >= -averageDecimals {
		t.quantity, t.value, t.sole = quantity, value, price
		return
	}
	t.quantity, t.value, t.sole = t.quantity.Add(quantity), t.value.Add(value), decimal.Decimal{}
}

func (t *tally) average(in *market.Instrument) decimal.Decimal {
	if t.quantity.IsZero() || !t.sole.IsZero() {
		return t.sole
	}
	return t.value.DivRound(units(in, t.quantity), averageDecimals).Decimal()
}

// enter begins a round trip.
func (h *holding) enter(f *order.Fill) {
	h.trip = trip{side: f.Side, opened: f.Time, entryTag: f.Tag, excursion: excursion{since: f.Time}}
}

// follow adds one part of a fill after the position has taken it.
func (h *holding) follow(f *order.Fill, p *part, realised exact.Number) {
	t := &h.trip
	t.fills++
	t.latest = f.Time
	if !p.fee.IsZero() {
		t.fees = t.fees.Add(p.fee)
	}
	t.unconverted.addAll(p.unconverted)
	if f.Side == t.side {
		t.entry.add(p.signed, p.value, f.Price)
		if held := h.quantity.Abs(); held.Above(t.largest) {
			t.largest = held
		}
	} else {
		t.exit.add(p.signed, p.value, f.Price)
		t.exitTag = f.Tag
		t.gross = t.gross.Add(realised)
	}
	if !h.flat() {
		t.excursion.rebase(units(h.instrument, h.quantity), t.gross.Sub(h.cost))
	}
	t.excursion.see(p.price.Float64())
}

// roundTrip is the record of the trip as it stands.
func (h *holding) roundTrip() RoundTrip {
	t := &h.trip
	r := RoundTrip{
		Strategy: h.ledger.name, Instrument: h.instrument, Side: t.side, Quantity: t.largest.Decimal(),
		EntryTime: t.opened, EntryPrice: t.entry.average(h.instrument), ExitPrice: t.exit.average(h.instrument),
		Profit: t.profit(exact.Int(1)),
		Bars:   t.excursion.bars, Fills: t.fills, EntryTag: t.entryTag, ExitTag: t.exitTag,
		Open: true,
	}
	r.MFE = t.decimal(exact.Max(exact.Max(amount(t.excursion.best), t.gross), exact.Number{}), r.Gross)
	r.MAE = t.decimal(exact.Min(exact.Min(amount(t.excursion.worst), t.gross), exact.Number{}), r.Gross)
	r.Unconverted = t.unconverted.money()
	return r
}

// decimal is a number as a decimal: the gross profit's where it is the same.
func (t *trip) decimal(a exact.Number, gross decimal.Decimal) decimal.Decimal {
	if a.Equal(t.gross) {
		return gross
	}
	return a.Decimal()
}

// leave ends the round trip of a position that has just become flat.
func (h *holding) leave() *RoundTrip {
	r := &h.ledger.account.closed
	*r = h.roundTrip()
	r.Open, r.ExitTime = false, h.trip.latest
	r.Base = h.profitInBase(r)
	h.trip = trip{}
	return r
}

// profit is what the trip came to, at a rate.
func (t *trip) profit(rate exact.Number) Profit {
	gross, fees := t.gross.Mul(rate), t.fees.Mul(rate)
	p := Profit{Gross: gross.Decimal(), Fees: fees.Decimal()}
	p.Net = p.Gross // shared while there are no fees
	if !fees.IsZero() {
		p.Net = gross.Sub(fees).Decimal()
	}
	return p
}

// profitInBase is the profit of a round trip in the base currency at the present rate, nil when there is none.
func (h *holding) profitInBase(r *RoundTrip) *Profit {
	a := h.ledger.account
	if h.instrument.Currency == a.base {
		return a.keepProfit(r.Profit)
	}
	rate, ok := a.rate(h.instrument.Currency, a.base)
	if !ok {
		return nil
	}
	return a.keepProfit(h.trip.profit(rate))
}

// keepProfit is a copy for a round trip to keep; memory is taken for several at once.
func (a *Account) keepProfit(p Profit) *Profit {
	if len(a.profits) == 0 {
		a.profits = make([]Profit, 32)
	}
	kept := &a.profits[0]
	a.profits = a.profits[1:]
	*kept = p
	return kept
}
