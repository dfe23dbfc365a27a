package command

import (
	"fmt"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/live"
)

func newReplay() *cobra.Command {
	var session uint64
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "replay FOLDER",
		Short: "Play a recorded live session again and compare every decision with the recorded one",
		Args:  exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			out, err := live.Replay(cmd.Context(), args[0], session, zerolog.Nop())
			if err != nil {
				return err
			}
			if asJSON {
				err = printJSON(cmd.OutOrStdout(), out)
			} else {
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "session %d: %d entries, %d orders, %d fills\n", out.Session, out.Entries, out.Summary.Orders, out.Summary.Fills)
			}
			if err == nil && out.Difference != nil {
				return out.Difference
			}
			return err
		},
	}
	cmd.Flags().Uint64Var(&session, "session", 0, "number of the session; the last one unless given")
	jsonFlag(cmd, &asJSON)
	return cmd
}
