package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/rs/zerolog"
	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/backtest"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/store"
)

func newBacktest() *cobra.Command {
	b := backtestCommand{}
	cmd := &cobra.Command{
		Use:   "backtest CONFIG",
		Short: "Run strategies over recorded or synthetic data and write the report",
		Args:  exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return b.run(cmd.Context(), args[0], cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	b.flags.register(cmd)
	cmd.Flags().StringVar(&b.out, "out", "", "output folder; overrides report.folder")
	jsonFlag(cmd, &b.asJSON)
	return cmd
}

type backtestCommand struct {
	flags  configFlags
	out    string
	asJSON bool
}

func (b *backtestCommand) run(ctx context.Context, path string, stdout, stderr io.Writer) error {
	run, err := b.flags.checked(path)
	if err != nil {
		return err
	}
	folder := b.folder(run)
	options := backtest.Options{Log: logger(&run.Log, stderr)}
	done := progress(&options, stderr)
	state, key, err := begin(run, folder)
	if err != nil {
		return err
	}
	options.Store = state
	outcome, err := backtest.Run(ctx, run, options)
	done()
	if err == nil {
		err = outcome.Result.Write(folder)
	}
	err = errors.Join(err, end(state, key, run, folder, outcome, err))
	if err != nil {
		return err
	}
	if b.asJSON {
		return outcome.Result.WriteJSON(stdout)
	}
	width, colour := isTerminal(stdout)
	if !colour {
		width = 100
	}
	if err := outcome.Result.Summary(stdout, width, colour && os.Getenv("NO_COLOR") == ""); err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "\nReport: %s\n", filepath.Join(folder, "report.html"))
	return err
}

func (b *backtestCommand) folder(run *config.Run) string {
	switch {
	case b.out != "":
		return b.out
	case run.Report.Folder != "":
		return run.Report.Folder
	}
	return filepath.Join("out", run.Name)
}

// begin opens the state file, when there is one, and books the run.
func begin(run *config.Run, folder string) (*store.Store, store.RunKey, error) {
	var key store.RunKey
	if run.Store == "" {
		return nil, key, nil
	}
	s, err := store.Open(run.Store)
	if err != nil {
		return nil, key, err
	}
	key, err = s.BeginRun(store.Run{Name: run.Name, Started: time.Now().UTC(), Folder: folder})
	if err != nil {
		return nil, key, errors.Join(err, s.Close())
	}
	return s, key, nil
}

func end(s *store.Store, key store.RunKey, run *config.Run, folder string, outcome *backtest.Outcome, failure error) error {
	if s == nil {
		return nil
	}
	entry := store.Run{Name: run.Name, Started: key.Started(), Finished: time.Now().UTC(), Folder: folder}
	if failure != nil {
		entry.Error = failure.Error()
	} else {
		entry.TradeHash = outcome.Result.TradeHash
	}
	return errors.Join(s.EndRun(key, entry), s.Close())
}

// logger writes lines for people on a terminal and JSON elsewhere, unless told otherwise.
func logger(c *config.Log, w io.Writer) zerolog.Logger {
	level, err := zerolog.ParseLevel(c.Level)
	if err != nil {
		level = zerolog.WarnLevel
	}
	_, terminal := isTerminal(w)
	return zerolog.New(logWriter(c, w, terminal)).Level(level).With().Timestamp().Logger()
}

// logWriter puts a log into the format that the configuration names.
func logWriter(c *config.Log, w io.Writer, terminal bool) io.Writer {
	if c.Format == "text" || c.Format == "auto" && terminal {
		return zerolog.ConsoleWriter{Out: w, TimeFormat: time.TimeOnly, NoColor: !terminal}
	}
	return w
}

// progress shows a bar on a terminal, and nothing elsewhere.
func progress(o *backtest.Options, w io.Writer) (done func()) {
	if _, terminal := isTerminal(w); !terminal {
		return func() {}
	}
	bar := progressbar.NewOptions64(1000,
		progressbar.OptionSetWriter(w), progressbar.OptionClearOnFinish(),
		progressbar.OptionSetDescription("backtest"), progressbar.OptionSetPredictTime(true),
		progressbar.OptionThrottle(100*time.Millisecond))
	o.Progress = func(at, total market.Time) {
		if total > 0 {
			_ = bar.Set64(min(1000, int64(float64(at)/float64(total)*1000))) // a bar that cannot be drawn is no failure
		}
	}
	return func() { _ = bar.Finish() }
}
