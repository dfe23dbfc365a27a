package portfolio

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// holding is a ledger's position in one instrument and the round trip that it is in.
type holding struct {
	// These are as in Position.
	instrument                              *market.Instrument
	quantity, cost, average, realised, fees exact.Number
	opened                                  market.Time
	// settled is the part of the open profit that is in cash already.
	settled exact.Number

	ledger *Ledger
	trip   trip
	// history is the last bookings, when the account remembers any.
	history []Booking
}

// Effect is what a fill did to its ledger.
type Effect struct {
	// Realised is the profit of what the fill closed, in the instrument's currency, before fees.
	Realised decimal.Decimal
	// Closed is the round trip that the fill ended; nil when it ended none. Copy it before the next one is applied.
	Closed  *RoundTrip
	holding *holding
}

// Position is the strategy's position after the fill; ask before the next one is applied.
func (e *Effect) Position() Position { return e.holding.position() }

// part is a fill, or the part of one that does not lead through zero.
type part struct {
	// signed is the change of position at the price, and value price × quantity × multiplier.
	signed, price, value exact.Number
	// fee is in the instrument's currency; unconverted is a fee that could not be brought there.
	fee         exact.Number
	unconverted balances
}

// fill takes a fill, whose signed quantity, price and value are known, into the position. It returns what the fill
// realised and the round trip that it ended.
func (h *holding) fill(f *order.Fill, signed, price, value exact.Number) (exact.Number, *RoundTrip) {
	whole := part{signed: signed, price: price, value: value}
	if !f.Fee.IsZero() {
		h.addFee(&whole, exact.Of(f.Fee), f.FeeCurrency)
	}
	if !h.opposes(signed) || h.quantity.Add(signed).Sign() != signed.Sign() {
		return h.take(f, &whole)
	}
	closing, opening := h.divide(&whole)
	realised, closed := h.take(f, &closing)
	h.take(f, &opening)
	return realised, closed
}

func (h *holding) take(f *order.Fill, p *part) (exact.Number, *RoundTrip) {
	if h.flat() {
		h.enter(f)
		h.opened = f.Time
	}
	realised := h.trade(p.signed, p.value, p.price)
	h.follow(f, p, realised)
	if h.flat() {
		return realised, h.leave()
	}
	return realised, nil
}

// addFee brings a fee into the instrument's currency where it can.
func (h *holding) addFee(p *part, fee exact.Number, c market.Currency) {
	if fee.IsZero() {
		return
	}
	p.fee = fee
	if c != h.instrument.Currency {
		rate, ok := h.ledger.account.rate(c, h.instrument.Currency)
		if !ok {
			p.fee, p.unconverted = exact.Number{}, balances{{c, fee}}
			return
		}
		p.fee = fee.Mul(rate)
	}
	h.fees = h.fees.Add(p.fee)
}

// divide splits a fill that leads through zero into what closes the position and what opens the opposite
// one. Fees are split by quantity, the closing share rounded to 10 decimals.
func (h *holding) divide(whole *part) (closing, opening part) {
	closing.signed, closing.price = h.quantity.Neg(), whole.price
	closing.value = notional(h.instrument, closing.price, closing.signed)
	share := func(amount exact.Number) exact.Number {
		return amount.Mul(closing.signed).DivRound(whole.signed, costDecimals)
	}
	closing.fee = share(whole.fee)
	opening = part{
		signed: whole.signed.Sub(closing.signed),
		price:  whole.price,
		value:  whole.value.Sub(closing.value),
		fee:    whole.fee.Sub(closing.fee),
	}
	for _, m := range whole.unconverted {
		amount := share(m.amount)
		closing.unconverted.add(m.currency, amount)
		opening.unconverted.add(m.currency, m.amount.Sub(amount))
	}
	return closing, opening
}
