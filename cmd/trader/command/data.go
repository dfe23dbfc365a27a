package command

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

func newData() *cobra.Command {
	d := &dataCommand{}
	cmd := &cobra.Command{
		Use:   "data",
		Short: "Import, download, list, check and export market data",
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.PersistentFlags().StringVar(&d.root, "catalog", "catalog", "folder of the Parquet catalog")
	cmd.AddCommand(d.newImport(), d.newList(), d.newCheck(), d.newExport(), d.newSynth(), d.newDownload())
	return cmd
}

// dataCommand is what the commands under data share.
type dataCommand struct{ root string }

// period is the flags --from and --to.
type period struct{ from, to string }

func (p *period) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&p.from, "from", "", "first day, YYYY-MM-DD")
	cmd.Flags().StringVar(&p.to, "to", "", "last day, YYYY-MM-DD")
}

// dates are the days as given; zero where not.
func (p *period) dates() (from, to market.Date, err error) {
	if p.from != "" {
		if from, err = market.ParseDate(p.from); err != nil {
			return 0, 0, usageError{fmt.Errorf("--from: %w", err)}
		}
	}
	if p.to != "" {
		if to, err = market.ParseDate(p.to); err != nil {
			return 0, 0, usageError{fmt.Errorf("--to: %w", err)}
		}
	}
	if from != 0 && to != 0 && to < from {
		return 0, 0, usageError{fmt.Errorf("--to %s is before --from %s", to, from)}
	}
	return from, to, nil
}

// bounds are the days as (from, to] in UTC; everything where not given.
func (p *period) bounds() (from, to market.Time, err error) {
	first, last, err := p.dates()
	from, to = data.Beginning, market.Never
	if first != 0 {
		from = market.At(first.Clock(0, 0, time.UTC))
	}
	if last != 0 {
		to = market.At(last.AddDays(1).Clock(0, 0, time.UTC))
	}
	return from, to, err
}

func (d *dataCommand) newList() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "ls",
		Short: "List what the catalog holds",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			catalog, err := data.Open(d.root)
			if err != nil {
				return err
			}
			list, err := catalog.Series()
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), held(list))
			}
			return listSeries(cmd.OutOrStdout(), list)
		},
	}
	jsonFlag(cmd, &asJSON)
	return cmd
}

// heldSeries is a series of the catalog in JSON.
type heldSeries struct {
	Series string      `json:"series"`
	Symbol string      `json:"symbol"`
	Kind   data.Kind   `json:"kind"`
	Rows   int64       `json:"rows"`
	First  market.Time `json:"first"`
	Last   market.Time `json:"last"`
	Files  int         `json:"files"`
	Bytes  int64       `json:"bytes"`
}

func held(list []data.Info) []heldSeries {
	out := make([]heldSeries, len(list))
	for i, s := range list {
		out[i] = heldSeries{s.Series.String(), s.Symbol, s.Kind, s.Rows, s.First, s.Last, s.Files, s.Bytes}
	}
	return out
}

func listSeries(out io.Writer, list []data.Info) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "SERIES\tROWS\tFIRST\tLAST\tFILES\tKB\t")
	for _, info := range list {
		fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%d\t%d\t\n", info.Series, info.Rows,
			info.First.UTC().Format(time.DateTime), info.Last.UTC().Format(time.DateTime), info.Files, (info.Bytes+1023)/1024)
	}
	return w.Flush()
}

// counter shows how many rows have been read, on a terminal only.
func counter(w io.Writer, what string) (count func(int64), done func()) {
	if _, terminal := isTerminal(w); !terminal {
		return func(int64) {}, func() {}
	}
	bar := progressbar.NewOptions64(-1, progressbar.OptionSetWriter(w), progressbar.OptionClearOnFinish(),
		progressbar.OptionSetDescription(what), progressbar.OptionShowCount(), progressbar.OptionSetItsString("rows"),
		progressbar.OptionShowIts(), progressbar.OptionThrottle(100*time.Millisecond))
	return func(n int64) { _ = bar.Set64(n) }, func() { _ = bar.Finish() }
}
