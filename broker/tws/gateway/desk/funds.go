package desk

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// prospects are the trades that the rest of an order would be.
func (d *Desk) prospects(t *Ticket) []margin.Trade {
	parts := d.parts(t, t.open())
	trades := make([]margin.Trade, len(parts))
	for i := range parts {
		p := &parts[i]
		trades[i] = margin.Trade{Instrument: p.listing.Instrument, Signed: p.signed(), Price: p.price, Commission: d.charge(p)}
	}
	return trades
}

// charge is what a trade would cost.
func (d *Desk) charge(p *part) decimal.Decimal {
	in := p.listing.Instrument
	model := d.fees.For(in)
	if model == nil || !p.quantity.IsPositive() {
		return decimal.Zero
	}
	return model.Charge(&fee.Tally{Estimate: true}, &order.Fill{
		Instrument: in, Side: p.side, Quantity: p.quantity, Price: p.price, Time: d.now,
		FeeCurrency: in.Currency,
	})
}

// refuseFunds refuses an order that a cash account cannot pay, or one with margin after which the equity with loan value would not cover the initial margin. What lowers
// the margin is always allowed.
func (d *Desk) refuseFunds(t *Ticket) *floor.Refusal {
	if t.account.paid {
		return d.refuseCash(t)
	}
	before := d.figures(t.account)
	after := d.figures(t.account, d.prospects(t)...)
	return insufficient(&before, &after, t.account.books.Base())
}

func insufficient(before, after *margin.Figures, base market.Currency) *floor.Refusal {
	lower := after.Initial().LessThan(before.Initial())
	same := after.Initial().Equal(before.Initial()) && after.Loan.GreaterThanOrEqual(before.Loan)
	if lower || same || after.Loan.GreaterThanOrEqual(after.Initial()) {
		return nil
	}
	return refuse(201, fmt.Sprintf("%sYOUR ORDER IS NOT ACCEPTED. IN ORDER TO OBTAIN THE DESIRED POSITION YOUR EQUITY WITH "+
		"LOAN VALUE [%s %s] MUST EXCEED THE INITIAL MARGIN [%s %s]", rejected, cents(after.Loan), base, cents(after.Initial()), base))
}
