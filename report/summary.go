package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/tidemark/tidemark/report/stats"
)

// The widths of a terminal that the summary is made for; others are taken to the nearer end.
const (
	narrowest  = 44
	widest     = 110
	twoColumns = 84 // from here on sections stand side by side
)

// summarySections are the sections of the summary and the statistics in them.
var summarySections = []struct {
	title string
	ids   []string
}{
	{"Returns", []string{"total_return", "net_profit", "cagr", "volatility", "best_period", "worst_period"}},
	{"Risk", []string{"sharpe", "sharpe_error", "psr", "sortino", "calmar", "var_95", "cvar_95", "skew"}},
	{"Drawdown", []string{"max_drawdown", "max_drawdown_days", "longest_drawdown_days", "time_under_water", "recovery_factor"}},
	{"Exposure", []string{"time_in_market", "average_gross_exposure", "average_net_exposure", "turnover"}},
	{"Trades", []string{"trades", "win_rate", "profit_factor", "payoff", "expectancy", "average_win", "average_loss", "max_consecutive_losses", "sqn", "kelly"}},
	{"Benchmark", []string{"benchmark_return", "benchmark_max_drawdown", "alpha", "beta", "r_squared", "information_ratio"}},
}

// Summary writes the result for a terminal that is width characters wide, in colour or in plain text.
// What does not exist is "n/a". The error is the writer's.
func (r *Result) Summary(w io.Writer, width int, colour bool) error {
	s := &screen{width: min(widest, max(narrowest, width)), colour: colour}
	r.summaryHead(s)
	s.blocks(r.summaryBlocks())
	r.summaryStrategies(s)
	r.summaryYears(s)
	r.summaryOrders(s)
	r.summaryFindings(s)
	s.line("")
	s.wrap("Annualised with T = "+fmt.Sprintf("%g (%s).", r.Basis.PeriodsPerYear, r.Basis.Source)+" Trade hash "+r.TradeHash[:12]+".", "", faint)
	_, err := io.WriteString(w, s.text.String())
	return err
}

func (r *Result) summaryHead(s *screen) {
	s.wrap(r.Manifest.Title, "", bold)
	s.wrap(r.subtitle(), "", "")
	s.wrap(r.periodText()+", "+plural(r.Period.Samples, "sample", "samples")+" at "+orNone(r.Manifest.Sampling), "", faint)
	s.wrap("Signals fill at: "+orNone(r.Manifest.Timing)+". Costs: "+orNone(r.Manifest.Costs)+".", "", faint)
	if len(r.Manifest.Optimistic) == 0 {
		return
	}
	s.line("")
	s.wrap("!! OPTIMISTIC SETTINGS: THE RESULT IS BETTER THAN THE MARKET WOULD HAVE BEEN", "   ", red)
	for _, setting := range r.Manifest.Optimistic {
		s.wrap("!! "+strings.ToUpper(setting), "   ", red)
	}
}

func (r *Result) summaryBlocks() []block {
	var all []block
	for _, section := range summarySections {
		if section.title == "Benchmark" && r.run.Benchmark == nil {
			continue
		}
		b := block{title: section.title}
		for _, id := range section.ids {
			s, _ := r.Statistics.Get(id)
			b.rows = append(b.rows, row{s.Name, format(s.Value, s.Unit), paint(tone(s))})
		}
		all = append(all, b)
	}
	c := &r.Costs
	return append(all, block{"Costs", []row{
		{"Fees, " + string(r.Manifest.Base), money(c.Fees), ""},
		{"Value traded", money(c.Traded), ""},
		{"Fees, basis points", format(c.BasisPoints, stats.Ratio), ""},
		{"Fees / profit before fees", format(c.Share, stats.Fraction), ""},
	}})
}

// summaryStrategies compares the strategies of a run that has several.
func (r *Result) summaryStrategies(s *screen) {
	if len(r.Strategies) < 2 {
		return
	}
	s.title("Strategies")
	name := min(24, s.width-52)
	s.line(fmt.Sprintf("  %-*s %13s %9s %8s %9s %7s", name, "", "Net profit", "Return", "Sharpe", "Max draw", "Trades"))
	for _, strategy := range r.Strategies {
		text := func(id string) string {
			statistic, _ := strategy.Statistics.Get(id)
			return format(statistic.Value, statistic.Unit)
		}
		s.line(fmt.Sprintf("  %s %13s %9s %8s %9s %7s", fit(clean(strategy.Name), name),
			text("net_profit"), text("total_return"), text("sharpe"), text("max_drawdown"), text("trades")))
	}
}

func (r *Result) summaryYears(s *screen) {
	if len(r.Yearly) < 2 {
		return
	}
	s.title("Years")
	years := make([]string, len(r.Yearly))
	for i, p := range r.Yearly {
		years[i] = fmt.Sprintf("%d %8s", p.Year, format(p.Return, stats.Fraction))
	}
	per := (s.width - 2) / 18
	for len(years) > 0 {
		n := min(per, len(years))
		s.line("  " + strings.Join(years[:n], "   "))
		years = years[n:]
	}
}

func (r *Result) summaryOrders(s *screen) {
	if r.Orders.Unfilled == 0 {
		return
	}
	s.title("Orders without a fill")
	reasons := make([]string, len(r.Orders.ByReason))
	for i, c := range r.Orders.ByReason {
		reasons[i] = fmt.Sprintf("%d %s", c.N, c.Key)
	}
	s.wrap(fmt.Sprintf("  %d of %d: %s", r.Orders.Unfilled, r.Orders.Total, strings.Join(reasons, ", ")), "  ", "")
}

func (r *Result) summaryFindings(s *screen) {
	if len(r.Findings) == 0 {
		return
	}
	s.title("To know")
	for _, f := range r.Findings {
		if f.Severity == Warning {
			s.wrap("  ! "+f.Text, "    ", yellow)
		} else {
			s.wrap("  - "+f.Text, "    ", "")
		}
	}
}
