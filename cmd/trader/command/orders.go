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
	var withEnded bool
	cmd := &cobra.Command{
		Use:   "orders [CONFIG]",
		Short: "List the working orders of an engine, and those of others in its account",
		Args:  thenConfig(0),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := flags.look(cmd, args)
			if err != nil {
				return err
			}
			list := s.orders()
			if !withEnded {
				list.Ended = nil
			}
			if flags.json {
				return printJSON(cmd.OutOrStdout(), list)
			}
			s.remark(cmd.OutOrStdout())
			if withEnded && list.empty() {
				_, err := fmt.Fprintln(cmd.OutOrStdout(), "no working orders, and none that ended lately")
				return err
			}
			return list.print(cmd.OutOrStdout())
		},
	}
	flags.register(cmd)
	cmd.Flags().BoolVar(&withEnded, "ended", false, "those that ended lately as well, newest first")
	return cmd
}

// orderList is the orders of an account.
type orderList struct {
	Running bool            `json:"running"`
	Orders  []order.Order   `json:"orders"`
	Foreign []broker.Report `json:"foreign,omitempty"`
	Ended   []order.Order   `json:"ended,omitempty"`
}

func (s *found) orders() orderList {
	if s.running != nil {
		return orderList{true, s.running.Orders, s.running.Foreign, s.running.Ended}
	}
	return orderList{false, s.stored.Orders, s.stored.Foreign, s.stored.Ended}
}

func (l *orderList) empty() bool { return len(l.Orders)+len(l.Foreign)+len(l.Ended) == 0 }

func (l *orderList) print(out io.Writer) error {
	if l.empty() {
		_, err := fmt.Fprintln(out, "no working orders")
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ORDER\tBROKER'S\tOWNER\tSIDE\tQUANTITY\tSYMBOL\tTYPE\tLIMIT\tSTOP\tTIF\tSTATE\tFILLED\tAVERAGE\tUPDATED (UTC)\tREMARK")
	ourOrders(w, l.Orders)
	for i := range l.Foreign {
		r := &l.Foreign[i]
		owner := r.Owner
		if owner == "" {
			owner = "others"
		}
		r.Request.Symbol = r.Symbol
		orderCells(w, string(r.ID), r.BrokerID, owner, &r.Request)
		fmt.Fprintf(w, "%s\t%s\t\t\t%s\n", r.State, r.Filled, remarkOf(r.Reason))
	}
	ourOrders(w, l.Ended)
	return w.Flush()
}

func ourOrders(w io.Writer, list []order.Order) {
	for i := range list {
		o := &list[i]
		orderCells(w, string(o.ID), o.BrokerID, o.Strategy, &o.Request)
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", o.State, o.Filled, price(o.AveragePrice.Round(6)), when(o.Updated), remarkOf(o.Reason))
	}
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
