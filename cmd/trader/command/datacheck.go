package command

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/data/quality"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

func (d *dataCommand) newCheck() *cobra.Command {
	var asJSON bool
	var o quality.Options
	cmd := &cobra.Command{
		Use:   "check [SYMBOL...]",
		Short: "Report gaps against the calendar, bad rows, outliers and jumps in the catalog's series",
		Args:  cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			catalog, err := data.Open(d.root)
			if err != nil {
				return err
			}
			reports, err := checkSeries(catalog, args, o)
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), reports)
			}
			return tellReports(cmd.OutOrStdout(), reports)
		},
	}
	cmd.Flags().IntVar(&o.Findings, "findings", 0, "findings of one kind to list; 20 unless given")
	cmd.Flags().IntVar(&o.Gaps, "gaps", 20, "gaps to list")
	jsonFlag(cmd, &asJSON)
	return cmd
}

// checkSeries checks the series of the symbols given, or all.
func checkSeries(catalog *data.Catalog, symbols []string, o quality.Options) ([]quality.Report, error) {
	list, err := catalog.Series()
	if err != nil {
		return nil, err
	}
	reports := []quality.Report{}
	for _, info := range list {
		if len(symbols) > 0 && !slices.Contains(symbols, info.Symbol) {
			continue
		}
		report, err := checkOne(catalog, info.Series, o)
		if err != nil {
			return nil, err
		}
		reports = append(reports, report)
	}
	if len(list) == 0 {
		return nil, usageError{fmt.Errorf("the catalog %s is empty: fill it with `trader data import`", catalog.Root())}
	}
	if len(reports) == 0 {
		return nil, usageError{fmt.Errorf("the catalog has nothing of %q: `trader data ls` lists it", symbols)}
	}
	return reports, nil
}

func checkOne(catalog *data.Catalog, s data.Series, o quality.Options) (quality.Report, error) {
	in, err := catalog.Instrument(s.Symbol)
	if err != nil {
		return quality.Report{}, err
	}
	cal, err := calendar.Get(in.Calendar)
	if err != nil {
		return quality.Report{}, err
	}
	var report quality.Report
	switch s.Kind {
	case data.Quotes:
		stream, err := catalog.Quotes(s.Symbol, data.Beginning, market.Never)
		if err != nil {
			return report, err
		}
		report, err = quality.CheckQuotes(stream, in, cal, o)
		return report, errors.Join(err, stream.Close())
	case data.Depth:
		books, err := catalog.Depth(s.Symbol, data.Beginning, market.Never)
		if err != nil {
			return report, err
		}
		report, err = quality.CheckQuotes(data.Tops(books), in, cal, o)
		report.Kind = data.Depth
		return report, errors.Join(err, books.Close())
	case data.Trades:
		stream, err := catalog.Trades(s.Symbol, data.Beginning, market.Never)
		if err != nil {
			return report, err
		}
		report, err = quality.CheckTrades(stream, in, cal, o)
		return report, errors.Join(err, stream.Close())
	}
	stream, err := catalog.Bars(s.Symbol, s.Spec, data.Beginning, market.Never)
	if err != nil {
		return report, err
	}
	report, err = quality.Check(stream, in, cal, s.Spec, o)
	return report, errors.Join(err, stream.Close())
}

func tellReports(w io.Writer, reports []quality.Report) error {
	for i := range reports {
		r := &reports[i]
		series := data.Series{Kind: r.Kind, Symbol: r.Symbol, Spec: r.Spec}
		fmt.Fprintf(w, "%s: %d rows, %s to %s\n", series, r.Rows, r.First, r.Last)
		if c := r.Coverage; c != nil {
			fmt.Fprintf(w, "  coverage %.2f %%: %d of %d missing, %d whole sessions; %d gaps\n",
				100*c.Score, c.Missing, c.Expected, c.MissingSessions, r.GapCount)
		}
		for _, g := range r.Gaps {
			fmt.Fprintf(w, "    gap %s to %s: %d bars, %d sessions\n", g.From, g.To, g.Bars, g.Sessions)
		}
		for _, c := range r.Counts {
			fmt.Fprintf(w, "  %s: %d\n", c.Kind, c.Rows)
			for _, f := range r.Findings {
				if f.Kind == c.Kind {
					fmt.Fprintf(w, "    %s\n", f)
				}
			}
		}
	}
	return nil
}
