package history

import (
	"context"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// buffer holds the rows of a series that are not in the catalog yet.
type buffer struct {
	series data.Series
	bars   market.Bars
	trades market.Trades
	quotes market.Quotes
}

func (b *buffer) rows() int { return b.bars.Len() + b.trades.Len() + b.quotes.Len() }

// write moves the rows into the catalog. None of them may be in the way of rows held already.
func (b *buffer) write(ctx context.Context, catalog *data.Catalog) (err error) {
	switch b.series.Kind {
	case data.Bars:
		_, err = catalog.WriteBars(ctx, b.series.Symbol, b.series.Spec, data.FromBars(&b.bars), data.Options{})
	case data.Quotes:
		_, err = catalog.WriteQuotes(ctx, b.series.Symbol, data.FromQuotes(&b.quotes), data.Options{})
	case data.Trades:
		_, err = catalog.WriteTrades(ctx, b.series.Symbol, data.FromTrades(&b.trades), data.Options{})
	}
	if err == nil {
		b.bars.Reset()
		b.trades.Reset()
		b.quotes.Reset()
	}
	return err
}

// span is the times of the first and the last row, of which there is one.
func (b *buffer) span() (first, last market.Time) {
	times := b.bars.End
	switch b.series.Kind {
	case data.Quotes:
		times = b.quotes.Time
	case data.Trades:
		times = b.trades.Time
	}
	return times[0], times[len(times)-1]
}
