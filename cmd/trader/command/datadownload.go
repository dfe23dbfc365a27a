package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/broker/tws"
	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/history"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

func (d *dataCommand) newDownload() *cobra.Command {
	l := download{command: d}
	cmd := &cobra.Command{
		Use:   "download [SYMBOL...]",
		Short: "Download bars or ticks from TWS or IB Gateway into the catalog",
		Long: "Download bars or ticks from TWS or IB Gateway into the catalog.\n\n" +
			"The plan is printed first. Only what the catalog lacks is asked for, at the pace that IB allows; after an\n" +
			"interruption of any kind the same command goes on where it was. What IB has no data for is remembered.",
		Example: "  trader data download SPY QQQ --bars 1m --from 2023-01-03 --to 2023-12-29 --rth\n" +
			"  trader data download EURUSD --type CASH --bars 1h-mid --from 2020-01-02 --dry-run\n" +
			"  trader data download AAPL --ticks trades --from 2024-03-01 --to 2024-03-01",
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return l.run(cmd, args) },
	}
	l.flags.register(cmd)
	l.contract.register(cmd)
	l.period.register(cmd)
	jsonFlag(cmd, &l.asJSON)
	f := cmd.Flags()
	f.StringVar(&l.bars, "bars", "", "specification of the bars: 5s, 1m, 1h, 1d; -bid, -ask or -mid behind it for other prices")
	f.StringVar(&l.ticks, "ticks", "", "trades or quotes, in place of bars")
	f.StringVar(&l.what, "what", "", "what bars show, by IB's names, such as AGGTRADES; from --bars and the instrument unless given")
	f.BoolVar(&l.rth, "rth", false, "regular trading hours only")
	f.StringVar(&l.calendar, "calendar", "", "trading calendar, for exchanges of which none is known")
	f.BoolVar(&l.dryRun, "dry-run", false, "print the plan and download nothing")
	return cmd
}

type download struct {
	command             *dataCommand
	flags               twsFlags
	contract            contractFlags
	period              period
	bars, ticks, what   string
	calendar            string
	rth, dryRun, asJSON bool
	kind                data.Kind
	spec                market.BarSpec
	from, to            market.Date
}

func (l *download) run(cmd *cobra.Command, args []string) error {
	symbols, err := l.contract.symbols(args)
	if err != nil {
		return err
	}
	if err := l.check(); err != nil {
		return err
	}
	for _, s := range symbols {
		if _, err := l.contract.contract(s); err != nil {
			return err
		}
	}
	line, err := l.flags.open(cmd)
	if err != nil {
		return err
	}
	return advised(errors.Join(l.over(cmd, line, symbols), line.close()))
}

// over does all of it over a line.
func (l *download) over(cmd *cobra.Command, line *twsLine, symbols []string) error {
	d := &history.Downloader{
		Source: line.conn,
		Reconnect: func(ctx context.Context) (history.Source, error) {
			return line.again(ctx)
		},
		Notice: func(text string) { fmt.Fprintln(cmd.ErrOrStderr(), text) },
	}
	var err error
	var none *data.NoCatalogError
	if d.Catalog, err = data.Open(l.command.root); err != nil && !errors.As(err, &none) {
		return err
	}
	plans, err := l.plan(cmd.Context(), client.NewResolver(line.conn, client.ResolverOptions{}), d, symbols)
	if err != nil {
		return err
	}
	if !l.asJSON || l.dryRun {
		if err := l.tellPlans(cmd.OutOrStdout(), plans); err != nil {
			return err
		}
	}
	if l.dryRun {
		return nil
	}
	if d.Catalog, err = data.Create(l.command.root); err != nil {
		return err
	}
	return l.download(cmd, d, plans)
}

// check reads what the flags say before anything is connected.
func (l *download) check() (err error) {
	switch {
	case (l.bars == "") == (l.ticks == ""):
		return usageError{errors.New("say what to download: --bars 1m (or another specification), or --ticks trades or quotes")}
	case l.bars != "":
		l.kind = data.Bars
		if l.spec, err = market.ParseBarSpec(l.bars); err != nil {
			return usageError{fmt.Errorf("--bars: %w", err)}
		}
		if _, err := tws.BarSize(l.spec); err != nil {
			return usageError{fmt.Errorf("--bars: %w", err)}
		}
	default:
		if l.kind, err = data.ParseKind(l.ticks); err != nil || l.kind == data.Bars {
			return usageError{fmt.Errorf("--ticks %q: want trades or quotes", l.ticks)}
		}
		if l.what != "" {
			return usageError{errors.New("--what is for bars: ticks are trades or quotes")}
		}
	}
	if l.from, l.to, err = l.period.dates(); err != nil {
		return err
	}
	if l.from == 0 {
		return usageError{errors.New("--from is missing: name the first day")}
	}
	if today := market.DateOf(time.Now().UTC()).AddDays(1); l.to == 0 || l.to > today {
		l.to = today // Sydney's Monday is New York's Sunday
	}
	if l.to < l.from {
		return usageError{fmt.Errorf("--from %s has not come yet", l.from)}
	}
	return nil
}

// plan finds the contracts and what is missing of each.
func (l *download) plan(ctx context.Context, r *client.Resolver, d *history.Downloader, symbols []string) ([]*history.Plan, error) {
	var plans []*history.Plan
	for _, symbol := range symbols {
		k, err := l.contract.contract(symbol)
		if err != nil {
			return nil, err
		}
		t := history.Target{What: l.what, Regular: l.rth, From: l.from, To: l.to}
		asked, cancel := context.WithTimeout(ctx, l.flags.timeout)
		t.Contract, t.Instrument, err = history.Find(asked, r, k, l.calendar)
		cancel()
		if err != nil {
			return nil, fmt.Errorf("find the contract %s: %w", l.contract.name(symbol), err)
		}
		t.Series = data.Series{Kind: l.kind, Symbol: t.Instrument.Symbol, Spec: l.spec}
		if slices.ContainsFunc(plans, func(p *history.Plan) bool { return p.Series == t.Series }) {
			continue // named twice
		}
		p, err := d.Plan(ctx, t, time.Now())
		if err != nil {
			return nil, err
		}
		plans = append(plans, p)
	}
	return plans, nil
}

// planRow is a plan as it is printed.
type planRow struct {
	Series   string      `json:"series"`
	ConID    int         `json:"con_id"`
	From     market.Date `json:"from"`
	To       market.Date `json:"to"`
	Sessions int         `json:"sessions"`
	Held     int         `json:"held"`
	Requests int         `json:"requests"`
	// Least tells that the requests are as many only if sessions are quiet.
	Least    bool     `json:"at_least,omitempty"`
	Estimate float64  `json:"estimate_seconds"`
	Notes    []string `json:"notes,omitempty"`
}

func (l *download) tellPlans(out io.Writer, plans []*history.Plan) error {
	rows := make([]planRow, len(plans))
	for i, p := range plans {
		rows[i] = planRow{
			p.Series.String(), p.Contract.ConID, p.From, p.To, p.Sessions, p.Held, len(p.Steps), p.Series.Kind != data.Bars,
			p.Estimate.Seconds(), p.Notes,
		}
	}
	if l.asJSON {
		return printJSON(out, rows)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "SERIES\tFROM\tTO\tSESSIONS\tHELD\tREQUESTS\tTIME\t")
	for _, r := range rows {
		least := ""
		if r.Least && r.Requests > 0 {
			least = "at least "
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%d\t%s%d\t%v\t\n", r.Series, r.From, r.To, r.Sessions, r.Held, least, r.Requests,
			time.Duration(r.Estimate)*time.Second)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, r := range rows {
		for _, note := range r.Notes {
			fmt.Fprintf(out, "%s: %s\n", r.Series, note)
		}
	}
	return nil
}

// downloaded is what became of a series.
type downloaded struct {
	Series string `json:"series"`
	history.Result
}

// download runs the plans and tells what they brought, also what a failed one did.
func (l *download) download(cmd *cobra.Command, d *history.Downloader, plans []*history.Plan) error {
	done := []downloaded{}
	var failed error
	for _, p := range plans {
		progress, end := stepsBar(cmd.ErrOrStderr(), p.Series.String(), len(p.Steps))
		d.Progress = progress
		result, err := d.Run(cmd.Context(), p)
		end()
		done = append(done, downloaded{p.Series.String(), result})
		if err != nil {
			failed = err
			break
		}
	}
	if l.asJSON {
		return errors.Join(failed, printJSON(cmd.OutOrStdout(), done))
	}
	for _, r := range done {
		fmt.Fprintf(cmd.OutOrStdout(), "%s: %d rows", r.Series, r.Rows)
		if r.Rows > 0 {
			fmt.Fprintf(cmd.OutOrStdout(), ", %s to %s", r.First, r.Last)
		}
		fmt.Fprintf(cmd.OutOrStdout(), ", %d requests", r.Requests)
		if r.Empty > 0 {
			fmt.Fprintf(cmd.OutOrStdout(), ", %d of them without data", r.Empty)
		}
		if r.Homeless > 0 {
			fmt.Fprintf(cmd.OutOrStdout(), "; %d bars of days without a session were left out", r.Homeless)
		}
		fmt.Fprintln(cmd.OutOrStdout())
	}
	return failed
}

// stepsBar shows on a terminal how far a download has come.
func stepsBar(w io.Writer, what string, steps int) (progress func(history.Progress), end func()) {
	if _, terminal := isTerminal(w); !terminal || steps == 0 {
		return nil, func() {}
	}
	bar := progressbar.NewOptions(steps, progressbar.OptionSetWriter(w), progressbar.OptionClearOnFinish(),
		progressbar.OptionSetDescription(what), progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true),
		progressbar.OptionSetElapsedTime(true), progressbar.OptionThrottle(100*time.Millisecond))
	return func(p history.Progress) {
		bar.Describe(fmt.Sprintf("%s to %s, %d rows", what, p.At.UTC().Format("2006-01-02 15:04"), p.Rows))
		_ = bar.Set(p.Done)
	}, func() { _ = bar.Finish() }
}
