package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
)

// checkable are the files that can be checked, and how.
var checkable = []struct {
	name  string
	check func(path string, flags *configFlags) error
}{
	{"run", func(path string, flags *configFlags) error { _, err := flags.checked(path); return err }},
	{"gateway", func(path string, _ *configFlags) error { return checkGatewayFile(path) }},
	{"faults", func(path string, _ *configFlags) error { _, err := readFaults(path); return err }},
	{"news", func(path string, _ *configFlags) error { _, err := readNews(path); return err }},
}

func newConfigCheck() *cobra.Command {
	var flags configFlags
	var kind string
	cmd := &cobra.Command{
		Use:   "check FILE",
		Short: "Report every fault of a configuration, strategies and their parameters included",
		Args:  exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var names []string
			for _, k := range checkable {
				names = append(names, k.name)
			}
			i := slices.Index(names, kind)
			if i < 0 {
				return usageError{fmt.Errorf("--kind %q: want %s", kind, strings.Join(names, ", "))}
			}
			if err := checkable[i].check(args[0], &flags); err != nil {
				return err
			}
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s: no faults\n", args[0])
			return err
		},
	}
	cmd.Flags().StringVar(&kind, "kind", "run", "what the file is: run, or one of those that the simulated gateway reads: gateway (--config), faults or news")
	flags.register(cmd)
	return cmd
}

// checkGatewayFile makes the gateway that a file describes, as `trader gateway --config` would, and does not start it.
func checkGatewayFile(path string) error {
	file, err := readGatewayFile(path)
	if err != nil {
		return err
	}
	o := gateway.Options{Desk: &desk.Options{}}
	file.apply(&o)
	if len(file.Accounts) == 0 {
		o.Desk.Accounts = []desk.Account{{Name: gateway.DemoAccount}}
	}
	if o.Floor, err = gateway.SeededFloor(1, 0, file.Listings...); err == nil {
		_, err = gateway.New(o)
	}
	if err != nil {
		return usageError{fmt.Errorf("%s: %w", path, err)}
	}
	return nil
}
