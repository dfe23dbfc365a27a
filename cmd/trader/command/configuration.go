package command

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/backtest"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/strategy/plugin"
)

// configFlags are the flags of every command that takes a configuration.
type configFlags struct{ set []string }

func (f *configFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.set, "set", nil, "override a key: --set account.cash=50000 --set strategies.0.params.fast=10")
}

func (f *configFlags) load(path string) (*config.Run, error) {
	run, err := config.Load(config.Layers{Path: path, Environ: os.Environ(), Set: f.set})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usageError{err}
	}
	return run, err
}

// checked loads a configuration with its plugins and refuses one that cannot run.
func (f *configFlags) checked(path string) (*config.Run, error) {
	run, err := f.load(path)
	if err != nil {
		return nil, err
	}
	if err := plugin.LoadAll(run.Plugins); err != nil {
		return nil, err
	}
	if err := backtest.Check(run); err != nil {
		return nil, usageError{fmt.Errorf("%s: %w", path, err)}
	}
	return run, nil
}

func newConfig() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Check and print configurations",
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newConfigCheck(), newConfigPrint(), newConfigSchema())
	return cmd
}

func newConfigPrint() *cobra.Command {
	var flags configFlags
	cmd := &cobra.Command{
		Use:   "print FILE",
		Short: "Print the whole configuration after all layers, each key with its meaning",
		Args:  exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			run, err := flags.load(args[0])
			if err != nil {
				return err
			}
			text, err := config.YAML(run)
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(text)
			return err
		},
	}
	flags.register(cmd)
	return cmd
}

func newConfigSchema() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of configurations, for editors",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			text, err := config.Schema()
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(text)
			return err
		},
	}
}
