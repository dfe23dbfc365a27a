package portfolio

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
)

// Flow is money that came into a ledger from outside, or left it when negative. Returns leave flows out.
type Flow struct {
	// Time is zero for the opening cash.
	Time market.Time `json:"time"`
	Money
}

// Deposit adds cash from outside. The amount must be above 0.
func (l *Ledger) Deposit(c market.Currency, amount decimal.Decimal, at market.Time) error {
	if !amount.IsPositive() {
		return fmt.Errorf("deposit %s %s into ledger %s: the amount must be above 0", amount, c, l.name)
	}
	l.flow(Flow{at, Money{c, amount}})
	return nil
}

// Withdraw takes cash out, also more than there is. The amount must be above 0.
func (l *Ledger) Withdraw(c market.Currency, amount decimal.Decimal, at market.Time) error {
	if !amount.IsPositive() {
		return fmt.Errorf("withdraw %s %s from ledger %s: the amount must be above 0", amount, c, l.name)
	}
	l.flow(Flow{at, Money{c, amount.Neg()}})
	return nil
}

// Flows lists the opening cash, deposits and withdrawals in the order they were booked.
func (l *Ledger) Flows() []Flow { return slices.Clone(l.flows) }

func (l *Ledger) flow(f Flow) {
	l.flows = append(l.flows, f)
	amount := exact.Of(f.Amount)
	l.cash.add(f.Currency, amount)
	l.deposits.add(f.Currency, amount)
}
