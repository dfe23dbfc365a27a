package report

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/report/html"
	"github.com/tidemark/tidemark/report/stats"
)

func cell(v stats.Value, unit stats.Unit) html.Cell {
	c := html.Cell{Text: format(v, unit)}
	if !v.Defined() {
		c.Help = v.Reason().Text()
	}
	return c
}

func moneyCell(amount decimal.Decimal) html.Cell {
	return html.Cell{Text: money(amount), Tone: html.Tone(amount.Sign())}
}

func (r *Result) drawdownTable() html.Table {
	t := html.Table{
		Title: "Deepest drawdowns",
		Head:  []string{"Peak", "Depth", "Money", "Valley", "Recovery", "Length, days", "Peak to valley, days"},
	}
	days := func(from, to market.Time) string { return fixed(to.Sub(from).Hours()/24, 0) }
	date := func(at market.Time) string { return market.DateOf(at.In(r.zone)).String() }
	for _, d := range r.Drawdowns {
		recovery := html.Cell{Text: date(d.End)}
		if !d.Recovered {
			recovery = html.Cell{Text: "open", Tone: html.Loss}
		}
		t.Rows = append(t.Rows, []html.Cell{
			{Text: date(d.Peak)}, {Text: fixed(100*d.Depth, 2) + " %"}, {Text: grouped(fixed(d.Money, 2))}, {Text: date(d.Valley)},
			recovery, {Text: days(d.Peak, d.End)}, {Text: days(d.Peak, d.Valley)},
		})
	}
	if len(t.Rows) == 0 {
		t.Note = "The equity never fell below its peak."
	}
	return t
}

// strategyTable compares strategies; a run of one has nothing to compare.
func (r *Result) strategyTable() html.Table {
	if len(r.Strategies) < 2 {
		return html.Table{}
	}
	ids := []string{"net_profit", "total_return", "cagr", "sharpe", "sortino", "max_drawdown", "trades", "win_rate", "profit_factor", "time_in_market"}
	t := html.Table{Title: "Strategies", Head: []string{"Strategy"}}
	for _, id := range ids {
		s, _ := r.Statistics.Get(id)
		t.Head = append(t.Head, s.Name)
	}
	row := func(name string, sheet stats.Sheet) {
		cells := []html.Cell{{Text: name}}
		for _, id := range ids {
			s, _ := sheet.Get(id)
			c := cell(s.Value, s.Unit)
			c.Tone = html.Tone(tone(s))
			cells = append(cells, c)
		}
		t.Rows = append(t.Rows, cells)
	}
	for _, s := range r.Strategies {
		row(s.Name, s.Statistics)
	}
	row("Account", r.Statistics)
	return t
}

// splitTables leaves out splits into a single group, and shows at most the first groups.
func (r *Result) splitTables() []html.Table {
	const most = 40
	var tables []html.Table
	for _, split := range r.Splits {
		if len(split.Groups) < 2 {
			continue
		}
		t := html.Table{
			Title: "Trades by " + split.By,
			Head:  []string{strings.ToUpper(split.By[:1]) + split.By[1:], "Trades", "Won", "Net", "Profit factor", "Expectancy", "Fees", "Bars held"},
		}
		for _, g := range split.Groups[:min(most, len(split.Groups))] {
			key := g.Key
			if key == "" {
				key = "(none)"
			}
			t.Rows = append(t.Rows, []html.Cell{
				{Text: key}, {Text: strconv.Itoa(g.Trades)}, cell(g.WinRate, stats.Fraction), moneyCell(g.Net),
				cell(g.ProfitFactor, stats.Ratio), cell(g.Expectancy, stats.Money), {Text: money(g.Fees)},
				{Text: strings.TrimSuffix(format(g.AverageBars, stats.Bars), " bars")},
			})
		}
		if more := len(split.Groups) - most; more > 0 {
			t.Note = plural(more, "more group is", "more groups are") + " in " + ResultFile + "."
		}
		tables = append(tables, t)
	}
	return tables
}

func (r *Result) costTable() html.Table {
	c := &r.Costs
	base := " " + string(r.Manifest.Base)
	t := html.Table{Title: "Costs"}
	row := func(name, text string) { t.Rows = append(t.Rows, []html.Cell{{Text: name}, {Text: text}}) }
	row("Commissions and charges", money(c.Fees)+base)
	for _, a := range c.ByCurrency {
		if a.Currency != r.Manifest.Base {
			row("of which charged in "+string(a.Currency), money(a.Amount)+" "+string(a.Currency))
		}
	}
	row("Value traded, bought and sold", money(c.Traded)+base)
	row("Fills", grouped(strconv.Itoa(c.Fills)))
	row("Fees in basis points of the value traded", format(c.BasisPoints, stats.Ratio))
	row("Fees per fill", format(c.PerFill, stats.Money))
	row("Fees as a share of the profit before fees", format(c.Share, stats.Fraction))
	turnover, _ := r.Statistics.Get("turnover")
	row("Turnover, annual", format(turnover.Value, turnover.Unit))
	return t
}

func (r *Result) orderTables() []html.Table {
	states := html.Table{Title: "Orders by state", Head: []string{"State", "Orders", "Share"}}
	reasons := html.Table{Title: "Why orders did not fill", Head: []string{"Reason", "Orders", "Share"}}
	fill := func(t *html.Table, counts []Count, total int, none string) {
		for _, c := range counts {
			share := fixed(100*float64(c.N)/float64(total), 1) + " %"
			t.Rows = append(t.Rows, []html.Cell{{Text: c.Key}, {Text: grouped(strconv.Itoa(c.N))}, {Text: share}})
		}
		if len(counts) == 0 {
			t.Note = none
		}
	}
	fill(&states, r.Orders.ByState, r.Orders.Total, "No order was sent.")
	fill(&reasons, r.Orders.ByReason, r.Orders.Total, "Every order was filled, or none was sent.")
	return []html.Table{states, reasons}
}

// text is a statistic of the account for people.
func (r *Result) text(id string) string {
	s, _ := r.Statistics.Get(id)
	return format(s.Value, s.Unit)
}
