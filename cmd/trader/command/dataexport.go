package command

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

func (d *dataCommand) newExport() *cobra.Command {
	x := exporter{command: d}
	cmd := &cobra.Command{
		Use:   "export SYMBOL",
		Short: "Write a series of the catalog as CSV",
		Args:  exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if x.output == "" {
				w := bufio.NewWriter(cmd.OutOrStdout())
				return errors.Join(x.run(w, args[0]), w.Flush())
			}
			return x.toFile(args[0])
		},
	}
	x.period.register(cmd)
	cmd.Flags().StringVar(&x.bars, "bars", "", "specification of the bars to export")
	cmd.Flags().BoolVar(&x.quotes, "quotes", false, "export quotes")
	cmd.Flags().BoolVar(&x.trades, "trades", false, "export trades")
	cmd.Flags().BoolVar(&x.depth, "depth", false, "export order books")
	cmd.Flags().StringVarP(&x.output, "output", "o", "", "file to write; standard output unless given")
	return cmd
}

type exporter struct {
	command        *dataCommand
	period         period
	bars, output   string
	quotes, trades bool
	depth          bool
}

// toFile writes beside the file and renames at the end, so that a failure leaves what was there.
func (x *exporter) toFile(symbol string) (err error) {
	f, err := os.CreateTemp(filepath.Dir(x.output), ".export-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	w := bufio.NewWriter(f)
	err = x.run(w, symbol)
	if err == nil {
		err = errors.Join(w.Flush(), f.Chmod(0o644), f.Sync())
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), x.output)
}

func (x *exporter) run(w *bufio.Writer, symbol string) error {
	if x.bars == "" && !x.quotes && !x.trades && !x.depth {
		return usageError{errors.New("say what to export: --bars 1m (or another specification), --quotes, --trades or --depth")}
	}
	from, to, err := x.period.bounds()
	if err != nil {
		return err
	}
	catalog, err := data.Open(x.command.root)
	if err != nil {
		return err
	}
	switch {
	case x.quotes:
		s, err := catalog.Quotes(symbol, from, to)
		if err != nil {
			return err
		}
		return errors.Join(writeQuotes(w, s), s.Close())
	case x.trades:
		s, err := catalog.Trades(symbol, from, to)
		if err != nil {
			return err
		}
		return errors.Join(writeTrades(w, s), s.Close())
	case x.depth:
		s, err := catalog.Depth(symbol, from, to)
		if err != nil {
			return err
		}
		return errors.Join(writeDepth(w, s), s.Close())
	}
	spec, err := market.ParseBarSpec(x.bars)
	if err != nil {
		return usageError{fmt.Errorf("--bars: %w", err)}
	}
	s, err := catalog.Bars(symbol, spec, from, to)
	if err != nil {
		return err
	}
	return errors.Join(writeBars(w, s), s.Close())
}

// row writes times as RFC 3339 in UTC and numbers in their shortest exact form.
func row(w *bufio.Writer, buf []byte, times []market.Time, values ...float64) ([]byte, error) {
	buf = buf[:0]
	for i, t := range times {
		if i > 0 {
			buf = append(buf, ',')
		}
		buf = append(buf, t.String()...)
	}
	for _, v := range values {
		buf = append(buf, ',')
		buf = strconv.AppendFloat(buf, v, 'f', -1, 64)
	}
	buf = append(buf, '\n')
	_, err := w.Write(buf)
	return buf, err
}

func writeBars(w *bufio.Writer, s market.BarStream) error {
	fmt.Fprintln(w, "start,end,open,high,low,close,volume,spread")
	var buf []byte
	var batch market.Bars
	for {
		if err := s.Next(&batch); err != nil {
			return atEnd(err)
		}
		for i := range batch.Len() {
			var b market.Bar
			batch.Row(i, &b)
			var err error
			if buf, err = row(w, buf, []market.Time{b.Start, b.End}, b.Open, b.High, b.Low, b.Close, b.Volume, b.Spread); err != nil {
				return err
			}
		}
	}
}

func writeQuotes(w *bufio.Writer, s market.QuoteStream) error {
	fmt.Fprintln(w, "time,bid,ask,bid_size,ask_size")
	var buf []byte
	var batch market.Quotes
	for {
		if err := s.Next(&batch); err != nil {
			return atEnd(err)
		}
		for i, t := range batch.Time {
			var err error
			if buf, err = row(w, buf, []market.Time{t}, batch.Bid[i], batch.Ask[i], batch.BidSize[i], batch.AskSize[i]); err != nil {
				return err
			}
		}
	}
}

func writeTrades(w *bufio.Writer, s market.TradeStream) error {
	fmt.Fprintln(w, "time,price,size")
	var buf []byte
	var batch market.Trades
	for {
		if err := s.Next(&batch); err != nil {
			return atEnd(err)
		}
		for i, t := range batch.Time {
			var err error
			if buf, err = row(w, buf, []market.Time{t}, batch.Price[i], batch.Size[i]); err != nil {
				return err
			}
		}
	}
}

func atEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// writeDepth writes a book a row: of each level its bid, ask and their sizes, the best level first, as the catalog's files do.
func writeDepth(w *bufio.Writer, s market.DepthStream) error {
	fmt.Fprint(w, "time")
	for level := range market.MaxLevels {
		fmt.Fprintf(w, ",bid_%[1]d,ask_%[1]d,bid_size_%[1]d,ask_size_%[1]d", level+1)
	}
	fmt.Fprintln(w)
	var buf []byte
	var d market.Depth
	values := make([]float64, 0, 4*market.MaxLevels)
	for {
		if err := s.Next(&d); err != nil {
			return atEnd(err)
		}
		values = values[:0]
		for i := range market.MaxLevels {
			values = append(values, d.Bids[i].Price, d.Asks[i].Price, d.Bids[i].Size, d.Asks[i].Size)
		}
		var err error
		if buf, err = row(w, buf, []market.Time{d.Time}, values...); err != nil {
			return err
		}
	}
}
