package command

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/order"
)

func newOrders() *cobra.Command {
	var flags stateFlags
	cmd := &cobra.Command{
		Use:   "orders [CONFIG]",
		Short: "List the working orders of an engine, and those of others in its account",
		Args:  thenConfig(0),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := flags.look(cmd, args)
			if err != nil {
				return err
			}
			ours, foreign := s.orders()
			if flags.json {
				return printJSON(cmd.OutOrStdout(), struct {
					Running bool            `json:"running"`
					Orders  []order.Order   `json:"orders"`
					Foreign []broker.Report `json:"foreign,omitempty"`
				}{s.running != nil, ours, foreign})
			}
			s.remark(cmd.OutOrStdout())
			return printOrders(cmd.OutOrStdout(), ours, foreign)
		},
	}
	flags.register(cmd)
	return cmd
}

func (s *found) orders() ([]order.Order, []broker.Report) {
	if s.running != nil {
		return s.running.Orders, s.running.Foreign
	}
	return s.stored.Orders, s.stored.Foreign
}

func printOrders(out io.Writer, ours []order.Order, foreign []broker.Report) error {
	if len(ours)+len(foreign) == 0 {
		_, err := fmt.Fprintln(out, "no working orders")
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ORDER\tBROKER'S\tOWNER\tSIDE\tQUANTITY\tSYMBOL\tTYPE\tLIMIT\tSTOP\tTIF\tSTATE\tFILLED\tAVERAGE\tUPDATED (UTC)\tREMARK")
	for i := range ours {
		o := &ours[i]
		orderCells(w, string(o.ID), o.BrokerID, o.Strategy, &o.Request)
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", o.State, o.Filled, price(o.AveragePrice.Round(6)), when(o.Updated), remarkOf(o.Reason))
	}
	for i := range foreign {
		r := &foreign[i]
		owner := r.Owner
		if owner == "" {
			owner = "others"
		}
		r.Request.Symbol = r.Symbol
		orderCells(w, string(r.ID), r.BrokerID, owner, &r.Request)
		fmt.Fprintf(w, "%s\t%s\t\t\t%s\n", r.State, r.Filled, remarkOf(r.Reason))
	}
	return w.Flush()
}

func orderCells(w io.Writer, id, brokerID, owner string, r *order.Request) {
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t", id, brokerID, owner, r.Side, r.Quantity, r.Symbol, r.Type,
		price(r.LimitPrice), price(r.StopPrice), r.TimeInForce)
}

// price is empty for one that is not set.
func price(d decimal.Decimal) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func remarkOf(r order.Reason) string {
	if r.Code == order.NoReason {
		return ""
	}
	return r.Error()
}
