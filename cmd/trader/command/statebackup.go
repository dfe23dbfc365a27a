package command

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/store"
)

func newStateBackup() *cobra.Command {
	var flags stateFlags
	cmd := &cobra.Command{
		Use:     "backup FILE [CONFIG]",
		Short:   "Copy a state file whole; FILE must not exist",
		Example: "  trader state backup state-2026-03-02.db --state .trader/state.db",
		Args:    thenConfig(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path, err := flags.path(cmd, args, 1)
			if err != nil {
				return err
			}
			if err := flags.open(path, func(s *store.Store) error { return s.Backup(args[0]) }); err != nil {
				return err
			}
			return flags.copied(cmd.OutOrStdout(), path, args[0])
		},
	}
	flags.register(cmd)
	return cmd
}

func newStateRestore() *cobra.Command {
	var flags stateFlags
	cmd := &cobra.Command{
		Use:   "restore FILE [CONFIG]",
		Short: "Make a backup the state file; the present one stays beside it",
		Long: `Make a backup the state file, after checking it. The file that it replaces stays beside it, with .before-restore added
to its name. The engine must be down; its next start finds out at the broker what has happened since the backup.`,
		Args: thenConfig(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path, err := flags.path(cmd, args, 1)
			if err != nil {
				return err
			}
			if err := store.Restore(args[0], path); err != nil {
				return err
			}
			return flags.copied(cmd.OutOrStdout(), args[0], path)
		},
	}
	flags.register(cmd)
	return cmd
}

func (f *stateFlags) copied(out io.Writer, from, to string) error {
	if f.json {
		return printJSON(out, struct {
			From string `json:"from"`
			To   string `json:"to"`
		}{from, to})
	}
	_, err := fmt.Fprintf(out, "%s: whole copy of %s\n", to, from)
	return err
}
