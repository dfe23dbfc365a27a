package command

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/data/csvfile"
	"github.com/tidemark/tidemark/data/yahoo"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// definition is the flags that say which instrument a file is about.
type definition struct{ symbol, kind, calendar string }

func (d *definition) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&d.symbol, "symbol", "", "symbol in the catalog (required)")
	cmd.Flags().StringVar(&d.kind, "kind", "equity", "equity, etf, index, forex, crypto, cfd or bond")
	cmd.Flags().StringVar(&d.calendar, "calendar", "", "trading calendar; from the kind unless given")
}

func (d *definition) instrument() (in market.Instrument, cal *calendar.Calendar, err error) {
	if d.symbol == "" {
		return in, nil, usageError{errors.New("--symbol is missing: name the instrument")}
	}
	var kind market.Kind
	if err := kind.UnmarshalText([]byte(d.kind)); err != nil {
		return in, nil, usageError{fmt.Errorf("--kind: %w", err)}
	}
	in = market.NewEquity(d.symbol)
	if kind == market.Forex || kind == market.Crypto {
		if len(d.symbol) != 6 {
			return in, nil, usageError{fmt.Errorf("--symbol %s: want a pair of two codes of three letters, such as EURUSD", d.symbol)}
		}
		in = market.NewForex(market.Currency(d.symbol[:3]), market.Currency(d.symbol[3:]))
	}
	in.Kind = kind
	if kind == market.Crypto {
		in.Calendar = "24/7"
	}
	if d.calendar != "" {
		in.Calendar = d.calendar
	}
	cal, err = calendar.Get(in.Calendar)
	if err != nil {
		return in, nil, usageError{err}
	}
	if err := in.Validate(); err != nil {
		return in, nil, usageError{err}
	}
	return in, cal, nil
}

func (d *dataCommand) newImportYahoo() *cobra.Command {
	var flags importFlags
	var what definition
	var adjusted bool
	cmd := &cobra.Command{
		Use:     "yahoo FILE",
		Short:   "Import a daily CSV file as Yahoo Finance writes it",
		Example: "  trader data import yahoo orcl.csv --symbol ORCL",
		Args:    exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			in, cal, err := what.instrument()
			if err != nil {
				return err
			}
			policy, err := flags.policy()
			if err != nil {
				return err
			}
			stream, err := yahoo.Open(args[0], yahoo.Options{
				Adjusted: adjusted, Calendar: cal.Name(), Instrument: in.Kind, BadRows: policy,
			})
			if err != nil {
				return err
			}
			i := d.importer(cmd, &flags)
			if err := i.bars(cmd.Context(), in, market.Daily(), stream); err != nil {
				return err
			}
			return i.report(cmd.OutOrStdout())
		},
	}
	what.register(cmd)
	flags.register(cmd)
	cmd.Flags().BoolVar(&adjusted, "adjusted", false, "scale prices by Adj Close / Close")
	return cmd
}

func (d *dataCommand) newImportCSV() *cobra.Command {
	c := csvImport{command: d}
	cmd := &cobra.Command{
		Use:   "csv FILE",
		Short: "Import any other CSV file; what it leaves no doubt about is found out, the rest is asked for",
		Example: "  trader data import csv eurusd.csv --symbol EURUSD --kind forex --bars 1h\n" +
			"  trader data import csv es.csv --symbol ES --bars 1m --column date=Day --column time=Clock --layout 'dd/MM/yyyy HH:mm' --zone America/Chicago --bar-time end",
		Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error { return c.run(cmd, args[0]) },
	}
	c.what.register(cmd)
	c.flags.register(cmd)
	f := cmd.Flags()
	f.StringVar(&c.content, "content", "bars", "bars, quotes or trades")
	f.StringVar(&c.bars, "bars", "", "specification of the bars, such as 1m, 1h or 1d")
	f.StringToStringVar(&c.columns, "column", nil, "name or number of a column: --column open=Open (date, time, open, high, low, close, volume, adjusted_close, bid, ask, bid_size, ask_size, price, size)")
	f.StringVar(&c.mapping.Time, "layout", "", "layout of the time, such as 'yyyy-MM-dd HH:mm:ss' or unix_ms")
	f.StringVar(&c.mapping.Zone, "zone", "", "time zone of the stamps")
	f.StringVar(&c.barTime, "bar-time", "", "whether a bar's stamp is its start or its end")
	f.StringVar(&c.mapping.Delimiter, "delimiter", "", "comma, ;, | or tab")
	f.StringVar(&c.header, "header", "", "whether the first line names the columns: yes or no")
	f.StringVar(&c.mapping.Decimal, "decimal", "", "decimal sign: . or ,")
	f.Int64Var(&c.mapping.PriceScale, "price-scale", 0, "by how much prices in the file are too large")
	f.StringVar(&c.mapping.Null, "missing", "", "what the file writes where it has no value")
	f.StringVar(&c.mapping.Entry, "entry", "", "file inside a zip archive that holds several")
	return cmd
}

type csvImport struct {
	command                        *dataCommand
	what                           definition
	flags                          importFlags
	content, bars, barTime, header string
	columns                        map[string]string
	mapping                        csvfile.Mapping
}

func (c *csvImport) run(cmd *cobra.Command, path string) error {
	in, cal, err := c.what.instrument()
	if err != nil {
		return err
	}
	policy, err := c.flags.policy()
	if err != nil {
		return err
	}
	if err := c.complete(path); err != nil {
		return err
	}
	i := c.command.importer(cmd, &c.flags)
	o := csvfile.Options{Instrument: in.Kind, Calendar: cal, BadRows: policy}
	switch c.mapping.Kind {
	case data.Quotes:
		stream, err := csvfile.OpenQuotes(path, c.mapping, o)
		if err != nil {
			return err
		}
		err = i.quotes(cmd.Context(), in, stream)
		if err != nil {
			return err
		}
	case data.Trades:
		stream, err := csvfile.OpenTrades(path, c.mapping, o)
		if err != nil {
			return err
		}
		if err := i.trades(cmd.Context(), in, stream); err != nil {
			return err
		}
	default:
		spec, err := market.ParseBarSpec(c.mapping.Period.String())
		if err != nil {
			return fmt.Errorf("bars of %s cannot be kept in the catalog: %w", c.mapping.Period, err)
		}
		stream, err := csvfile.OpenBars(path, c.mapping, o)
		if err != nil {
			return err
		}
		if err := i.bars(cmd.Context(), in, spec, stream); err != nil {
			return err
		}
	}
	return i.report(cmd.OutOrStdout())
}

// complete turns the flags into a mapping and finds out the rest from the file.
func (c *csvImport) complete(path string) error {
	m := &c.mapping
	kind, err := data.ParseKind(c.content)
	if err != nil {
		return usageError{fmt.Errorf("--content: %w", err)}
	}
	m.Kind = kind
	for name, column := range c.columns {
		field := c.column(name)
		if field == nil {
			return usageError{fmt.Errorf("--column %s=%s: there is no value %q; see `trader data import csv --help`", name, column, name)}
		}
		*field = csvfile.Column(column)
	}
	if c.header != "" {
		err = errors.Join(err, m.Header.UnmarshalText([]byte(c.header)))
	}
	if c.barTime != "" {
		err = errors.Join(err, m.BarTime.UnmarshalText([]byte(c.barTime)))
	}
	if c.bars != "" {
		period, e := csvfile.ParsePeriod(c.bars)
		m.Period, err = period, errors.Join(err, e)
	}
	if err != nil {
		return usageError{err}
	}
	*m, err = m.CompleteFile(path)
	return err
}

func (c *csvImport) column(name string) *csvfile.Column {
	k := &c.mapping.Columns
	switch strings.ToLower(name) {
	case "date":
		return &k.Date
	case "time":
		return &k.Time
	case "open":
		return &k.Open
	case "high":
		return &k.High
	case "low":
		return &k.Low
	case "close":
		return &k.Close
	case "volume":
		return &k.Volume
	case "adjusted_close":
		return &k.AdjustedClose
	case "bid":
		return &k.Bid
	case "ask":
		return &k.Ask
	case "bid_size":
		return &k.BidSize
	case "ask_size":
		return &k.AskSize
	case "price":
		return &k.Price
	case "size":
		return &k.Size
	}
	return nil
}
