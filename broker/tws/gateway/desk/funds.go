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

// prospect is the trade that the rest of an order would be.
func (d *Desk) prospect(t *Ticket) margin.Trade {
	price, _ := d.worth(t)
	left := t.open()
	return margin.Trade{
		Instrument: t.listing.Instrument, Signed: t.signed(left), Price: price, Commission: d.commission(t, left, price),
	}
}

// commission is what an order would cost.
func (d *Desk) commission(t *Ticket, quantity, price decimal.Decimal) decimal.Decimal {
	in := t.listing.Instrument
	model := d.fees.For(in)
	if model == nil || !quantity.IsPositive() {
		return decimal.Zero
	}
	return model.Charge(&fee.Tally{}, &order.Fill{
		Instrument: in, Side: t.Request.Side, Quantity: quantity, Price: price, Time: d.now,
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
	after := d.figures(t.account, d.prospect(t))
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
