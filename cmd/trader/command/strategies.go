package command

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/strategy"
	"github.com/tidemark/tidemark/strategy/plugin"
)

func newStrategies() *cobra.Command {
	var asJSON bool
	var plugins []string
	cmd := &cobra.Command{
		Use:   "strategies",
		Short: "List the strategies that this program knows",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := plugin.LoadAll(plugins); err != nil {
				return err
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), describe(strategy.Definitions()...))
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			for _, d := range strategy.Definitions() {
				fmt.Fprintf(w, "%s\t%s\n", d.Name, d.Summary)
			}
			return w.Flush()
		},
	}
	jsonFlag(cmd, &asJSON)
	cmd.PersistentFlags().StringSliceVar(&plugins, "plugin", nil, "load a Go plugin first")
	cmd.AddCommand(newStrategiesShow(&plugins))
	return cmd
}

func newStrategiesShow(plugins *[]string) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "show NAME",
		Short: "Print a strategy's parameters with their defaults and bounds",
		Args:  exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := plugin.LoadAll(*plugins); err != nil {
				return err
			}
			d, err := strategy.Find(args[0])
			if err != nil {
				return usageError{err}
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), describe(d)[0])
			}
			return showStrategy(cmd.OutOrStdout(), d)
		},
	}
	jsonFlag(cmd, &asJSON)
	return cmd
}

func showStrategy(out io.Writer, d strategy.Definition) error {
	fmt.Fprintf(out, "%s: %s\n\n", d.Name, d.Summary)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "PARAMETER\tKIND\tDEFAULT\tBOUNDS\tSWEEP\tMEANING")
	for _, p := range d.Parameters() {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", p.Name, p.Kind, p.Default, p.Bounds, p.Range, p.Doc)
	}
	return w.Flush()
}

type strategyDescription struct {
	Name       string               `json:"name"`
	Summary    string               `json:"summary"`
	Parameters []strategy.Parameter `json:"parameters"`
}

func describe(list ...strategy.Definition) []strategyDescription {
	out := make([]strategyDescription, len(list))
	for i, d := range list {
		out[i] = strategyDescription{d.Name, d.Summary, d.Parameters()}
	}
	return out
}
