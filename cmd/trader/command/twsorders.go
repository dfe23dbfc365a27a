package command

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

func newTWSOrders() *cobra.Command {
	var flags twsFlags
	var asJSON, executions bool
	cmd := &cobra.Command{
		Use:   "orders",
		Short: "Print the working orders of all clients, and those that ended today",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return flags.ask(cmd, func(ctx context.Context, c *client.Conn) error {
				book, err := readOrderBook(ctx, c, executions)
				if err != nil {
					return err
				}
				if asJSON {
					return printJSON(cmd.OutOrStdout(), book)
				}
				return book.print(cmd.OutOrStdout())
			})
		},
	}
	flags.register(cmd)
	jsonFlag(cmd, &asJSON)
	cmd.Flags().BoolVar(&executions, "executions", false, "today's executions as well, with their commissions")
	return cmd
}

// twsOrders are an account's orders.
type twsOrders struct {
	Open       []twsOrder     `json:"open"`
	Completed  []twsOrder     `json:"completed"`
	Executions []twsExecution `json:"executions,omitempty"`
}

func readOrderBook(ctx context.Context, c *client.Conn, executions bool) (*twsOrders, error) {
	book := &twsOrders{Open: []twsOrder{}, Completed: []twsOrder{}}
	open, err := c.AllOpenOrders(ctx)
	if err != nil {
		return nil, err
	}
	for _, o := range open {
		row := newTWSOrder(&o.Contract, &o.Order, &o.State)
		row.OrderID, row.ClientID = o.OrderID, o.Order.ClientID
		if s := o.Status; s != nil {
			row.Status, row.Filled, row.AveragePrice = s.Status, s.Filled.String(), s.AvgFillPrice.String()
		}
		book.Open = append(book.Open, row)
	}
	completed, err := c.CompletedOrders(ctx, false)
	if err != nil {
		return nil, err
	}
	for _, o := range completed {
		row := newTWSOrder(&o.Contract, &o.Order, &o.State)
		row.Filled = decimalText(o.Order.FilledQuantity)
		book.Completed = append(book.Completed, row)
	}
	if !executions {
		return book, nil
	}
	fills, err := c.Executions(ctx, wire.RequestExecutions{})
	for _, f := range fills {
		book.Executions = append(book.Executions, newTWSExecution(f))
	}
	return book, err
}

// twsOrder is an order as it is printed. Completed orders have neither order id nor client.
type twsOrder struct {
	OrderID      int            `json:"order_id,omitempty"`
	ClientID     int            `json:"client_id,omitempty"`
	PermID       int64          `json:"perm_id"`
	Account      string         `json:"account"`
	Contract     contractRow    `json:"contract"`
	Action       string         `json:"action"`
	Quantity     string         `json:"quantity"`
	Type         wire.OrderType `json:"type"`
	Limit        string         `json:"limit,omitempty"`
	Aux          string         `json:"aux,omitempty"`
	TimeInForce  string         `json:"time_in_force"`
	Ref          string         `json:"ref,omitempty"`
	Status       wire.Status    `json:"status"`
	Filled       string         `json:"filled"`
	AveragePrice string         `json:"average_price,omitempty"`
	Ended        string         `json:"ended,omitempty"`
	Note         string         `json:"note,omitempty"`
}

func newTWSOrder(k *wire.Contract, o *wire.Order, s *wire.OrderState) twsOrder {
	note := s.CompletedStatus
	if note == "" {
		note = s.WarningText
	}
	return twsOrder{
		PermID: o.PermID, Account: o.Account, Contract: newContractRow(k), Action: o.Action.String(),
		Quantity: o.TotalQuantity.String(), Type: o.OrderType, Limit: decimalText(o.LimitPrice), Aux: decimalText(o.AuxPrice),
		TimeInForce: string(o.TimeInForce), Ref: o.Ref, Status: s.Status, Ended: s.CompletedTime, Note: note,
	}
}

// twsExecution is an execution as it is printed.
type twsExecution struct {
	ID          string      `json:"exec_id"`
	Time        string      `json:"time"`
	Account     string      `json:"account"`
	Contract    contractRow `json:"contract"`
	Side        string      `json:"side"`
	Quantity    string      `json:"quantity"`
	Price       string      `json:"price"`
	Exchange    string      `json:"exchange"`
	OrderID     int         `json:"order_id"`
	PermID      int64       `json:"perm_id"`
	Ref         string      `json:"ref,omitempty"`
	Commission  string      `json:"commission,omitempty"`
	Currency    string      `json:"commission_currency,omitempty"`
	RealizedPNL string      `json:"realized_pnl,omitempty"`
}

func newTWSExecution(f client.Fill) twsExecution {
	x := &f.Execution
	row := twsExecution{
		ID: x.ExecID, Time: x.Time, Account: x.Account, Contract: newContractRow(&f.Contract), Side: x.Side.String(),
		Quantity: x.Shares.String(), Price: x.Price.String(), Exchange: x.Exchange, OrderID: x.OrderID, PermID: x.PermID,
		Ref: x.OrderRef,
	}
	if r := f.Commission; r != nil {
		row.Commission, row.Currency, row.RealizedPNL = decimalText(r.Commission), r.Currency, decimalText(r.RealizedPNL)
	}
	return row
}

func (b *twsOrders) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "PERM ID\tORDER\tCLIENT\tACCOUNT\tCONTRACT\tACTION\tQUANTITY\tTYPE\tLIMIT\tAUX\tTIF\tSTATUS\tFILLED\tAVERAGE\tENDED\tREF")
	for _, list := range [][]twsOrder{b.Open, b.Completed} {
		for i := range list {
			o := &list[i]
			fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", o.PermID, orNothing(o.OrderID),
				orNothing(o.ClientID), o.Account, o.Contract.title(), o.Action, o.Quantity, o.Type, o.Limit, o.Aux,
				o.TimeInForce, o.Status, o.Filled, o.AveragePrice, o.Ended, o.Ref)
		}
	}
	if err := w.Flush(); err != nil || len(b.Executions) == 0 {
		return err
	}
	fmt.Fprintln(w, "\nTIME\tACCOUNT\tCONTRACT\tSIDE\tQUANTITY\tPRICE\tEXCHANGE\tORDER\tCOMMISSION\tREALIZED\tEXECUTION")
	for i := range b.Executions {
		x := &b.Executions[i]
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%d\t%s %s\t%s\t%s\n", x.Time, x.Account, x.Contract.title(), x.Side, x.Quantity,
			x.Price, x.Exchange, x.OrderID, x.Commission, x.Currency, x.RealizedPNL, x.ID)
	}
	return w.Flush()
}

func orNothing(id int) string {
	if id == 0 {
		return ""
	}
	return fmt.Sprint(id)
}
