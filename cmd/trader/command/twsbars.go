package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/broker/tws"
	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

func newTWSBars() *cobra.Command {
	b := barsQuery{}
	cmd := &cobra.Command{
		Use:   "bars [SYMBOL]",
		Short: "Print historical bars, each with the time of its start, as IB gives it",
		Example: "  trader tws bars AAPL --bars 5m --duration 2d --rth\n" +
			"  trader tws bars EURUSD --type CASH --bars 1h-mid --duration 1w --end 2026-03-01\n" +
			"  trader tws bars ES --type CONTFUT --exchange CME --bars 1d --duration 1y",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return b.run(cmd, args) },
	}
	b.flags.register(cmd)
	b.what.register(cmd)
	jsonFlag(cmd, &b.asJSON)
	f := cmd.Flags()
	f.StringVar(&b.bars, "bars", "5m", "specification of the bars: 30s, 5m, 1h, 1d; -bid, -ask or -mid behind it for other prices")
	f.StringVar(&b.duration, "duration", "1d", "how much before the end: 3600s, 2d, 1w, 6m (months), 1y")
	f.StringVar(&b.end, "end", "", "last moment, YYYY-MM-DD or RFC 3339; now unless given")
	f.BoolVar(&b.rth, "rth", false, "regular trading hours only")
	f.StringVar(&b.show, "what", "", "what to show, by IB's names: TRADES, ADJUSTED_LAST, MIDPOINT, BID, ASK, BID_ASK, HISTORICAL_VOLATILITY ...; from --bars unless given")
	return cmd
}

type barsQuery struct {
	flags                     twsFlags
	what                      contractFlags
	asJSON, rth               bool
	bars, duration, end, show string
}

func (b *barsQuery) run(cmd *cobra.Command, args []string) error {
	symbols, err := b.what.symbols(args)
	if err != nil {
		return err
	}
	r, err := b.request(symbols[0])
	if err != nil {
		return err
	}
	return b.flags.ask(cmd, func(ctx context.Context, c *client.Conn) error {
		found, err := c.Resolve(ctx, r.Contract)
		if err != nil {
			return err
		}
		r.Contract = found.Contract
		bars, err := c.HistoricalBars(ctx, r)
		if err != nil && !errors.Is(err, client.ErrNoData) {
			return err
		}
		rows, err := newBarRows(bars)
		if err != nil {
			return err
		}
		if b.asJSON {
			return printJSON(cmd.OutOrStdout(), rows)
		}
		return listBars(cmd.OutOrStdout(), rows)
	})
}

// request asks for times in UTC: on wall clocks an hour repeats each autumn.
func (b *barsQuery) request(symbol string) (wire.RequestHistoricalData, error) {
	r := wire.RequestHistoricalData{UseRTH: b.rth, WhatToShow: strings.ToUpper(b.show), FormatDate: 2}
	spec, err := market.ParseBarSpec(b.bars)
	if err != nil {
		return r, usageError{fmt.Errorf("--bars: %w", err)}
	}
	if r.BarSize, err = tws.BarSize(spec); err != nil {
		return r, usageError{fmt.Errorf("--bars: %w", err)}
	}
	if r.WhatToShow == "" {
		r.WhatToShow = map[market.PriceSource]string{
			market.Last: "TRADES", market.Bid: "BID", market.Ask: "ASK", market.Mid: "MIDPOINT",
		}[spec.Price]
	}
	if r.Duration, err = twsDuration(b.duration); err != nil {
		return r, err
	}
	end, err := moment("--end", b.end)
	if err != nil {
		return r, err
	}
	if !end.IsZero() {
		r.End = ibtime.FormatUTC(end)
	}
	r.Contract, err = b.what.contract(symbol)
	return r, err
}

var durationPattern = regexp.MustCompile(`^([1-9]\d{0,5}) ?([SDWMY])$`)

// twsDuration is a duration in IB's form, "2 D".
func twsDuration(text string) (string, error) {
	parts := durationPattern.FindStringSubmatch(strings.ToUpper(text))
	if parts == nil {
		return "", usageError{fmt.Errorf("--duration %q: want a number and s, d, w, m (months) or y, such as 2d", text)}
	}
	return parts[1] + " " + parts[2], nil
}

// moment reads a flag that is a time, or a day that stands for its end; zero when it was not given.
func moment(flag, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if date, err := market.ParseDate(text); err == nil {
		return date.AddDays(1).Clock(0, 0, time.UTC), nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return t, usageError{fmt.Errorf("%s %q: want YYYY-MM-DD or a time such as 2026-03-01T14:30:00Z", flag, text)}
	}
	return t.UTC(), nil
}

// barRow is a bar as it is printed. Start is a time in UTC, or the date of a daily or longer bar.
type barRow struct {
	Start  string   `json:"start"`
	Open   float64  `json:"open"`
	High   float64  `json:"high"`
	Low    float64  `json:"low"`
	Close  float64  `json:"close"`
	Volume *float64 `json:"volume,omitempty"`
	WAP    *float64 `json:"wap,omitempty"`
	Trades int      `json:"trades,omitempty"`
}

func newBarRows(bars []wire.Bar) ([]barRow, error) {
	rows := make([]barRow, len(bars))
	for i, b := range bars {
		start, err := barStart(b.Date)
		if err != nil {
			return nil, err
		}
		b.WAP.Value = math.Round(b.WAP.Value*1e6) / 1e6 // a quotient, whose last digits say nothing
		rows[i] = barRow{start, b.Open, b.High, b.Low, b.Close, known(b.Volume), known(b.WAP), max(b.Count, 0)}
	}
	return rows, nil
}

func barStart(text string) (string, error) {
	if date, err := ibtime.ParseDate(text); err == nil {
		return date.String(), nil
	}
	t, err := ibtime.Parse(text, nil)
	return t.Format(time.RFC3339), err
}

// known is a figure that IB has; it writes -1 for one that it has not.
func known(v wire.Opt[float64]) *float64 {
	if !v.Valid || v.Value < 0 {
		return nil
	}
	return &v.Value
}

func figure(v *float64) string {
	if v == nil {
		return ""
	}
	return number(*v)
}

func listBars(out io.Writer, rows []barRow) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "START\tOPEN\tHIGH\tLOW\tCLOSE\tVOLUME\tWAP\tTRADES\t")
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%d\t\n", r.Start, number(r.Open), number(r.High), number(r.Low),
			number(r.Close), figure(r.Volume), figure(r.WAP), r.Trades)
	}
	return w.Flush()
}
