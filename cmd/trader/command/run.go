package command

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/live"
	"github.com/tidemark/tidemark/strategy/plugin"
)

func newRun() *cobra.Command {
	r := runCommand{}
	cmd := &cobra.Command{
		Use:   "run CONFIG",
		Short: "Trade strategies at a broker: paper unless --live is given",
		Long: `Trade strategies at a broker until Ctrl-C, which stops in order: no new orders, the exit policy of the
configuration, a bounded wait for the broker's answers, the state on disk. A second Ctrl-C ends the program at once
(exit code 130); the next start finds out what became of everything.

Only paper accounts are traded unless --live is given, the configuration names the account, and the gateway manages
that very account.`,
		Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return r.run(cmd.Context(), args[0], cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	r.flags.register(cmd)
	cmd.Flags().BoolVar(&r.live, "live", false, "trade real money with the account that the configuration names")
	return cmd
}

type runCommand struct {
	flags configFlags
	live  bool
}

func (r *runCommand) run(ctx context.Context, path string, stdout, stderr io.Writer) error {
	run, err := r.flags.load(path)
	if err != nil {
		return err
	}
	if err := plugin.LoadAll(run.Plugins); err != nil {
		return err
	}
	o := live.Options{Live: r.live}
	view, terminal := newRunView(stdout, run.Name)
	o.Log = runLog(&run.Log, stderr)
	if _, shared := isTerminal(stderr); shared && terminal {
		o.Log = o.Log.Output(logWriter(&run.Log, view, true))
	}
	o.Ready = func(address string, status func() *engine.Status) {
		if address != "" {
			o.Log.Info().Str("address", address).Msg("monitor")
		}
		if terminal {
			view.follow(status)
		}
	}
	summary, err := live.Run(ctx, run, o)
	if terminal {
		view.close()
	}
	if err != nil && summary.Last == 0 { // it never began
		return err
	}
	_, printErr := fmt.Fprintf(stdout, "%s: %d orders, %d fills, %d bars, %d quotes, %d trades\n",
		run.Name, summary.Orders, summary.Fills, summary.Bars, summary.Quotes, summary.Trades)
	return errors.Join(err, printErr)
}

// runLog is the log of a run, which tells at least what happens to its session.
func runLog(c *config.Log, stderr io.Writer) zerolog.Logger {
	log := logger(c, stderr)
	if log.GetLevel() > zerolog.InfoLevel {
		log = log.Level(zerolog.InfoLevel)
	}
	return log
}
