package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/report/html"
	"github.com/tidemark/tidemark/report/stats"
)

// WritePage writes report.html.
func (r *Result) WritePage(w io.Writer) error { return html.Write(w, r.page()) }

func (r *Result) page() *html.Page {
	p := &html.Page{
		Title:        r.Manifest.Title,
		Subtitle:     r.subtitle(),
		Facts:        r.headFacts(),
		Warnings:     r.Manifest.Optimistic,
		Cards:        r.cards(),
		Months:       r.heatMap(),
		Distribution: r.distribution(),
		Drawdowns:    r.drawdownTable(),
		Strategies:   r.strategyTable(),
		Splits:       r.splitTables(),
		Costs:        r.costTable(),
		Orders:       r.orderTables(),
		Manifest:     r.manifestFacts(),
		Files:        r.fileTable(),
		Config:       r.Manifest.Config,
	}
	for _, f := range r.Findings {
		p.Findings = append(p.Findings, html.Finding{Warning: f.Severity == Warning, Text: f.Text})
	}
	for _, group := range stats.Groups() {
		if group == stats.Comparison && r.run.Benchmark == nil {
			continue
		}
		p.Groups = append(p.Groups, r.group(group))
	}
	for _, info := range r.Manifest.Strategies {
		if info.Parameters != "" {
			p.Parameters = append(p.Parameters, html.Fact{Name: info.Name, Text: info.Parameters})
		}
	}
	for _, d := range r.Definitions {
		p.Definitions = append(p.Definitions, html.Definition{ID: d.ID, Name: d.Name, Unit: string(d.Unit), Text: d.Text})
	}
	r.draw(p)
	return p
}

func (r *Result) subtitle() string {
	symbols := make([]string, 0, len(r.run.Instruments))
	for _, in := range r.run.Instruments {
		symbols = append(symbols, in.Symbol)
	}
	const shown = 8
	if more := len(symbols) - shown; more > 1 {
		symbols = append(symbols[:shown], fmt.Sprintf("%d more", more))
	}
	return strings.Join(symbols, ", ")
}

func (r *Result) headFacts() []html.Fact {
	return []html.Fact{
		{Name: "Period", Text: r.periodText()},
		{Name: "Start equity", Text: money(r.Period.Start) + " " + string(r.Manifest.Base)},
		{Name: "End equity", Text: money(r.Period.End) + " " + string(r.Manifest.Base)},
		{Name: "A signal fills at", Text: orNone(r.Manifest.Timing)},
		{Name: "Costs", Text: orNone(r.Manifest.Costs)},
	}
}

// periodText is the days of the first and the last sample on the account's wall clock.
func (r *Result) periodText() string {
	if r.Period.Samples == 0 {
		return "no samples"
	}
	date := func(t market.Time) string { return market.DateOf(t.In(r.zone)).String() }
	return fmt.Sprintf("%s to %s (%s)", date(r.Period.From), date(r.Period.To), span(r.Period.Days()))
}

func orNone(text string) string {
	if text == "" {
		return "not recorded"
	}
	return text
}

func (r *Result) cards() []html.Card {
	card := func(id, note string) html.Card {
		s, _ := r.Statistics.Get(id)
		if !s.Value.Defined() {
			note = s.Value.Reason().Text()
		}
		return html.Card{Name: s.Name, Text: format(s.Value, s.Unit), Tone: html.Tone(tone(s)), Note: note}
	}
	return []html.Card{
		card("total_return", r.text("net_profit")+" "+string(r.Manifest.Base)),
		card("cagr", "volatility "+r.text("volatility")),
		card("max_drawdown", r.recoveryText()),
		card("sharpe", "± "+r.text("sharpe_error")+" (1 s.e.)"),
		card("sortino", "Calmar "+r.text("calmar")),
		card("trades", r.wonText()),
		card("profit_factor", "payoff "+r.text("payoff")),
		card("expectancy", string(r.Manifest.Base)+" a trade, net"),
	}
}

func (r *Result) recoveryText() string {
	if len(r.Drawdowns) == 0 {
		return "never below its peak"
	}
	if !r.Drawdowns[0].Recovered {
		return "open for " + r.text("max_drawdown_days")
	}
	return "recovered in " + r.text("max_drawdown_days")
}

func (r *Result) wonText() string {
	if !r.Statistics.Value("win_rate").Defined() {
		return "none was closed"
	}
	return r.text("win_rate") + " won"
}

var groupTitles = map[stats.Group]string{
	stats.Returns: "Returns", stats.Risk: "Risk", stats.Depth: "Drawdown", stats.Exposure: "Exposure",
	stats.Trading: "Trades", stats.Comparison: "Benchmark",
}

func (r *Result) group(group stats.Group) html.Group {
	g := html.Group{Title: groupTitles[group]}
	switch group {
	case stats.Comparison:
		g.Title += ": " + r.run.Benchmark.Name
	case stats.Risk:
		g.Title += ", T = " + strconv.FormatFloat(r.Basis.PeriodsPerYear, 'g', -1, 64)
	}
	for _, s := range r.Statistics.In(group) {
		help := fmt.Sprintf("%s Sample size %d.", s.Text, s.N)
		if !s.Value.Defined() {
			help = "Not available: " + s.Value.Reason().Text() + ". " + help
		}
		g.Rows = append(g.Rows, html.Row{
			ID: s.ID, Name: s.Name, Text: format(s.Value, s.Unit), Help: help, Tone: html.Tone(tone(s)),
		})
	}
	return g
}

func (r *Result) manifestFacts() []html.Fact {
	m := &r.Manifest
	return []html.Fact{
		{Name: "Tidemark", Text: orNone(m.Version)},
		{Name: "Go", Text: orNone(m.GoVersion)},
		{Name: "Period asked for", Text: moment(m.From) + " to " + moment(m.To)},
		{Name: "Events replayed", Text: grouped(strconv.FormatInt(m.DataPoints, 10))},
		{Name: "Seed", Text: strconv.FormatInt(m.Seed, 10)},
		{Name: "Base currency", Text: string(m.Base)},
		{Name: "Calendar", Text: m.Calendar + ", times in " + m.Zone},
		{Name: "Equity sampled", Text: fmt.Sprintf("%s, %d samples", m.Sampling, r.Period.Samples)},
		{Name: "Annualised with", Text: fmt.Sprintf("%g periods a year (%s); years of %g days", r.Basis.PeriodsPerYear, r.Basis.Source, r.Basis.DaysPerYear)},
		{Name: "Risk-free rate", Text: r.riskFreeText()},
		{Name: "A signal fills at", Text: orNone(m.Timing)},
		{Name: "Costs", Text: orNone(m.Costs)},
		{Name: "Optimistic settings", Text: optimism(m.Optimistic)},
		{Name: "Trade hash", Text: r.TradeHash},
	}
}

func optimism(settings []string) string {
	if len(settings) == 0 {
		return "none"
	}
	return strings.Join(settings, " ")
}

func (r *Result) riskFreeText() string {
	if len(r.run.RiskFree) > 0 {
		return fmt.Sprintf("a series of %d rates", len(r.run.RiskFree))
	}
	return fixed(100*r.Manifest.RiskFree, 2) + " % a year"
}

func (r *Result) fileTable() html.Table {
	t := html.Table{Title: "Data", Head: []string{"File", "Rows", "SHA-256"}}
	for _, f := range r.Manifest.Files {
		rows := ""
		if f.Rows > 0 {
			rows = grouped(strconv.FormatInt(f.Rows, 10))
		}
		t.Rows = append(t.Rows, []html.Cell{{Text: f.Path}, {Text: rows}, {Text: f.SHA256}})
	}
	if len(t.Rows) == 0 {
		t.Note = "No data file was recorded."
	}
	return t
}
