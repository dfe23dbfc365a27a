package command

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/backtest"
)

// errForesight makes the program fail when a strategy saw the future.
var errForesight = errors.New("the strategy's decisions depend on the future, or on chance")

func newLookahead() *cobra.Command {
	var flags configFlags
	var cuts int
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "lookahead CONFIG",
		Short: "Check that no decision depends on data from after it: rerun with the future cut off and poisoned",
		Args:  exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cuts < 1 || cuts > 1000 {
				return usageError{fmt.Errorf("--cuts %d: want 1 to 1000", cuts)}
			}
			run, err := flags.checked(args[0])
			if err != nil {
				return err
			}
			f, err := backtest.CheckForesight(cmd.Context(), run, cuts, backtest.Options{Log: logger(&run.Log, cmd.ErrOrStderr())})
			if err != nil {
				return err
			}
			if asJSON {
				err = printJSON(cmd.OutOrStdout(), f)
			} else {
				err = tellForesight(cmd, f)
			}
			if err == nil && f.Difference != nil {
				err = errForesight
			}
			return err
		},
	}
	flags.register(cmd)
	cmd.Flags().IntVar(&cuts, "cuts", 5, "moments at which the future is cut off")
	jsonFlag(cmd, &asJSON)
	return cmd
}

func tellForesight(cmd *cobra.Command, f *backtest.Foresight) error {
	w := cmd.OutOrStdout()
	if f.Decisions == 0 {
		_, err := fmt.Fprintln(w, "the strategies sent no order: there is nothing to check")
		return err
	}
	if f.Difference == nil {
		_, err := fmt.Fprintf(w, "%d decisions, %d runs: none depends on later data\n", f.Decisions, f.Runs)
		return err
	}
	d := f.Difference
	_, err := fmt.Fprintf(w, "data %s after %s changes a decision made before:\n  plain run:   %s\n  changed run: %s\n",
		d.Change, d.Cut, decisionText(d.Before), decisionText(d.After))
	return err
}

func decisionText(d *backtest.Decision) string {
	if d == nil {
		return "no order"
	}
	return d.String()
}
