package data

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sort"

	"github.com/tidemark/tidemark/market"
)

// Overlap says what to do with rows already held between the first and the last row of a write.
type Overlap uint8

const (
	// Refuse fails with an *OverlapError and changes nothing.
	Refuse Overlap = iota
	// Replace drops all rows held from the first to the last time written, both included.
	Replace
)

// Options of a write. The zero value refuses to touch rows already held.
type Options struct {
	Overlap Overlap
	// Progress, when set, hears after each batch how many rows have been taken from the stream.
	Progress func(rows int64)
}

// Written tells what a write did.
type Written struct {
	// Rows taken from the stream, and the times of the first and last of them.
	Rows        int64
	First, Last market.Time
	// Dropped is the number of rows that were held before and have been replaced.
	Dropped int64
	// Files are the paths written, relative to the catalog, with forward slashes.
	Files []string
}

// WriteBars stores a stream of bars, which it does not close. Bars must be in order of their ends; bars of
// time and of sessions may not end together. A row out of order is an *OrderError, another writer of
// the series a *BusyError; values that are not finite and bars that end before they start are refused.
//
// All years are written to temporary files first and renamed at the end, so an error or a cancelled
// context leaves everything as it was, also when the disk is full (ErrDiskFull). Only a crash between two
// renames can leave one year new and another old, each of them whole.
//
// A write of no rows does nothing.
func (c *Catalog) WriteBars(ctx context.Context, symbol string, spec market.BarSpec, stream market.BarStream, o Options) (Written, error) {
	var batch market.Bars
	return c.write(ctx, BarSeries(symbol, spec), o, func() (columns, error) {
		err := stream.Next(&batch)
		return barColumns(&batch), err
	})
}

// WriteQuotes stores a stream of quotes like WriteBars; several may have one time.
func (c *Catalog) WriteQuotes(ctx context.Context, symbol string, stream market.QuoteStream, o Options) (Written, error) {
	var batch market.Quotes
	return c.write(ctx, QuoteSeries(symbol), o, func() (columns, error) {
		err := stream.Next(&batch)
		return quoteColumns(&batch), err
	})
}

// WriteTrades stores a stream of trades like WriteBars; several may have one time.
func (c *Catalog) WriteTrades(ctx context.Context, symbol string, stream market.TradeStream, o Options) (Written, error) {
	var batch market.Trades
	return c.write(ctx, TradeSeries(symbol), o, func() (columns, error) {
		err := stream.Next(&batch)
		return tradeColumns(&batch), err
	})
}

func (c *Catalog) write(ctx context.Context, s Series, o Options, next func() (columns, error)) (Written, error) {
	dir, err := c.folder(s)
	if err != nil {
		return Written{}, err
	}
	w := &writing{catalog: c, series: s, layout: &layouts[s.Kind], dir: dir, options: o}
	err = w.run(ctx, next)
	if err = errors.Join(err, w.release(err != nil)); err != nil {
		return Written{}, fmt.Errorf("write %s: %w", s, diskFull(err))
	}
	return w.result, nil
}

// run takes the stream's batches, splits them by year and commits at the end.
func (w *writing) run(ctx context.Context, next func() (columns, error)) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		batch, err := next()
		if err == io.EOF {
			return w.commit()
		}
		if err != nil {
			return err
		}
		if err := w.layout.check(&batch); err != nil {
			return err
		}
		if err := w.take(&batch); err != nil {
			return err
		}
		if w.options.Progress != nil {
			w.options.Progress(w.result.Rows)
		}
	}
}

// take adds a batch.
func (w *writing) take(batch *columns) error {
	times := w.layout.order(batch)
	if len(times) == 0 {
		return nil
	}
	if err := w.ordered(times); err != nil {
		return err
	}
	if i, err := w.layout.fault(batch); err != nil {
		return fmt.Errorf("row %d: %w: correct it or leave it out", w.result.Rows+int64(i)+1, err)
	}
	if w.result.Rows == 0 {
		w.result.First = times[0]
		if err := w.prepare(); err != nil {
			return err
		}
	}
	w.result.Rows += int64(len(times))
	w.result.Last = times[len(times)-1]
	for from := 0; from < len(times); {
		year := yearOf(times[from])
		next := yearStart(year + 1)
		to := from + sort.Search(len(times)-from, func(i int) bool { return times[from+i] >= next })
		part := batch.slice(from, to)
		if err := w.add(year, &part); err != nil {
			return err
		}
		from = to
	}
	return nil
}

// ordered checks a batch's times against each other and the last one before.
func (w *writing) ordered(times []market.Time) error {
	last := w.result.Last
	unique := w.series.Kind == Bars && w.series.Spec.Kind <= market.SessionBars
	for i, t := range times {
		row := w.result.Rows + int64(i) + 1
		if row > 1 && (t < last || unique && t == last) {
			return &OrderError{Row: row, Time: t, Previous: last}
		}
		last = t
	}
	if last == market.Never {
		return fmt.Errorf("row %d has the time %q", w.result.Rows+int64(len(times)), last)
	}
	return nil
}

// prepare makes and locks the folder, and clears away what killed writers left.
func (w *writing) prepare() (err error) {
	if w.lock, err = lockFolder(w.dir, lockName); err != nil {
		return err
	}
	return removeLeftovers(w.dir)
}
