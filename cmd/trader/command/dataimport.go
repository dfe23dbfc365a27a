package command

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
)

func (d *dataCommand) newImport() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import",
		Short: "Bring LEAN trees, Yahoo files, other CSV files and journals of live runs into the catalog",
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(d.newImportLean(), d.newImportYahoo(), d.newImportCSV(), d.newImportJournal())
	return cmd
}

// importFlags are what every import has.
type importFlags struct {
	bad     string
	replace bool
	asJSON  bool
}

func (f *importFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.bad, "bad-rows", "fail", "what happens to bad rows: fail, drop or keep")
	cmd.Flags().BoolVar(&f.replace, "replace", false, "replace what the catalog holds of the same period")
	jsonFlag(cmd, &f.asJSON)
}

func (f *importFlags) policy() (rows.Policy, error) {
	var p rows.Policy
	if err := p.UnmarshalText([]byte(f.bad)); err != nil {
		return p, usageError{fmt.Errorf("--bad-rows: %w", err)}
	}
	return p, nil
}

// importer writes streams into the catalog, one after the other.
type importer struct {
	flags   *importFlags
	root    string
	catalog *data.Catalog // nil until the first stream is open
	stderr  io.Writer
	done    []imported
}

// imported tells what became of one series.
type imported struct {
	Series string       `json:"series"`
	Rows   int64        `json:"rows"`
	First  market.Time  `json:"first"`
	Last   market.Time  `json:"last"`
	Source rows.Summary `json:"source"`
	// Replaced is the number of rows that were there before.
	Replaced int64 `json:"replaced"`
}

func (d *dataCommand) importer(cmd *cobra.Command, f *importFlags) *importer {
	return &importer{flags: f, root: d.root, stderr: cmd.ErrOrStderr()}
}

// begin makes the catalog when it is needed and defines the instrument. The definition comes first, so that
// no series is ever without one.
func (i *importer) begin(in market.Instrument) (err error) {
	if i.catalog == nil {
		if i.catalog, err = data.Create(i.root); err != nil {
			return err
		}
	}
	return i.catalog.PutInstrument(in)
}

func (i *importer) options(what string) (data.Options, func()) {
	count, done := counter(i.stderr, what)
	o := data.Options{Progress: count}
	if i.flags.replace {
		o.Overlap = data.Replace
	}
	return o, done
}

func (i *importer) bars(ctx context.Context, in market.Instrument, spec market.BarSpec, s *rows.BarStream) error {
	series := data.BarSeries(in.Symbol, spec)
	if err := i.begin(in); err != nil {
		return errors.Join(err, s.Close())
	}
	o, done := i.options(series.String())
	written, err := i.catalog.WriteBars(ctx, in.Symbol, spec, s, o)
	done()
	return i.finish(series, written, s.Summary(), errors.Join(err, s.Close()))
}

func (i *importer) quotes(ctx context.Context, in market.Instrument, s *rows.QuoteStream) error {
	series := data.QuoteSeries(in.Symbol)
	if err := i.begin(in); err != nil {
		return errors.Join(err, s.Close())
	}
	o, done := i.options(series.String())
	written, err := i.catalog.WriteQuotes(ctx, in.Symbol, s, o)
	done()
	return i.finish(series, written, s.Summary(), errors.Join(err, s.Close()))
}

func (i *importer) trades(ctx context.Context, in market.Instrument, s *rows.TradeStream) error {
	series := data.TradeSeries(in.Symbol)
	if err := i.begin(in); err != nil {
		return errors.Join(err, s.Close())
	}
	o, done := i.options(series.String())
	written, err := i.catalog.WriteTrades(ctx, in.Symbol, s, o)
	done()
	return i.finish(series, written, s.Summary(), errors.Join(err, s.Close()))
}

func (i *importer) finish(series data.Series, written data.Written, source rows.Summary, err error) error {
	if err == nil && written.Rows == 0 {
		err = errors.New("there was nothing to import: the source has no usable row")
	}
	if err != nil {
		return fmt.Errorf("import %s: %w", series, overlapping(err))
	}
	i.done = append(i.done, imported{
		Series: series.String(), Rows: written.Rows, First: written.First, Last: written.Last, Source: source, Replaced: written.Dropped,
	})
	return nil
}

// overlapping names the flag that settles an overlap.
func overlapping(err error) error {
	var overlap *data.OverlapError
	if errors.As(err, &overlap) {
		return fmt.Errorf("%w (--replace)", err)
	}
	return err
}

// report prints what was imported.
func (i *importer) report(w io.Writer) error {
	if i.flags.asJSON {
		return printJSON(w, i.done)
	}
	for _, d := range i.done {
		fmt.Fprintf(w, "%s: %d rows, %s to %s", d.Series, d.Rows, d.First, d.Last)
		if d.Replaced > 0 {
			fmt.Fprintf(w, ", replacing %d", d.Replaced)
		}
		if bad := d.Source.BadRows(); bad > 0 {
			fmt.Fprintf(w, "; %d bad rows (%s)", bad, i.flags.bad)
		}
		fmt.Fprintln(w)
	}
	return nil
}
