package floor

import (
	"slices"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// TickQuery asks for ticks of the past: the first Count from Start on, or the last Count up to End, whichever
// is given; with neither, the last ones until now. The answer can be a little longer than Count, so that its
// outermost second is whole.
type TickQuery struct {
	Listing    *Listing
	Start, End market.Time
	// Count is from 1 to MaxTicks.
	Count int
	RTH   bool
}

// MaxTicks is the most ticks that can be asked for at once.
const MaxTicks = 1000

// Trades answers a request for historical ticks of trades. The error is a *Refusal or an *ArchiveError.
func (f *Floor) Trades(q TickQuery) ([]market.Trade, error) {
	if refusal := q.check(Trades); refusal != nil {
		return nil, refusal
	}
	return collect(f, &q, func(from, to market.Time, use func(market.Time, market.Trade)) error {
		return f.eachTrade(q.Listing, from, to, func(t *market.Trade) { use(t.Time, *t) })
	})
}

// Quotes answers a request for historical ticks of bid and ask.
func (f *Floor) Quotes(q TickQuery) ([]market.Quote, error) {
	if refusal := q.check(BidAsk); refusal != nil {
		return nil, refusal
	}
	return collect(f, &q, func(from, to market.Time, use func(market.Time, market.Quote)) error {
		return f.eachQuote(q.Listing, from, to, func(t *market.Quote) { use(t.Time, *t) })
	})
}

// Midpoints answers a request for historical ticks of the middle price, one at each change: trades without a
// size.
func (f *Floor) Midpoints(q TickQuery) ([]market.Trade, error) {
	if refusal := q.check(Midpoint); refusal != nil {
		return nil, refusal
	}
	return collect(f, &q, func(from, to market.Time, use func(market.Time, market.Trade)) error {
		last := 0.0
		return f.eachQuote(q.Listing, from, to, func(t *market.Quote) {
			if mid := Mid(t.Bid, t.Ask); t.Bid > 0 && t.Ask > 0 && mid != last {
				last = mid
				use(t.Time, market.Trade{Instrument: t.Instrument, Time: t.Time, Price: mid})
			}
		})
	})
}

func (q *TickQuery) check(w What) *Refusal {
	switch {
	case q.Count < 1 || q.Count > MaxTicks:
		return refuse(10187, "Failed to request historical ticks:Number of ticks must be from 1 to %d", MaxTicks)
	case q.Start != 0 && q.End != 0:
		return refuse(10187, "Failed to request historical ticks:Either start time or end time must be given, not both")
	}
	if w == Trades && q.Listing.Instrument.Kind == market.Crypto {
		return nil // only bars of crypto are asked for as AGGTRADES
	}
	if refusal := q.Listing.offers(w); refusal != nil {
		return refuse(10187, "Failed to request historical ticks:No market data for %s", w.word())
	}
	return nil
}

// collect gathers the ticks of a query.
func collect[T any](f *Floor, q *TickQuery, read func(from, to market.Time, use func(market.Time, T)) error) ([]T, error) {
	g := gathered[T]{rth: q.RTH, cursor: q.Listing.Calendar.Cursor()}
	if q.Start != 0 {
		return g.forward(f, q, read)
	}
	end := f.now
	if q.End != 0 {
		end = min(end, q.End)
	}
	return g.backward(f, q, end, read)
}

// gathered are ticks with their times.
type gathered[T any] struct {
	rth    bool
	cursor *calendar.Cursor
	times  []market.Time
	ticks  []T
}

func (g *gathered[T]) add(at market.Time, tick T) {
	if g.rth {
		if _, phase := g.cursor.Seek(at); phase != calendar.Open {
			return
		}
	}
	g.times, g.ticks = append(g.times, at), append(g.ticks, tick)
}

// forward reads session by session until there are enough, and the second of the last one is over.
func (g *gathered[T]) forward(f *Floor, q *TickQuery, read func(from, to market.Time, use func(market.Time, T)) error) ([]T, error) {
	first, _ := f.first(q.Listing)
	for from, now := max(q.Start, first)-1, f.now; from < now; {
		to := now
		if s, ok := q.Listing.Calendar.Next(from); ok {
			to = min(now, max(s.Open, from.Add(time.Hour)))
		}
		if err := read(from, to, g.add); err != nil {
			return nil, err
		}
		if n := len(g.times); n > q.Count && second(g.times[n-1]) > second(g.times[q.Count-1]) {
			break
		}
		from = to
	}
	n := min(q.Count, len(g.times))
	for n > 0 && n < len(g.times) && second(g.times[n]) == second(g.times[n-1]) {
		n++
	}
	return g.ticks[:n], nil
}

// backward reads session by session back from the end, and keeps whole the second of the earliest tick.
func (g *gathered[T]) backward(f *Floor, q *TickQuery, end market.Time, read func(from, to market.Time, use func(market.Time, T)) error) ([]T, error) {
	first, any := f.first(q.Listing)
	if !any {
		return nil, nil
	}
	for to := end; to > first; {
		s := sessionUntil(q.Listing.Calendar, to, false)
		from := max(min(s.EarlyOpen, to-1), first-1)
		part := gathered[T]{rth: g.rth, cursor: g.cursor}
		if err := read(from, to, part.add); err != nil {
			return nil, err
		}
		g.times, g.ticks = slices.Concat(part.times, g.times), slices.Concat(part.ticks, g.ticks)
		if len(g.times) > q.Count {
			break
		}
		to = from
	}
	i := max(len(g.times)-q.Count, 0)
	for i > 0 && second(g.times[i-1]) == second(g.times[i]) {
		i--
	}
	return g.ticks[i:], nil
}

func second(t market.Time) int64 { return int64(t) / int64(time.Second) }
