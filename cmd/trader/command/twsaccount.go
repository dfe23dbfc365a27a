package command

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/broker/tws/client"
)

// summaryTags are the figures of an account that people look at first.
var summaryTags = []string{
	"AccountType", "NetLiquidation", "TotalCashValue", "SettledCash", "AccruedCash", "GrossPositionValue",
	"EquityWithLoanValue", "BuyingPower", "InitMarginReq", "MaintMarginReq", "AvailableFunds", "ExcessLiquidity",
	"Cushion", "Leverage",
}

func newTWSAccount() *cobra.Command {
	var flags twsFlags
	var asJSON, ledger bool
	var tags []string
	cmd := &cobra.Command{
		Use:   "account",
		Short: "Print the accounts' summary",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if ledger {
				tags = append(tags, "$LEDGER:ALL")
			}
			return flags.ask(cmd, func(ctx context.Context, c *client.Conn) error {
				values, err := c.AccountSummary(ctx, "All", strings.Join(tags, ","))
				if err != nil {
					return err
				}
				rows := make([]accountRow, len(values))
				for i, v := range values {
					rows[i] = accountRow{v.Account, v.Tag, v.Value, v.Currency}
				}
				if asJSON {
					return printJSON(cmd.OutOrStdout(), rows)
				}
				return listAccount(cmd.OutOrStdout(), rows)
			})
		},
	}
	flags.register(cmd)
	jsonFlag(cmd, &asJSON)
	cmd.Flags().StringSliceVar(&tags, "tags", summaryTags, "figures to ask for, by IB's names")
	cmd.Flags().BoolVar(&ledger, "ledger", false, "the balances in every currency as well")
	return cmd
}

type accountRow struct {
	Account  string `json:"account"`
	Tag      string `json:"tag"`
	Value    string `json:"value"`
	Currency string `json:"currency,omitempty"`
}

func listAccount(out io.Writer, rows []accountRow) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ACCOUNT\tFIGURE\tVALUE\tCURRENCY")
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.Account, r.Tag, r.Value, r.Currency)
	}
	return w.Flush()
}

func newTWSPositions() *cobra.Command {
	var flags twsFlags
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "positions",
		Short: "Print the positions of all accounts",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return flags.ask(cmd, func(ctx context.Context, c *client.Conn) error {
				positions, err := c.Positions(ctx)
				if err != nil {
					return err
				}
				rows := make([]positionRow, len(positions))
				for i, p := range positions {
					rows[i] = positionRow{p.Account, newContractRow(&p.Contract), p.Position.String(), p.AverageCost.String()}
				}
				if asJSON {
					return printJSON(cmd.OutOrStdout(), rows)
				}
				return listPositions(cmd.OutOrStdout(), rows)
			})
		},
	}
	flags.register(cmd)
	jsonFlag(cmd, &asJSON)
	return cmd
}

type positionRow struct {
	Account  string      `json:"account"`
	Contract contractRow `json:"contract"`
	Quantity string      `json:"quantity"`
	// AverageCost is IB's: with commissions, and of derivatives times the multiplier.
	AverageCost string `json:"average_cost"`
}

func listPositions(out io.Writer, rows []positionRow) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ACCOUNT\tCON ID\tCONTRACT\tTYPE\tQUANTITY\tAVERAGE COST\tCURRENCY")
	for i := range rows {
		r := &rows[i]
		fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%s\t%s\t%s\n", r.Account, r.Contract.ConID, r.Contract.title(), r.Contract.Type,
			r.Quantity, r.AverageCost, r.Contract.Currency)
	}
	return w.Flush()
}

// title is the shortest name that tells a contract from its siblings.
func (r *contractRow) title() string {
	if r.LocalSymbol != "" {
		return r.LocalSymbol
	}
	return strings.Join(strings.Fields(r.Symbol+" "+r.Expiry+" "+r.Strike+" "+r.Right), " ")
}
