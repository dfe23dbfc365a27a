package report

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/report/stats"
)

// Schema is the version of result.json; it grows when a field changes its meaning or goes away.
const Schema = 1

// Result is what a run came to. Its JSON form is result.json.
type Result struct {
	Schema    int      `json:"schema"`
	Manifest  Manifest `json:"manifest"`
	Period    Period   `json:"period"`
	TradeHash string   `json:"trade_hash"`
	// Basis is how the statistics are annualised.
	Basis      stats.Basis `json:"basis"`
	Statistics stats.Sheet `json:"statistics"`
	// Strategies are the strategies' own statistics, of their own equity and trades.
	Strategies []StrategyResult     `json:"strategies"`
	Monthly    []stats.PeriodReturn `json:"monthly_returns"`
	Yearly     []stats.PeriodReturn `json:"yearly_returns"`
	// Drawdowns are the ten deepest, deepest first.
	Drawdowns []stats.Drawdown `json:"drawdowns"`
	// Splits are the closed trades grouped in several ways.
	Splits []Split     `json:"splits"`
	Costs  Costs       `json:"costs"`
	Orders OrderCounts `json:"orders"`
	// Account is nil where the broker asks for no margin.
	Account     *AccountSummary    `json:"account,omitempty"`
	Findings    []Finding          `json:"findings"`
	Definitions []stats.Definition `json:"definitions"`

	run  *Run
	zone *time.Location
	// series is the equity with external flows taken out, benchmark its prices at the same moments.
	series    stats.Series
	benchmark []float64
}

// Compat is what another product would show for the same equity; see stats.Compat.
func (r *Result) Compat(product string) ([]stats.Foreign, error) {
	return stats.Compat(product, r.series, r.Basis)
}

// Period is what the samples cover.
type Period struct {
	From    market.Time     `json:"from"`
	To      market.Time     `json:"to"`
	Samples int             `json:"samples"`
	Start   decimal.Decimal `json:"start_equity"`
	End     decimal.Decimal `json:"end_equity"`
}

// Days is the length of the period in days of 24 hours.
func (p Period) Days() float64 { return p.To.Sub(p.From).Hours() / 24 }

// StrategyResult is one strategy's share of a result.
type StrategyResult struct {
	Name       string      `json:"name"`
	Statistics stats.Sheet `json:"statistics"`
}
