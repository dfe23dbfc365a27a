package backtest

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market/roll"
	"github.com/tidemark/tidemark/report"
)

// listedRolls is how many rolls of a series the findings name; of more they tell the last.
const listedRolls = 4

// rollFindings say when each continuous series went from contract to contract, and what taking positions over cost.
func (lib *library) rollFindings(run *report.Run) []report.Finding {
	var list []report.Finding
	for _, series := range lib.rolls() {
		rolls := series.Chain.Links[1:]
		if len(rolls) == 0 {
			continue
		}
		text := fmt.Sprintf("%s rolled %s: %s.", series.Chain.Symbol, times(len(rolls)), lastRolls(series.Chain))
		if contracts, fees := rollCosts(run, series.Chain); contracts.IsPositive() {
			text += fmt.Sprintf(" %s contracts changed hands for it, for %s in fees.", contracts, fees)
		}
		list = append(list, report.Finding{Severity: report.Note, Text: text})
	}
	return list
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// lastRolls words the last rolls of a chain.
func lastRolls(c *roll.Chain) string {
	var words []string
	for i := max(1, len(c.Links)-listedRolls); i < len(c.Links); i++ {
		l := &c.Links[i]
		words = append(words, fmt.Sprintf("%s to %s at %s (closes %v and %v)", c.Links[i-1].Symbol, l.Symbol, l.From, l.Before, l.After))
	}
	return strings.Join(words, ", ")
}

// rollCosts are the contracts that rolls of a series have traded, and their fees by currency.
func rollCosts(run *report.Run, c *roll.Chain) (contracts decimal.Decimal, fees string) {
	tags := map[string]bool{}
	for i := 1; i < len(c.Links); i++ {
		tags["roll "+c.Links[i-1].Symbol+">"+c.Links[i].Symbol] = true
	}
	paid, currency := decimal.Zero, ""
	for i := range run.Fills {
		f := &run.Fills[i]
		if tags[f.Tag] {
			contracts, paid, currency = contracts.Add(f.Quantity), paid.Add(f.Fee), string(f.FeeCurrency)
		}
	}
	return contracts, paid.String() + " " + currency
}
