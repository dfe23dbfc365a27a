package command

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/portfolio"
)

func newFlatten() *cobra.Command {
	var flags stateFlags
	var c engine.Flatten
	var all bool
	cmd := &cobra.Command{
		Use:   "flatten [CONFIG]",
		Short: "Cancel orders and close positions of the running engine with market orders",
		Long: `Cancel orders and close positions of the running engine with market orders: those of a strategy, of a symbol, of a
strategy in a symbol, or all. A halt does not stop it. What no strategy holds is left alone.`,
		Example: "  trader flatten --all\n  trader flatten --strategy sma-cross --symbol SPY",
		Args:    thenConfig(0),
		RunE: func(cmd *cobra.Command, args []string) error {
			if all == (c.Strategy != "" || c.Symbol != "") {
				return usageError{errors.New("say what to flatten: --strategy, --symbol or both; or --all")}
			}
			path, err := flags.path(cmd, args, 0)
			if err != nil {
				return err
			}
			if err := flags.command(cmd.Context(), path, c); err != nil {
				return err
			}
			text := "flattening: orders are being cancelled and positions closed with market orders, see `trader orders` and `trader positions`"
			if s, err := flags.look(cmd, args); err == nil {
				text += leftAlone(s, c)
			}
			return flags.confirm(cmd.OutOrStdout(), true, text)
		},
	}
	flags.register(cmd)
	cmd.Flags().StringVar(&c.Strategy, "strategy", "", "those of this strategy")
	cmd.Flags().StringVar(&c.Symbol, "symbol", "", "those in this symbol")
	cmd.Flags().BoolVar(&all, "all", false, "all of them")
	return cmd
}

// leftAlone names the positions that no strategy holds, which flattening does not touch.
func leftAlone(s *found, c engine.Flatten) string {
	text := ""
	for _, p := range s.positions() {
		if p.Strategy == portfolio.External && c.Strategy == "" && (c.Symbol == "" || c.Symbol == p.Symbol) {
			text += fmt.Sprintf("\nleft alone: %s %s, which no strategy holds", p.Quantity, p.Symbol)
		}
	}
	return text
}
