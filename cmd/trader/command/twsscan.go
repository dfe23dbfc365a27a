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

func newTWSScan() *cobra.Command {
	s := scan{}
	cmd := &cobra.Command{
		Use:   "scan CODE",
		Short: "Print the result of a market scan",
		Long: "Print the result of a market scan. Codes are IB's, such as TOP_PERC_GAIN, MOST_ACTIVE or HOT_BY_VOLUME;\n" +
			"`trader tws scan --parameters` prints the XML document of all codes, instruments, locations and filters.",
		Example: "  trader tws scan TOP_PERC_GAIN --above-price 5 --above-volume 100000\n" +
			"  trader tws scan MOST_ACTIVE --instrument STOCK.EU --location STK.EU.IBIS --filter usdMarketCapAbove=1000000000",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return s.run(cmd, args) },
	}
	s.flags.register(cmd)
	jsonFlag(cmd, &s.asJSON)
	f := cmd.Flags()
	f.BoolVar(&s.parameters, "parameters", false, "print the document of all codes instead")
	f.StringVar(&s.request.Instrument, "instrument", "STK", "kind of instruments, by IB's names")
	f.StringVar(&s.request.Location, "location", "STK.US.MAJOR", "market, by IB's names")
	f.IntVar(&s.rows, "rows", 25, "rows to ask for, at most 50")
	f.Float64Var(&s.abovePrice, "above-price", 0, "lowest price")
	f.Float64Var(&s.belowPrice, "below-price", 0, "highest price")
	f.IntVar(&s.aboveVolume, "above-volume", 0, "lowest volume")
	f.StringArrayVar(&s.filters, "filter", nil, "another filter of IB's: NAME=VALUE")
	return cmd
}

type scan struct {
	flags                  twsFlags
	asJSON, parameters     bool
	request                wire.RequestScanner
	rows, aboveVolume      int
	abovePrice, belowPrice float64
	filters                []string
}

func (s *scan) run(cmd *cobra.Command, args []string) error {
	if s.parameters {
		return s.flags.ask(cmd, func(ctx context.Context, c *client.Conn) error {
			xml, err := c.ScannerParameters(ctx)
			if err == nil {
				_, err = fmt.Fprintln(cmd.OutOrStdout(), xml)
			}
			return err
		})
	}
	if err := exactly(1)(cmd, args); err != nil {
		return err
	}
	if err := s.complete(args[0]); err != nil {
		return err
	}
	return s.flags.ask(cmd, func(ctx context.Context, c *client.Conn) error {
		results, err := c.Scanner(ctx, s.request)
		if err != nil {
			return err
		}
		defer results.Close()
		first, err := results.Next(ctx)
		if err != nil {
			return err
		}
		rows := make([]scanRow, len(first.Rows))
		for i, r := range first.Rows {
			rows[i] = scanRow{r.Rank + 1, newContractRow(&r.Contract), r.MarketName, r.Distance, r.Benchmark, r.Projection}
		}
		if s.asJSON {
			return printJSON(cmd.OutOrStdout(), rows)
		}
		return listScan(cmd.OutOrStdout(), rows)
	})
}

// complete fills the request from code and flags.
func (s *scan) complete(code string) error {
	if s.rows < 1 || s.rows > 50 {
		return usageError{fmt.Errorf("--rows %d: want 1 to 50", s.rows)}
	}
	r := &s.request
	r.ScanCode, r.Rows = strings.ToUpper(code), wire.Some(s.rows)
	if s.abovePrice != 0 {
		r.AbovePrice = wire.Some(s.abovePrice)
	}
	if s.belowPrice != 0 {
		r.BelowPrice = wire.Some(s.belowPrice)
	}
	if s.aboveVolume != 0 {
		r.AboveVolume = wire.Some(s.aboveVolume)
	}
	for _, filter := range s.filters {
		name, value, ok := strings.Cut(filter, "=")
		if !ok {
			return usageError{fmt.Errorf("--filter %q: want NAME=VALUE", filter)}
		}
		r.Filters = append(r.Filters, wire.TagValue{Tag: name, Value: value})
	}
	return nil
}

// scanRow is a row of a scan. What the last three say depends on the code.
type scanRow struct {
	Rank       int         `json:"rank"`
	Contract   contractRow `json:"contract"`
	Market     string      `json:"market,omitempty"`
	Distance   string      `json:"distance,omitempty"`
	Benchmark  string      `json:"benchmark,omitempty"`
	Projection string      `json:"projection,omitempty"`
}

func listScan(out io.Writer, rows []scanRow) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "RANK\tCON ID\tCONTRACT\tTYPE\tEXCHANGE\tCURRENCY\tDISTANCE\tBENCHMARK\tPROJECTION")
	for i := range rows {
		r := &rows[i]
		fmt.Fprintf(w, "%d\t%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.Rank, r.Contract.ConID, r.Contract.title(), r.Contract.Type,
			r.Contract.Exchange, r.Contract.Currency, r.Distance, r.Benchmark, r.Projection)
	}
	return w.Flush()
}
