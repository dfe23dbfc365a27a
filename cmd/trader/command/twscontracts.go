package command

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

func newTWSContracts() *cobra.Command {
	var flags twsFlags
	var what contractFlags
	var asJSON, search bool
	cmd := &cobra.Command{
		Use:   "contracts [SYMBOL]",
		Short: "List the contracts that match a description",
		Example: "  trader tws contracts AAPL\n" +
			"  trader tws contracts ES --type FUT --exchange CME\n" +
			"  trader tws contracts SPX --type OPT --expiry 202612 --right put --strike 5000\n" +
			"  trader tws contracts 'bank of' --search",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			symbols, err := what.symbols(args)
			if err != nil {
				return err
			}
			k, err := what.contract(symbols[0])
			if err != nil {
				return err
			}
			return flags.ask(cmd, func(ctx context.Context, c *client.Conn) error {
				find := matchingContracts
				if search {
					find = searchedContracts
				}
				rows, err := find(ctx, c, k)
				if err != nil {
					return err
				}
				if asJSON {
					return printJSON(cmd.OutOrStdout(), rows)
				}
				return listContracts(cmd.OutOrStdout(), rows)
			})
		},
	}
	flags.register(cmd)
	what.register(cmd)
	jsonFlag(cmd, &asJSON)
	cmd.Flags().BoolVar(&search, "search", false, "search names and symbols that begin so, instead")
	return cmd
}

func matchingContracts(ctx context.Context, c *client.Conn, k wire.Contract) ([]contractRow, error) {
	list, err := c.ContractDetails(ctx, k)
	rows := make([]contractRow, len(list))
	for i, d := range list {
		rows[i] = newContractRow(&d.Contract)
		rows[i].describe(&d.Details)
	}
	return rows, err
}

func searchedContracts(ctx context.Context, c *client.Conn, k wire.Contract) ([]contractRow, error) {
	list, err := c.MatchingSymbols(ctx, k.Symbol)
	rows := make([]contractRow, len(list))
	for i := range list {
		rows[i] = newContractRow(&list[i].Contract)
		rows[i].Derivatives = list[i].DerivativeSecTypes
	}
	return rows, err
}

// contractRow is a contract as it is printed.
type contractRow struct {
	ConID           int          `json:"con_id"`
	Symbol          string       `json:"symbol"`
	Type            wire.SecType `json:"type"`
	Expiry          string       `json:"expiry,omitempty"`
	Strike          string       `json:"strike,omitempty"`
	Right           string       `json:"right,omitempty"`
	Multiplier      string       `json:"multiplier,omitempty"`
	Exchange        string       `json:"exchange,omitempty"`
	PrimaryExchange string       `json:"primary_exchange,omitempty"`
	Currency        string       `json:"currency"`
	LocalSymbol     string       `json:"local_symbol,omitempty"`
	Class           string       `json:"class,omitempty"`
	Name            string       `json:"name,omitempty"`
	MinTick         string       `json:"min_tick,omitempty"`
	ValidExchanges  []string     `json:"valid_exchanges,omitempty"`
	TimeZone        string       `json:"time_zone,omitempty"`
	TradingHours    string       `json:"trading_hours,omitempty"`
	LiquidHours     string       `json:"liquid_hours,omitempty"`
	Derivatives     []string     `json:"derivatives,omitempty"`
}

func newContractRow(k *wire.Contract) contractRow {
	return contractRow{
		ConID: k.ConID, Symbol: k.Symbol, Type: k.SecType, Expiry: k.LastTradeDateOrContractMonth,
		Strike: decimalText(k.Strike), Right: k.Right.String(), Multiplier: decimalText(k.Multiplier),
		Exchange: k.Exchange, PrimaryExchange: k.PrimaryExchange, Currency: k.Currency,
		LocalSymbol: k.LocalSymbol, Class: k.TradingClass, Name: k.Description,
	}
}

func (r *contractRow) describe(d *wire.Details) {
	r.Name, r.MinTick = d.LongName, decimalText(d.MinTick)
	r.ValidExchanges = strings.FieldsFunc(d.ValidExchanges, func(c rune) bool { return c == ',' })
	r.TimeZone, r.TradingHours, r.LiquidHours = d.TimeZoneID, d.TradingHours, d.LiquidHours
}

func listContracts(out io.Writer, rows []contractRow) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "CON ID\tSYMBOL\tTYPE\tEXPIRY\tSTRIKE\tRIGHT\tMULTIPLIER\tEXCHANGE\tPRIMARY\tCURRENCY\tLOCAL\tCLASS\tNAME")
	for i := range rows {
		r := &rows[i]
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.ConID, r.Symbol, r.Type, r.Expiry, r.Strike,
			r.Right, r.Multiplier, r.Exchange, r.PrimaryExchange, r.Currency, r.LocalSymbol, r.Class, r.Name)
	}
	return w.Flush()
}
