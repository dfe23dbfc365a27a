package desk

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// preview answers a what-if order: openOrder with margin and commission, and error 201 after it when the order would
// not be accepted. There is no order and the id stays free.
func (d *Desk) preview(client int, m *wire.PlaceOrder) *floor.Refusal {
	if !m.Order.Transmit {
		return refuse(413, "What-if order should have the transmit flag set to true.")
	}
	t, refusal := d.draft(client, m)
	if refusal != nil {
		return refusal
	}
	d.complete(t)
	t.Order.WhatIf = true
	before := d.figures(t.account)
	prospects := d.prospects(t)
	commission := decimal.Zero
	for i := range prospects {
		commission = commission.Add(prospects[i].Commission)
	}
	after := d.figures(t.account, prospects...)
	base := string(t.account.books.Base())
	state := wire.OrderState{
		Status: wire.PreSubmitted, MarginCurrency: base,
		Before: margins(&before), After: margins(&after), Change: change(&before, &after),
		Commission: wire.Some(commission), CommissionCurrency: string(t.listing.Instrument.Currency),
	}
	d.letters = append(d.letters, letter{Audience{client, None}, &wire.OpenOrder{
		OrderID: m.OrderID, Contract: t.Contract, Order: t.Order, State: state,
	}})
	return insufficient(&before, &after, t.account.books.Base())
}

func margins(f *margin.Figures) wire.Margin {
	return wire.Margin{
		Initial: some(f.Initial()), Maintenance: some(f.Maintenance()), EquityWithLoan: some(f.Loan),
	}
}

func change(before, after *margin.Figures) wire.Margin {
	return wire.Margin{
		Initial:        some(after.Initial().Sub(before.Initial())),
		Maintenance:    some(after.Maintenance().Sub(before.Maintenance())),
		EquityWithLoan: some(after.Loan.Sub(before.Loan)),
	}
}

// some is an amount to the cent.
func some(d decimal.Decimal) wire.Opt[decimal.Decimal] { return wire.Some(d.Round(2)) }
