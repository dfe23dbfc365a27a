package history

import (
	"context"
	"fmt"
	"time"

	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// page is how many ticks are asked for at once, the most that IB allows. It adds what belongs to the last second.
const page = 1000

// ticks asks for the ticks of a step, page by page, and buffers them. It returns the time of the last.
func (r *run) ticks(ctx context.Context, s Step) (last market.Time, err error) {
	at := s.Open.UTC().Truncate(time.Second)
	if s.Open == s.From {
		at = at.Add(time.Second) // that second is there already
	}
	for market.At(at) <= s.To {
		end, err := r.page(ctx, s, at)
		if err != nil {
			return last, err
		}
		if end == 0 {
			break // nothing more in this session
		}
		last = min(end, s.To)
		next := end.UTC().Add(time.Second)
		if !next.After(at) {
			return last, fmt.Errorf("history: %s: asked from %s on, IB answers with ticks up to %s", r.plan.Series, at, end)
		}
		at = next
		r.progress(last)
		if err := r.relieve(ctx); err != nil {
			return last, err
		}
	}
	return last, nil
}

// page buffers a page of ticks and returns the time of its last, 0 when it is empty.
func (r *run) page(ctx context.Context, s Step, at time.Time) (market.Time, error) {
	request := wire.RequestHistoricalTicks{
		Contract: r.plan.Contract, Start: ibtime.FormatUTC(at), Count: page, UseRTH: r.plan.Regular,
	}
	end := market.Time(0)
	within := func(epoch int64) (market.Time, bool) {
		t := market.At(time.Unix(epoch, 0))
		end = max(end, t)
		return t, t > s.From && t <= s.To
	}
	if r.plan.Series.Kind == data.Quotes {
		rows, err := persist(ctx, r.d, r.plan.limit(), func(ctx context.Context, source Source) ([]wire.HistoricalQuote, error) {
			r.result.Requests++
			return source.HistoricalQuotes(ctx, request)
		})
		for i := range rows {
			if t, ok := within(rows[i].Time); ok {
				r.buffer.quotes.Append(quoted(t, &rows[i]))
			}
		}
		return end, err
	}
	rows, err := persist(ctx, r.d, r.plan.limit(), func(ctx context.Context, source Source) ([]wire.HistoricalTrade, error) {
		r.result.Requests++
		return source.HistoricalTrades(ctx, request)
	})
	for i := range rows {
		row := &rows[i]
		if t, ok := within(row.Time); ok && !row.Unreported && row.Price != 0 {
			r.buffer.trades.Append(market.Trade{Time: t, Price: row.Price, Size: row.Size.Or(0)})
		}
	}
	return end, err
}

// quoted is a quote; of a side that nobody quotes IB gives the price 0 or -1, and no size.
func quoted(t market.Time, q *wire.HistoricalQuote) market.Quote {
	side := func(price float64, size wire.Opt[float64]) (float64, float64) {
		if n := size.Or(0); n > 0 || price > 0 {
			return price, n
		}
		return 0, 0
	}
	out := market.Quote{Time: t}
	out.Bid, out.BidSize = side(q.Bid, q.BidSize)
	out.Ask, out.AskSize = side(q.Ask, q.AskSize)
	return out
}
