package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

func newTWSTicks() *cobra.Command {
	q := ticksQuery{}
	cmd := &cobra.Command{
		Use:   "ticks [SYMBOL]",
		Short: "Print historical trades, quotes or midpoints, at most about 1000",
		Example: "  trader tws ticks AAPL --from 2026-03-02T14:30:00Z\n" +
			"  trader tws ticks EURUSD --type CASH --what quotes --count 100",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return q.run(cmd, args) },
	}
	q.flags.register(cmd)
	q.contract.register(cmd)
	jsonFlag(cmd, &q.asJSON)
	f := cmd.Flags()
	f.StringVar(&q.what, "what", "trades", "trades, quotes or midpoints")
	f.StringVar(&q.from, "from", "", "first moment, RFC 3339")
	f.StringVar(&q.to, "to", "", "last moment, YYYY-MM-DD or RFC 3339; now unless --from or this is given")
	f.IntVar(&q.request.Count, "count", 1000, "how many; IB adds those of the last second")
	f.BoolVar(&q.request.UseRTH, "rth", false, "regular trading hours only")
	return cmd
}

type ticksQuery struct {
	flags          twsFlags
	contract       contractFlags
	asJSON         bool
	what, from, to string
	request        wire.RequestHistoricalTicks
}

// tickKinds are the questions for each kind of ticks.
var tickKinds = map[string]func(context.Context, *client.Conn, wire.RequestHistoricalTicks) ([]tickRow, error){
	"trades":    tradeRows,
	"quotes":    quoteRows,
	"midpoints": midpointRows,
}

func (q *ticksQuery) run(cmd *cobra.Command, args []string) error {
	symbols, err := q.contract.symbols(args)
	if err != nil {
		return err
	}
	k, err := q.contract.contract(symbols[0])
	if err != nil {
		return err
	}
	ask, ok := tickKinds[q.what]
	if !ok {
		return usageError{fmt.Errorf("--what %q: want trades, quotes or midpoints", q.what)}
	}
	if err := q.period(); err != nil {
		return err
	}
	return q.flags.ask(cmd, func(ctx context.Context, c *client.Conn) error {
		found, err := c.Resolve(ctx, k)
		if err != nil {
			return err
		}
		q.request.Contract = found.Contract
		rows, err := ask(ctx, c, q.request)
		if err != nil && !errors.Is(err, client.ErrNoData) {
			return err
		}
		if q.asJSON {
			return printJSON(cmd.OutOrStdout(), rows)
		}
		return listTicks(cmd.OutOrStdout(), rows)
	})
}

// period sets one end of the request, of which IB wants exactly one.
func (q *ticksQuery) period() error {
	if q.request.Count < 1 || q.request.Count > 1000 {
		return usageError{fmt.Errorf("--count %d: want 1 to 1000", q.request.Count)}
	}
	if q.from != "" && q.to != "" {
		return usageError{errors.New("--from and --to exclude each other: IB goes on from one of them")}
	}
	from, err := moment("--from", q.from)
	if err != nil {
		return err
	}
	to, err := moment("--to", q.to)
	switch {
	case err != nil:
		return err
	case !from.IsZero():
		q.request.Start = ibtime.FormatUTC(from)
	case !to.IsZero():
		q.request.End = ibtime.FormatUTC(to)
	default:
		q.request.End = ibtime.FormatUTC(time.Now())
	}
	return nil
}

// tickRow is a tick as it is printed: a trade or a midpoint has a price, a quote has two.
type tickRow struct {
	Time     time.Time `json:"time"`
	Price    *float64  `json:"price,omitempty"`
	Size     *float64  `json:"size,omitempty"`
	Bid      *float64  `json:"bid,omitempty"`
	Ask      *float64  `json:"ask,omitempty"`
	BidSize  *float64  `json:"bid_size,omitempty"`
	AskSize  *float64  `json:"ask_size,omitempty"`
	Exchange string    `json:"exchange,omitempty"`
	Notes    string    `json:"conditions,omitempty"`
}

func tradeRows(ctx context.Context, c *client.Conn, r wire.RequestHistoricalTicks) ([]tickRow, error) {
	ticks, err := c.HistoricalTrades(ctx, r)
	rows := make([]tickRow, len(ticks))
	for i := range ticks {
		t := &ticks[i]
		rows[i] = tickRow{
			Time: seconds(t.Time), Price: &t.Price, Size: known(t.Size), Exchange: t.Exchange, Notes: t.SpecialConditions,
		}
	}
	return rows, err
}

func quoteRows(ctx context.Context, c *client.Conn, r wire.RequestHistoricalTicks) ([]tickRow, error) {
	ticks, err := c.HistoricalQuotes(ctx, r)
	rows := make([]tickRow, len(ticks))
	for i := range ticks {
		t := &ticks[i]
		rows[i] = tickRow{
			Time: seconds(t.Time), Bid: &t.Bid, Ask: &t.Ask, BidSize: known(t.BidSize), AskSize: known(t.AskSize),
		}
	}
	return rows, err
}

func midpointRows(ctx context.Context, c *client.Conn, r wire.RequestHistoricalTicks) ([]tickRow, error) {
	ticks, err := c.HistoricalMidpoints(ctx, r)
	rows := make([]tickRow, len(ticks))
	for i := range ticks {
		rows[i] = tickRow{Time: seconds(ticks[i].Time), Price: &ticks[i].Price}
	}
	return rows, err
}

func seconds(epoch int64) time.Time { return time.Unix(epoch, 0).UTC() }

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func listTicks(out io.Writer, rows []tickRow) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	if len(rows) > 0 && rows[0].Bid != nil {
		fmt.Fprintln(w, "TIME\tBID SIZE\tBID\tASK\tASK SIZE\t")
		for i := range rows {
			r := &rows[i]
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t\n", r.Time.Format(time.RFC3339), figure(r.BidSize), figure(r.Bid), figure(r.Ask), figure(r.AskSize))
		}
		return w.Flush()
	}
	fmt.Fprintln(w, "TIME\tPRICE\tSIZE\tEXCHANGE\tCONDITIONS\t")
	for i := range rows {
		r := &rows[i]
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t\n", r.Time.Format(time.RFC3339), figure(r.Price), figure(r.Size), r.Exchange, r.Notes)
	}
	return w.Flush()
}
