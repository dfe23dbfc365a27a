package command

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/order"
)

func newCancel() *cobra.Command {
	var flags stateFlags
	var c cancelled
	cmd := &cobra.Command{
		Use:     "cancel [CONFIG]",
		Short:   "Cancel orders of the running engine: one, those of a strategy or symbol, all, or one of others",
		Example: "  trader cancel --order 17/cross\n  trader cancel --strategy sma-cross --symbol SPY\n  trader cancel --all\n  trader cancel --foreign 1002",
		Args:    thenConfig(0),
		RunE: func(cmd *cobra.Command, args []string) error {
			command, err := c.command()
			if err != nil {
				return err
			}
			path, err := flags.path(cmd, args, 0)
			if err != nil {
				return err
			}
			if err := flags.command(cmd.Context(), path, command); err != nil {
				return err
			}
			return flags.confirm(cmd.OutOrStdout(), true, "being cancelled; an order has ended when the broker says so, see `trader orders`")
		},
	}
	flags.register(cmd)
	cmd.Flags().StringVar(&c.order, "order", "", "the order with this id of ours")
	cmd.Flags().StringVar(&c.strategy, "strategy", "", "the working orders of this strategy")
	cmd.Flags().StringVar(&c.symbol, "symbol", "", "the working orders in this symbol")
	cmd.Flags().BoolVar(&c.all, "all", false, "all working orders of the engine's")
	cmd.Flags().StringVar(&c.foreign, "foreign", "", "the order of others with this id of the broker's")
	return cmd
}

// cancelled is what is to be cancelled.
type cancelled struct {
	order, strategy, symbol, foreign string
	all                              bool
}

func (c *cancelled) command() (engine.Command, error) {
	ways := 0
	for _, given := range []bool{c.order != "", c.strategy != "" || c.symbol != "", c.all, c.foreign != ""} {
		if given {
			ways++
		}
	}
	if ways != 1 {
		return nil, usageError{errors.New("say what to cancel: --order, --strategy and --symbol, --all, or --foreign")}
	}
	if c.foreign != "" {
		return engine.CancelForeign{BrokerID: c.foreign}, nil
	}
	return engine.CancelOrders{Order: order.ID(c.order), Strategy: c.strategy, Symbol: c.symbol}, nil
}
