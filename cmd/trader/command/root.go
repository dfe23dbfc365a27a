package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/live"
	"github.com/tidemark/tidemark/strategy"
)

// Exit codes of the program.
const (
	ExitDone        = 0
	ExitFailed      = 1
	ExitUsage       = 2
	ExitRefused     = 3
	ExitInterrupted = 130
)

// usageError is a mistake on the command line or in the configuration.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// Main runs the program with its arguments, without the program's name, and returns the exit code. The
// first interrupt asks the command to end gracefully, a second one ends the program at once.
func Main(args []string) int {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		cancel()
		<-signals
		os.Exit(ExitInterrupted)
	}()
	return Run(ctx, args, os.Stdout, os.Stderr)
}

// Run is Main with its surroundings passed in.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := strategy.Check()
	if err == nil {
		err = root.ExecuteContext(ctx)
	}
	if err == nil {
		return ExitDone
	}
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		fmt.Fprintln(stderr, "trader: interrupted")
		return ExitInterrupted
	}
	fmt.Fprintln(stderr, "trader:", err)
	var usage usageError
	var faults config.Faults
	if errors.As(err, &usage) || errors.As(err, &faults) {
		return ExitUsage
	}
	if refusal := (*live.Refusal)(nil); errors.As(err, &refusal) {
		return ExitRefused
	}
	return ExitFailed
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "trader",
		Short:         "Backtest trading strategies written in Go",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noArguments,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usageError{fmt.Errorf("%w; see `%s --help`", err, cmd.CommandPath())}
	})
	root.AddCommand(
		newBacktest(), newWhy(), newLookahead(), newFees(), newData(), newTWS(), newStrategies(), newConfig(), newNew(), newBuild(),
		newGateway(), newRun(), newReplay(), newVersion(),
		newStatus(), newPositions(), newOrders(), newFills(), newHalt(), newResume(), newFlatten(), newCancel(), newState(),
	)
	return root
}

// exactly, and noArguments below, count arguments and answer a mistake with the usage line.
func exactly(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return usageError{fmt.Errorf("want %d argument(s), have %d: %s", n, len(args), cmd.UseLine())}
		}
		return nil
	}
}

func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError{fmt.Errorf("unknown command or argument %q for %q; see `%s --help`", args[0], cmd.CommandPath(), cmd.CommandPath())}
	}
	return nil
}

// jsonFlag adds --json, which every command that prints a result has.
func jsonFlag(cmd *cobra.Command, on *bool) {
	cmd.Flags().BoolVar(on, "json", false, "print the result as JSON")
}

func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// isTerminal reports whether w is a terminal, and how wide.
func isTerminal(w io.Writer) (width int, ok bool) {
	f, isFile := w.(*os.File)
	if !isFile || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	width, _, err := term.GetSize(int(f.Fd()))
	return width, err == nil
}
