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
		Use:   "synth",
		Short: "Make up a market and put it into the catalog",
		Example: "  trader data synth --symbol SPY --kind etf --bars 1m --from 2024-01-02 --to 2024-12-31\n" +
			"  trader data synth --symbol SPY --kind etf --ticks trades,depth --from 2024-01-02 --to 2024-01-05",
		Args: noArguments,
		RunE: s.run,
	}
	s.what.register(cmd)
	s.period.register(cmd)
	cmd.Flags().StringVar(&s.bars, "bars", "1m", "specification of the bars to make")
	cmd.Flags().StringSliceVar(&s.ticks, "ticks", nil, "quotes, trades or depth (order books of ten levels), or several; in place of bars, unless --bars is given too")
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
	ticks   []string
	seed    uint64
	price   float64
	replace bool
}

func (s *synthesis) run(cmd *cobra.Command, _ []string) error {
	in, cal, err := s.what.instrument()
	if err != nil {
		return err
	}
	wanted, err := s.series(in.Symbol, cmd.Flags().Changed("bars"))
	if err != nil {
		return err
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
	catalog, err := data.Create(s.command.root)
	if err != nil {
		return err
	}
	for _, series := range wanted {
		written, err := s.write(cmd, catalog, tape, series)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%s: %d rows, %s to %s\n", series, written.Rows, written.First, written.Last); err != nil {
			return err
		}
	}
	return catalog.PutInstrument(in)
}

// series is what to make.
func (s *synthesis) series(symbol string, bars bool) ([]data.Series, error) {
	var list []data.Series
	if bars || len(s.ticks) == 0 {
		spec, err := market.ParseBarSpec(s.bars)
		if err != nil {
			return nil, usageError{fmt.Errorf("--bars: %w", err)}
		}
		list = append(list, data.BarSeries(symbol, spec))
	}
	for _, name := range s.ticks {
		kind, err := data.ParseKind(name)
		if err != nil || kind == data.Bars {
			return nil, usageError{fmt.Errorf("--ticks %q: want quotes, trades or depth", name)}
		}
		list = append(list, data.Series{Kind: kind, Symbol: symbol})
	}
	return list, nil
}

// write makes one series of the tape.
func (s *synthesis) write(cmd *cobra.Command, catalog *data.Catalog, tape *synth.Tape, series data.Series) (written data.Written, err error) {
	count, done := counter(cmd.ErrOrStderr(), series.Symbol)
	o := data.Options{Progress: count}
	if s.replace {
		o.Overlap = data.Replace
	}
	switch ctx := cmd.Context(); series.Kind {
	case data.Quotes:
		written, err = catalog.WriteQuotes(ctx, series.Symbol, tape.Quotes(), o)
	case data.Trades:
		written, err = catalog.WriteTrades(ctx, series.Symbol, tape.Trades(), o)
	case data.Depth:
		written, err = catalog.WriteDepth(ctx, series.Symbol, tape.Depth(), o)
	default:
		stream, refused := tape.Bars(series.Spec)
		if refused != nil {
			done()
			return written, usageError{refused}
		}
		written, err = catalog.WriteBars(ctx, series.Symbol, series.Spec, stream, o)
		err = errors.Join(err, stream.Close())
	}
	done()
	return written, overlapping(err)
}
