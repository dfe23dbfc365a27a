package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/monitor"
)

func newHalt() *cobra.Command {
	var flags stateFlags
	var h engine.Halt
	cmd := &cobra.Command{
		Use:   "halt [CONFIG]",
		Short: "Stop all new orders of an engine until `trader resume`, also after a restart",
		Long: `Stop all new orders of an engine until trader resume, also after a restart. Working orders and positions stay as
they are; --cancel cancels the orders, trader flatten closes the positions.

When the engine is down, its next start is halted.`,
		Args: thenConfig(0),
		RunE: func(cmd *cobra.Command, args []string) error {
			path, err := flags.path(cmd, args, 0)
			if err != nil {
				return err
			}
			return flags.halt(cmd.Context(), cmd.OutOrStdout(), path, h)
		},
	}
	flags.register(cmd)
	cmd.Flags().StringVar(&h.Reason, "reason", "halted by hand", "why, for whoever looks at the status")
	cmd.Flags().BoolVar(&h.Cancel, "cancel", false, "cancel the working orders")
	return cmd
}

func (f *stateFlags) halt(ctx context.Context, out io.Writer, path string, h engine.Halt) error {
	err := f.command(ctx, path, h)
	if errors.Is(err, monitor.ErrNotRunning) {
		return f.haltStored(out, path, h)
	}
	if err != nil {
		return err
	}
	text := "halted: no new order leaves until `trader resume`, also after a restart"
	if h.Cancel {
		text += "; the working orders are being cancelled, see `trader orders`"
	}
	return f.confirm(out, true, text)
}

// haltStored halts the next start.
func (f *stateFlags) haltStored(out io.Writer, path string, h engine.Halt) error {
	record, err := monitor.StoreHalt(path, h.Reason, market.At(time.Now()))
	if err != nil {
		return err
	}
	text := fmt.Sprintf("no engine is running on %s; its next start is halted (since %s UTC: %s) until `trader resume`", path, when(record.At), record.Reason)
	if err := f.confirm(out, false, text); err != nil || !h.Cancel {
		return err
	}
	return errors.New("orders that work at the broker stay: without an engine nobody cancels them; do it in TWS, or start the engine and repeat --cancel")
}

func newResume() *cobra.Command {
	var flags stateFlags
	var r engine.Resume
	cmd := &cobra.Command{
		Use:   "resume [CONFIG]",
		Short: "Lift a halt, once the engine's books have been compared with the broker again",
		Long: `Lift a halt. The engine compares its books with the broker first; a difference that nothing explains halts it again,
unless --adopt takes the broker's word for it.`,
		Args: thenConfig(0),
		RunE: func(cmd *cobra.Command, args []string) error {
			path, err := flags.path(cmd, args, 0)
			if err != nil {
				return err
			}
			if err := flags.command(cmd.Context(), path, r); err != nil {
				return err
			}
			return flags.confirm(cmd.OutOrStdout(), true, "resumed: orders may leave when the books agree with the broker's, see `trader status`")
		},
	}
	flags.register(cmd)
	cmd.Flags().BoolVar(&r.Adopt, "adopt", false, "take over what the broker has and nothing explains")
	return cmd
}
