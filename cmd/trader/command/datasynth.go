package command

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/data/synth"
	"github.com/tidemark/tidemark/market"
)

func (d *dataCommand) newSynth() *cobra.Command {
	s := synthesis{command: d}
	cmd := &cobra.Command{
		Use:     "synth",
		Short:   "Make up a market and put it into the catalog",
		Example: "  trader data synth --symbol SPY --kind etf --bars 1m --from 2024-01-02 --to 2024-12-31",
		Args:    noArguments,
		RunE:    s.run,
	}
	s.what.register(cmd)
	s.period.register(cmd)
	cmd.Flags().StringVar(&s.bars, "bars", "1m", "specification of the bars to make")
	cmd.Flags().Uint64Var(&s.seed, "seed", 1, "seed; the same seed makes the same market")
	cmd.Flags().Float64Var(&s.price, "price", 0, "price before the first session; from the kind unless given")
	cmd.Flags().BoolVar(&s.replace, "replace", false, "replace what the catalog holds of the same period")
	return cmd
}

type synthesis struct {
	command *dataCommand
	what    definition
	period  period
	bars    string
	seed    uint64
	price   float64
	replace bool
}

func (s *synthesis) run(cmd *cobra.Command, _ []string) error {
	in, cal, err := s.what.instrument()
	if err != nil {
		return err
	}
	spec, err := market.ParseBarSpec(s.bars)
	if err != nil {
		return usageError{fmt.Errorf("--bars: %w", err)}
	}
	o := synth.Defaults(&in)
	o.Seed = s.seed
	if o.First, o.Last, err = s.period.dates(); err != nil {
		return err
	}
	if o.First == 0 || o.Last == 0 {
		return usageError{errors.New("--from and --to are needed: which days are made up?")}
	}
	if s.price != 0 {
		o.Price = s.price
	}
	tape, err := synth.New(&in, cal, o)
	if err != nil {
		return usageError{err}
	}
	stream, err := tape.Bars(spec)
	if err != nil {
		return usageError{err}
	}
	catalog, err := data.Create(s.command.root)
	if err != nil {
		return errors.Join(err, stream.Close())
	}
	count, done := counter(cmd.ErrOrStderr(), in.Symbol)
	options := data.Options{Progress: count}
	if s.replace {
		options.Overlap = data.Replace
	}
	written, err := catalog.WriteBars(cmd.Context(), in.Symbol, spec, stream, options)
	done()
	if err := errors.Join(overlapping(err), stream.Close()); err != nil {
		return err
	}
	if err := catalog.PutInstrument(in); err != nil {
		return err
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: %d rows, %s to %s\n", data.BarSeries(in.Symbol, spec), written.Rows, written.First, written.Last)
	return err
}
