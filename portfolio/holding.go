package portfolio

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// holding is a ledger's position in one instrument and the round trip that it is in.
type holding struct {
	Position
	ledger *Ledger
	trip   trip
	// history is the last bookings, when the account remembers any.
	history []Booking
}

// Effect is what a fill did to its ledger.
type Effect struct {
	// Realised is the profit of what the fill closed, in the instrument's currency, before fees.
	Realised decimal.Decimal
	// Closed is the round trip that the fill ended; nil when it ended none.
	Closed *RoundTrip
	// Position is the strategy's position after the fill.
	Position Position
}

// part is a fill, or the part of one that does not lead through zero.
type part struct {
	// signed is the change of position and value its price × quantity × multiplier.
	signed, value decimal.Decimal
	// fee is in the instrument's currency; unconverted is a fee that could not be brought there.
	fee         decimal.Decimal
	unconverted balances
}

// fill takes a fill, whose signed quantity and value are known, into the position.
func (h *holding) fill(f *order.Fill, signed, value decimal.Decimal) Effect {
	whole := part{signed: signed, value: value}
	h.addFee(&whole, f.Fee, f.FeeCurrency)

	var e Effect
	if h.opposes(signed) && h.Quantity.Add(signed).Sign() == signed.Sign() {
		closing, opening := h.divide(&whole, f.Price)
		e.Realised, e.Closed = h.take(f, &closing)
		h.take(f, &opening)
	} else {
		e.Realised, e.Closed = h.take(f, &whole)
	}
	e.Position = h.Position
	return e
}

func (h *holding) take(f *order.Fill, p *part) (decimal.Decimal, *RoundTrip) {
	if h.Flat() {
		h.enter(f)
		h.Opened = f.Time
	}
	realised := h.trade(p.signed, p.value, f.Price)
	h.follow(f, p, realised)
	if h.Flat() {
		return realised, h.leave()
	}
	return realised, nil
}

// addFee brings a fee into the instrument's currency where it can.
func (h *holding) addFee(p *part, fee decimal.Decimal, c market.Currency) {
	if fee.IsZero() {
		return
	}
	p.fee = fee
	if c != h.Instrument.Currency {
		rate, ok := h.ledger.account.rate(c, h.Instrument.Currency)
		if !ok {
			p.fee, p.unconverted = decimal.Zero, balances{{c, fee}}
			return
		}
		p.fee = fee.Mul(rate)
	}
	h.Fees = h.Fees.Add(p.fee)
}

// divide splits a fill that leads through zero into what closes the position and what opens the opposite
// one. Fees are split by quantity, the closing share rounded to 10 decimals.
func (h *holding) divide(whole *part, price decimal.Decimal) (closing, opening part) {
	closing.signed = h.Quantity.Neg()
	closing.value = h.Instrument.Notional(price, closing.signed)
	share := func(amount decimal.Decimal) decimal.Decimal {
		return amount.Mul(closing.signed).DivRound(whole.signed, costDecimals)
	}
	closing.fee = share(whole.fee)
	opening = part{
		signed: whole.signed.Sub(closing.signed),
		value:  whole.value.Sub(closing.value),
		fee:    whole.fee.Sub(closing.fee),
	}
	for _, m := range whole.unconverted {
		amount := share(m.Amount)
		closing.unconverted.add(m.Currency, amount)
		opening.unconverted.add(m.Currency, m.Amount.Sub(amount))
	}
	return closing, opening
}
