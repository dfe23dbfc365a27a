package command

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"
)

func newPositions() *cobra.Command {
	var flags stateFlags
	cmd := &cobra.Command{
		Use:   "positions [CONFIG]",
		Short: "List what each strategy of an engine holds",
		Args:  thenConfig(0),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := flags.look(cmd, args)
			if err != nil {
				return err
			}
			if flags.json {
				return printJSON(cmd.OutOrStdout(), struct {
					Running   bool         `json:"running"`
					Positions []holdingRow `json:"positions"`
				}{s.running != nil, s.positions()})
			}
			s.remark(cmd.OutOrStdout())
			return printPositions(cmd.OutOrStdout(), s.positions())
		},
	}
	flags.register(cmd)
	return cmd
}

// holdingRow is a position of a strategy, or of nobody (the ledger "external").
type holdingRow struct {
	Strategy string          `json:"strategy"`
	Symbol   string          `json:"symbol"`
	Quantity decimal.Decimal `json:"quantity"`
	Average  decimal.Decimal `json:"average"`
	// Unrealised is nil when no engine is running: its state file has no prices that mean anything now.
	Unrealised *decimal.Decimal `json:"unrealised,omitempty"`
	Realised   decimal.Decimal  `json:"realised"`
}

func (s *found) positions() []holdingRow {
	list := []holdingRow{}
	if s.running == nil {
		for _, l := range s.stored.Ledgers {
			for _, h := range l.Holdings {
				if !h.Quantity.IsZero() {
					list = append(list, holdingRow{l.Strategy, h.Symbol, h.Quantity, h.Average, nil, h.Realised})
				}
			}
		}
		return list
	}
	for i := range s.running.Strategies {
		for _, p := range s.running.Strategies[i].Positions {
			list = append(list, holdingRow{s.running.Strategies[i].Name, p.Symbol, p.Quantity, p.Average, &p.Unrealised, p.Realised})
		}
	}
	return list
}

func printPositions(out io.Writer, list []holdingRow) error {
	if len(list) == 0 {
		_, err := fmt.Fprintln(out, "no positions")
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "STRATEGY\tSYMBOL\tQUANTITY\tAVERAGE\tUNREALISED\tREALISED\t")
	for _, p := range list {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t\n", p.Strategy, p.Symbol, p.Quantity, p.Average.Round(6), money(p.Unrealised), money(&p.Realised))
	}
	return w.Flush()
}
