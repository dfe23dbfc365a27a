package report

import (
	"io"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Margin is what an account's broker asks for at a moment, in the base currency.
type Margin struct {
	// Initial and Maintenance are what the positions ask for, Available and Excess what the equity with loan value is
	// above them.
	Initial, Maintenance, Available, Excess decimal.Decimal
	// BuyingPower is the value of shares that could be bought.
	BuyingPower decimal.Decimal
}

// AccountEvent is something that the broker did to the account, with the figures of that moment in the base currency.
type AccountEvent struct {
	Time market.Time
	// Kind is a word such as "margin-call".
	Kind string
	// Equity is the equity with loan value and Maintenance what it must cover.
	Equity, Maintenance decimal.Decimal
	// Strategy, Symbol and Quantity, negative when sold, are those of a position that is closed.
	Strategy, Symbol string
	Quantity         decimal.Decimal
}

// AccountSummary counts what the broker did to the account.
type AccountSummary struct {
	Events map[string]int `json:"events"`
	// LeastExcess is the lowest excess liquidity of all samples.
	LeastExcess decimal.Decimal `json:"least_excess"`
	// MostUsed is the highest maintenance margin of all samples.
	MostUsed decimal.Decimal `json:"most_maintenance"`
}

// accountOf is nil for an account whose broker asks for nothing.
func accountOf(run *Run) *AccountSummary {
	s := &AccountSummary{Events: map[string]int{}}
	for i := range run.AccountEvents {
		s.Events[run.AccountEvents[i].Kind]++
	}
	seen := false
	for i := range run.Samples {
		m := run.Samples[i].Margin
		if m == nil {
			continue
		}
		if !seen || m.Excess.LessThan(s.LeastExcess) {
			s.LeastExcess = m.Excess
		}
		if m.Maintenance.GreaterThan(s.MostUsed) {
			s.MostUsed = m.Maintenance
		}
		seen = true
	}
	if !seen && len(run.AccountEvents) == 0 {
		return nil
	}
	return s
}

func (r *Result) writeAccount(w io.Writer) error {
	s := newTable(w, "time", "event", "equity_with_loan", "maintenance_margin", "base_currency", "strategy", "symbol", "quantity")
	for i := range r.run.AccountEvents {
		e := &r.run.AccountEvents[i]
		s.row(moment(e.Time), e.Kind, e.Equity.StringFixed(2), e.Maintenance.StringFixed(2), string(r.Manifest.Base),
			e.Strategy, e.Symbol, price(!e.Quantity.IsZero(), e.Quantity))
	}
	return s.end()
}

// marginHeading are the columns of equity.csv that only an account with margin has.
var marginHeading = []string{"initial_margin", "maintenance_margin", "available_funds", "excess_liquidity", "buying_power"}

func marginCells(m *Margin) []string {
	if m == nil {
		return make([]string, len(marginHeading))
	}
	var cells []string
	for _, amount := range []decimal.Decimal{m.Initial, m.Maintenance, m.Available, m.Excess, m.BuyingPower} {
		cells = append(cells, amount.StringFixed(2))
	}
	return cells
}
