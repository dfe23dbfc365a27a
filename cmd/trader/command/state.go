package command

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/store"
)

func newState() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "state",
		Short: "Look at, check, back up, restore and migrate the state file of an engine that is not running",
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newStateDump(), newStateVerify(), newStateBackup(), newStateRestore(), newStateMigrate())
	return cmd
}

// open calls use with the state file, opened to look at it.
func (f *stateFlags) open(path string, use func(*store.Store) error) error {
	s, err := store.OpenWith(path, store.Options{ReadOnly: true})
	if err != nil {
		return whichFile(err)
	}
	return errors.Join(use(s), s.Close())
}

func newStateDump() *cobra.Command {
	var flags stateFlags
	cmd := &cobra.Command{
		Use:   "dump [CONFIG]",
		Short: "Print every record of a state file as a line of JSON",
		Args:  thenConfig(0),
		RunE: func(cmd *cobra.Command, args []string) error {
			path, err := flags.path(cmd, args, 0)
			if err != nil {
				return err
			}
			return flags.open(path, func(s *store.Store) error { return s.Dump(cmd.OutOrStdout()) })
		},
	}
	flags.register(cmd)
	cmd.Flags().Lookup("json").Usage = "accepted as everywhere; a dump is JSON anyway"
	return cmd
}

func newStateVerify() *cobra.Command {
	var flags stateFlags
	cmd := &cobra.Command{
		Use:   "verify [CONFIG]",
		Short: "Check a whole state file: its pages, its tables and its records",
		Args:  thenConfig(0),
		RunE: func(cmd *cobra.Command, args []string) error {
			path, err := flags.path(cmd, args, 0)
			if err != nil {
				return err
			}
			return flags.open(path, func(s *store.Store) error {
				if err := s.Verify(); err != nil {
					return err
				}
				aside, err := s.Quarantines()
				if err != nil {
					return err
				}
				if flags.json {
					return printJSON(cmd.OutOrStdout(), verified{path, store.Version, aside})
				}
				return verified{path, store.Version, aside}.print(cmd)
			})
		},
	}
	flags.register(cmd)
	return cmd
}

// verified is a state file without faults.
type verified struct {
	File    string              `json:"file"`
	Version uint64              `json:"version"`
	Aside   []store.Quarantined `json:"aside,omitempty"`
}

func (v verified) print(cmd *cobra.Command) error {
	w := cmd.OutOrStdout()
	fmt.Fprintf(w, "%s: schema version %d, no faults\n", v.File, v.Version)
	for _, q := range v.Aside {
		fmt.Fprintf(w, "put aside: %s %q: %s\n", q.Table, q.Key, q.Reason)
	}
	return nil
}

func newStateMigrate() *cobra.Command {
	var flags stateFlags
	cmd := &cobra.Command{
		Use:   "migrate [CONFIG]",
		Short: "Bring a state file of an older program version up to date, as the next start would",
		Args:  thenConfig(0),
		RunE: func(cmd *cobra.Command, args []string) error {
			path, err := flags.path(cmd, args, 0)
			if err != nil {
				return err
			}
			m, err := migrate(path)
			if err != nil {
				return err
			}
			if flags.json {
				return printJSON(cmd.OutOrStdout(), m)
			}
			text := fmt.Sprintf("%s: migrated from schema version %d to %d", path, m.From, m.To)
			if m.From == m.To {
				text = fmt.Sprintf("%s: has schema version %d already", path, m.To)
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), text)
			return err
		},
	}
	flags.register(cmd)
	return cmd
}

// migration is what became of a file's schema.
type migration struct {
	File string `json:"file"`
	From uint64 `json:"from"`
	To   uint64 `json:"to"`
}

func migrate(path string) (migration, error) {
	m := migration{path, store.Version, store.Version}
	if _, err := os.Stat(path); err != nil {
		return m, whichFile(fmt.Errorf("migrate state file: %w", err))
	}
	s, err := store.OpenWith(path, store.Options{ReadOnly: true})
	var version *store.VersionError
	if errors.As(err, &version) {
		m.From = version.Found
		s, err = store.Open(path)
	}
	if err != nil {
		return m, err
	}
	return m, s.Close()
}
