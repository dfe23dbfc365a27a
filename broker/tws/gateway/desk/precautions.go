package desk

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/order"
)

// Precautions are the limits of TWS's precautionary settings, beyond which an order of the API is refused. Zero is
// no limit.
type Precautions struct {
	// Size bounds the quantity (error 383) and Value quantity × price × multiplier in the instrument's currency
	// (451).
	Size, Value decimal.Decimal
	// Percent bounds the distance of a limit price from the market (163), Ticks the same in price increments (382).
	Percent, Ticks decimal.Decimal
}

var hundred = decimal.NewFromInt(100)

// caution is the first precaution that an order violates.
func (d *Desk) caution(t *Ticket) *floor.Refusal {
	p, r, in := &d.opts.Precautions, &t.Request, t.listing.Instrument
	setting := "Restriction is specified in Precautionary Settings of Global Configuration/Presets."
	over := func(code int, what, limit string) *floor.Refusal {
		return refuse(code, fmt.Sprintf("The following order \"%s\" %s of %s. %s", t.words(), what, limit, setting))
	}
	if p.Size.IsPositive() && r.Quantity.GreaterThan(p.Size) {
		return over(383, "size exceeds the Size Limit", p.Size.String())
	}
	price, known := d.worth(t)
	if value := in.Notional(price, r.Quantity).Abs(); known && p.Value.IsPositive() && value.GreaterThan(p.Value) {
		return over(451, "value estimate of "+cents(value)+" "+string(in.Currency)+" exceeds the Total Value Limit",
			p.Value.String()+" "+string(in.Currency))
	}
	reference, known := d.price(t.listing)
	if !known || !r.Type.HasLimit() || !reference.IsPositive() || t.Order.OverridePercentageConstraints {
		return nil
	}
	distance := r.LimitPrice.Sub(reference)
	if r.Side == order.Sell {
		distance = distance.Neg() // only prices on the far side of the market are dangerous
	}
	if p.Percent.IsPositive() && distance.Mul(hundred).GreaterThan(p.Percent.Mul(reference)) {
		return over(163, "price exceeds the Percentage constraint", p.Percent.String()+"%")
	}
	if p.Ticks.IsPositive() && distance.GreaterThan(p.Ticks.Mul(in.Grid.Increment(r.LimitPrice))) {
		return over(382, "price exceeds the Tick Size Limit", p.Ticks.String())
	}
	return nil
}

// worth is the price at which an order is expected to trade: its own, or the side of the quote that it takes.
func (d *Desk) worth(t *Ticket) (decimal.Decimal, bool) {
	switch r := &t.Request; {
	case r.Type.HasLimit():
		return r.LimitPrice, true
	case r.Type.Waits() && !r.StopPrice.IsZero():
		return r.StopPrice, true
	}
	if t.combo() {
		parts := d.parts(t, t.Request.Quantity)
		return d.netPrice(t.listing, func(i int) (decimal.Decimal, bool) { return parts[i].price, parts[i].known })
	}
	return d.atTouch(t.listing, t.Request.Side)
}

// atTouch is what an order of a side takes at the market, or what the instrument is valued at.
func (d *Desk) atTouch(l *floor.Listing, of order.Side) (decimal.Decimal, bool) {
	if top := d.market.Top(l.ID()); top != nil {
		side := top.Ask
		if of == order.Sell {
			side = top.Bid
		}
		if side != 0 {
			return decimal.NewFromFloat(side), true
		}
	}
	return d.price(l)
}

// cents is an amount as TWS writes money.
func cents(d decimal.Decimal) string { return d.StringFixed(2) }
