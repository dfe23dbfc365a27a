package command

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/live"
)

func (d *dataCommand) newImportJournal() *cobra.Command {
	var flags importFlags
	var session uint64
	cmd := &cobra.Command{
		Use:   "journal FOLDER",
		Short: "Import what a live run was shown, from its broker.journal: quotes, trades, order books and bars",
		Long: "Import what a live run was shown, from its broker.journal: quotes, trades, order books and bars.\n\n" +
			"What came before the start, as a warm-up, is left out. Times are those at which the run saw it.",
		Example: "  trader data import journal .trader/paper-journal",
		Args:    exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			recording, err := live.OpenRecording(args[0], session)
			if err != nil {
				return err
			}
			if len(recording.Series) == 0 {
				return fmt.Errorf("session %d of %s was shown nothing after its start", recording.Session, args[0])
			}
			i := d.importer(cmd, &flags)
			for _, s := range recording.Series {
				if err := i.seen(cmd.Context(), recording, s); err != nil {
					return err
				}
			}
			return i.report(cmd.OutOrStdout())
		},
	}
	cmd.Flags().BoolVar(&flags.replace, "replace", false, "replace what the catalog holds of the same period")
	cmd.Flags().Uint64Var(&session, "session", 0, "number of the session; the last one unless given")
	jsonFlag(cmd, &flags.asJSON)
	return cmd
}

// seen writes one series of a recording. An instrument that the catalog defines already stays as it is.
func (i *importer) seen(ctx context.Context, r *live.Recording, s live.Seen) (err error) {
	if i.catalog == nil {
		if i.catalog, err = data.Create(i.root); err != nil {
			return err
		}
	}
	if _, err := i.catalog.Instrument(s.Series.Symbol); err != nil {
		if err := i.begin(s.Instrument); err != nil {
			return err
		}
	}
	o, done := i.options(s.Series.String())
	written, err := writeSeen(ctx, i.catalog, r, s, o)
	done()
	return i.finish(s.Series, written, rows.Summary{}, err)
}

func writeSeen(ctx context.Context, catalog *data.Catalog, r *live.Recording, s live.Seen, o data.Options) (data.Written, error) {
	symbol := s.Series.Symbol
	switch s.Series.Kind {
	case data.Quotes:
		stream, err := r.Quotes(s)
		if err != nil {
			return data.Written{}, err
		}
		written, err := catalog.WriteQuotes(ctx, symbol, stream, o)
		return written, errors.Join(err, stream.Close())
	case data.Trades:
		stream, err := r.Trades(s)
		if err != nil {
			return data.Written{}, err
		}
		written, err := catalog.WriteTrades(ctx, symbol, stream, o)
		return written, errors.Join(err, stream.Close())
	case data.Depth:
		stream, err := r.Depth(s)
		if err != nil {
			return data.Written{}, err
		}
		written, err := catalog.WriteDepth(ctx, symbol, stream, o)
		return written, errors.Join(err, stream.Close())
	}
	stream, err := r.Bars(s)
	if err != nil {
		return data.Written{}, err
	}
	written, err := catalog.WriteBars(ctx, symbol, s.Series.Spec, stream, o)
	return written, errors.Join(err, stream.Close())
}
