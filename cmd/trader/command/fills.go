package command

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/engine"
)

func newFills() *cobra.Command {
	var flags stateFlags
	cmd := &cobra.Command{
		Use:   "fills [CONFIG]",
		Short: "List the last fills of an engine, with their corrections and fees",
		Args:  thenConfig(0),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := flags.look(cmd, args)
			if err != nil {
				return err
			}
			if flags.json {
				return printJSON(cmd.OutOrStdout(), struct {
					Running bool                `json:"running"`
					Fills   []engine.FillStatus `json:"fills"`
				}{s.running != nil, s.fills()})
			}
			s.remark(cmd.OutOrStdout())
			return printFills(cmd.OutOrStdout(), s.fills())
		},
	}
	flags.register(cmd)
	return cmd
}

func (s *found) fills() []engine.FillStatus {
	if s.running != nil {
		return s.running.Fills
	}
	return s.stored.Fills
}

func printFills(out io.Writer, list []engine.FillStatus) error {
	if len(list) == 0 {
		_, err := fmt.Fprintln(out, "no fills")
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "TIME (UTC)\tSTRATEGY\tSIDE\tQUANTITY\tSYMBOL\tPRICE\tFEE\tORDER\tEXECUTION")
	for i := range list {
		f := &list[i]
		fee := ""
		if !f.Fee.IsZero() {
			fee = f.Fee.String() + " " + string(f.FeeCurrency)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", when(f.Time), f.Strategy, f.Side, f.Quantity, f.Symbol, f.Price, fee, f.Order, f.ExecID)
	}
	return w.Flush()
}
