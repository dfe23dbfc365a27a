package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/live"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/monitor"
	"github.com/tidemark/tidemark/store"
)

// stateFlags find the state file of an engine, which the commands that look at it and command it share.
type stateFlags struct {
	state  string
	config configFlags
	json   bool
}

// defaultState is where `trader run` keeps its state unless the configuration says otherwise.
var defaultState = filepath.Join(".trader", "state.db")

func (f *stateFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.state, "state", defaultState, "state file of the engine; a CONFIG names it too")
	f.config.register(cmd)
	jsonFlag(cmd, &f.json)
}

// path is the state file: that of the configuration when one is given after the first n arguments.
func (f *stateFlags) path(cmd *cobra.Command, args []string, n int) (string, error) {
	if len(args) == n {
		if !cmd.Flags().Changed("state") {
			return onlyState(f.state)
		}
		return f.state, nil
	}
	if cmd.Flags().Changed("state") {
		return "", usageError{errors.New("give --state or a configuration, not both")}
	}
	run, err := f.config.load(args[n])
	if err != nil {
		return "", err
	}
	if run.Store == "" {
		return "", usageError{fmt.Errorf("%s names no state file: set store, or give --state", args[n])}
	}
	return run.Store, nil
}

// onlyState is the path or, when nothing is there, the only state file of its folder. It does not choose among several: a
// halt must reach the engine that is meant.
func onlyState(path string) (string, error) {
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		return path, nil
	}
	others, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*.db"))
	switch {
	case err != nil || len(others) == 0:
		return path, nil
	case len(others) > 1:
		return "", usageError{fmt.Errorf("there are several state files, %s: name one with --state, or the engine's configuration", strings.Join(others, ", "))}
	}
	return others[0], nil
}

// thenConfig counts arguments: n of them, and a configuration at will.
func thenConfig(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < n || len(args) > n+1 {
			return usageError{fmt.Errorf("want %d or %d argument(s), have %d: %s", n, n+1, len(args), cmd.UseLine())}
		}
		return nil
	}
}

// found is an engine as it can be seen: running, or its state file.
type found struct {
	path    string
	running *engine.Status
	stored  *monitor.Stored
}

// look asks the running engine, or reads the state file when it is down.
func (f *stateFlags) look(cmd *cobra.Command, args []string) (*found, error) {
	path, err := f.path(cmd, args, 0)
	if err != nil {
		return nil, err
	}
	s := &found{path: path}
	client, err := reach(path)
	if err == nil {
		s.running, err = client.Status(cmd.Context())
	}
	if err == nil || cmd.Context().Err() != nil {
		return s, err
	}
	var readErr error
	s.stored, readErr = monitor.ReadStored(path)
	if errors.Is(readErr, store.ErrLocked) {
		return nil, noAnswer(path, err)
	}
	return s, whichFile(readErr)
}

// whichFile tells how to name the state file when there is none.
func whichFile(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%w: name the engine's state file with --state, or its configuration", err)
	}
	return err
}

func reach(path string) (*monitor.Client, error) {
	e, err := monitor.ReadEndpoint(monitor.EndpointPath(path))
	if err != nil {
		return nil, err
	}
	return monitor.NewClient(e), nil
}

// noAnswer is the error when somebody has the state file and cannot be asked.
func noAnswer(path string, why error) error {
	if errors.Is(why, monitor.ErrNotRunning) {
		why = errors.New("it has no monitor (monitor.listen), or is just starting")
	}
	return fmt.Errorf("an engine has the state file %s and does not answer: %w", path, why)
}

// command has the running engine do something. The error is a *live.Refusal when the session is not ready for it, and
// monitor.ErrNotRunning when there is no engine.
func (f *stateFlags) command(ctx context.Context, path string, c engine.Command) error {
	client, err := reach(path)
	if err == nil {
		err = client.Command(ctx, c)
	}
	var refusal *monitor.Refusal
	switch {
	case err == nil || ctx.Err() != nil:
		return err
	case errors.As(err, &refusal) && refusal.NotReady:
		return &live.Refusal{Reason: refusal.Reason}
	case errors.As(err, &refusal):
		return err
	}
	file, openErr := store.OpenWith(path, store.Options{ReadOnly: true})
	if errors.Is(openErr, store.ErrLocked) {
		return noAnswer(path, err)
	}
	if openErr == nil {
		openErr = file.Close()
	}
	if openErr != nil {
		return whichFile(openErr)
	}
	return fmt.Errorf("%w: %s: start it with `trader run`", monitor.ErrNotRunning, path)
}

// confirmation is what a command says when it has been carried out.
type confirmation struct {
	Running bool   `json:"running"`
	Text    string `json:"text"`
}

func (f *stateFlags) confirm(out io.Writer, running bool, text string) error {
	if f.json {
		return printJSON(out, confirmation{running, text})
	}
	_, err := fmt.Fprintln(out, text)
	return err
}

// remark says on the first line that what follows may be old.
func (s *found) remark(out io.Writer) {
	if s.running == nil {
		fmt.Fprintf(out, "no engine is running on %s; this is what it knew when it stopped\n", s.path)
	}
}

// when is a moment as tables show it, in UTC.
func when(t market.Time) string {
	if t == 0 {
		return ""
	}
	return t.UTC().Format(time.DateTime)
}
