package command

import (
	"errors"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/broker/tws/wirelog"
)

func newTWSLog() *cobra.Command {
	var kinds []string
	var o wirelog.PrintOptions
	cmd := &cobra.Command{
		Use:   "log FILE",
		Short: "Print a wire log: every message that travelled, decoded",
		Example: "  trader tws positions --wire-log tws.log && trader tws log tws.log\n" +
			"  trader tws log tws.log --kind PlaceOrder,OrderStatus --whole",
		Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(kinds) > 0 {
				o.Match = func(r *wirelog.Record) bool {
					return r.Message != nil && slices.Contains(kinds, r.Message.Kind().String())
				}
			}
			f, err := os.Open(args[0])
			if err != nil {
				return err
			}
			return errors.Join(wirelog.Print(cmd.OutOrStdout(), wirelog.NewReader(f), o), f.Close())
		},
	}
	cmd.Flags().StringSliceVar(&kinds, "kind", nil, "only messages of these kinds, by their names in the log")
	cmd.Flags().BoolVar(&o.Whole, "whole", false, "do not shorten texts and lists")
	return cmd
}
