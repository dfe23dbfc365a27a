package floor

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// Catalog is an archive over recorded data: at each time the quotes, books and trades that the catalog has of it, else what
// can be made of its finest bars. A listing is looked up under its instrument's symbol, or under the name its Spec
// gives.
type Catalog struct {
	catalog *data.Catalog
	held    map[string][]record // by symbol, those that are preferred first
}

var _ Archive = (*Catalog)(nil)

// NewCatalog looks through a catalog. The error tells which of its files are damaged.
func NewCatalog(c *data.Catalog) (*Catalog, error) {
	all, err := c.Series()
	if err != nil {
		return nil, err
	}
	held := make(map[string][]record)
	for _, info := range all {
		if s := info.Spec; info.Kind == data.Bars && (s.Kind != market.TimeBars && s != market.Daily() || s.Price != market.Last && s.Price != market.Mid) {
			continue
		}
		years, err := c.Years(info.Series)
		if err != nil {
			return nil, err
		}
		held[info.Symbol] = append(held[info.Symbol], newRecord(c, years))
	}
	for _, records := range held {
		slices.SortFunc(records, preferred)
	}
	return &Catalog{catalog: c, held: held}, nil
}

// Listings are Default and whatever else the catalog has definitions and data of: shares, funds, indices, currencies
// and crypto. Futures belong to a root and are found under their local symbols.
func (c *Catalog) Listings() ([]Spec, error) {
	all := Default()
	known := map[string]bool{}
	for i := range all {
		known[cmp.Or(all[i].Data, all[i].instrumentSymbol())] = true
	}
	defined, err := c.catalog.Instruments()
	if err != nil {
		return nil, err
	}
	for _, in := range defined {
		s := Spec{Symbol: in.Symbol, Kind: in.Kind, Currency: in.Currency, Data: in.Symbol}
		switch in.Kind {
		case market.Equity, market.ETF, market.Index:
		case market.Forex, market.Crypto:
			s.Symbol = string(in.Base)
		default:
			continue
		}
		if !known[in.Symbol] && !monthOf(all, in.Symbol) && len(c.held[in.Symbol]) > 0 {
			all = append(all, s)
		}
	}
	return all, nil
}

// monthOf reports a local symbol of one of the futures, such as ESH4. A file of its prices is imported as a share's,
// because a catalog's future needs a definition that no file of prices has.
func monthOf(listings []Spec, symbol string) bool {
	return slices.ContainsFunc(listings, func(s Spec) bool {
		month, ok := strings.CutPrefix(symbol, s.Symbol)
		if !ok || s.Kind != market.Future || len(month) < 2 || !strings.Contains(s.Months, month[:1]) {
			return false
		}
		year, err := strconv.ParseUint(month[1:], 10, 8)
		return err == nil && year < 100
	})
}

// newRecord reads a series of a catalog, of which it knows the years.
func newRecord(c *data.Catalog, years []data.Info) record {
	series, r := years[0].Series, record{first: years[0].First}
	before := time.Nanosecond
	switch series.Kind {
	case data.Quotes:
		r.quotes = func(from, to market.Time) (market.QuoteStream, error) {
			return present(c.Quotes(series.Symbol, from, to))
		}
	case data.Trades:
		r.trades = func(from, to market.Time) (market.TradeStream, error) {
			return present(c.Trades(series.Symbol, from, to))
		}
	case data.Depth:
		r = bookRecord(nil, func(from, to market.Time) (market.DepthStream, error) {
			return present(c.Depth(series.Symbol, from, to))
		})
		r.first = years[0].First
	default:
		r.spec, before = series.Spec, length(series.Spec)
		r.bars = func(from, to market.Time) (market.BarStream, error) {
			return present(c.Bars(series.Symbol, series.Spec, from, to))
		}
	}
	for _, year := range years {
		r.spans = append(r.spans, stretch{year.First.Add(-before), year.Last})
	}
	return r
}

// preferred orders records: quotes, books, trades, then bars, the finest first; at one length, bars of trades go first.
func preferred(a, b record) int {
	rank := func(r *record) int {
		switch {
		case r.depth != nil:
			return 1
		case r.quotes != nil:
			return 0
		case r.trades != nil:
			return 2
		case r.spec.Kind == market.TimeBars:
			return 3
		}
		return 4
	}
	return cmp.Or(cmp.Compare(rank(&a), rank(&b)), cmp.Compare(a.spec.Span, b.spec.Span), cmp.Compare(a.spec.Price, b.spec.Price))
}

// shelf is what is held of a listing. A record covers the sessions that it begins and ends in whole: what is missing
// of them did not happen.
func (c *Catalog) shelf(l *Listing) *shelf {
	records := slices.Clone(c.held[cmp.Or(l.spec.Data, l.Instrument.Symbol)])
	for i := range records {
		spans := slices.Clone(records[i].spans)
		for j := range spans {
			if s, phase := l.Calendar.At(spans[j].from + 1); phase != calendar.Closed {
				spans[j].from = min(spans[j].from, s.EarlyOpen-1)
			}
			if s, phase := l.Calendar.At(spans[j].to); phase != calendar.Closed {
				spans[j].to = max(spans[j].to, s.LateClose)
			}
		}
		records[i].spans = spans
	}
	return &shelf{listing: l, records: records}
}

// Quotes gives the recorded quotes, or what stands for them.
func (c *Catalog) Quotes(l *Listing, from, to market.Time) (market.QuoteStream, error) {
	return c.shelf(l).quotes(from, to)
}

// Trades gives the recorded trades, or what stands for them.
func (c *Catalog) Trades(l *Listing, from, to market.Time) (market.TradeStream, error) {
	return c.shelf(l).trades(from, to)
}

// Depth gives the recorded books.
func (c *Catalog) Depth(l *Listing, from, to market.Time) (market.DepthStream, error) {
	return c.shelf(l).depth(from, to)
}

// Minutes gives the recorded minutes, and days where there is nothing finer. It gives nothing when trades must be
// read to know all.
func (c *Catalog) Minutes(l *Listing, from, to market.Time) (market.BarStream, error) {
	minute, records := market.Minutes(1), c.shelf(l).records
	quick := func(r *record) bool { return r.spec == minute || r.spec == market.Daily() }
	slices.SortStableFunc(records, func(a, b record) int {
		switch {
		case a.spec == minute && b.spec != minute:
			return -1
		case b.spec == minute && a.spec != minute:
			return 1
		}
		return 0
	})
	parts := divide(records, stretch{from, to}, (*record).traded)
	for i, p := range parts {
		_, phase := l.Calendar.At(p.to)
		if !quick(p.record) || p.record.spec == market.Daily() && i == len(parts)-1 && phase != calendar.Closed {
			return nil, nil
		}
	}
	return chained[market.Bars](parts, func(p part) (market.BarStream, error) { return p.record.bars(p.from, p.to) })
}

// First is the time of the earliest row of any series.
func (c *Catalog) First(l *Listing) (market.Time, bool) {
	first := market.Never
	for _, r := range c.shelf(l).records {
		first = min(first, r.first)
	}
	return first, first != market.Never
}

// present makes no stream of a period without rows.
func present[S any](stream S, err error) (S, error) {
	var none S
	var empty *data.EmptyPeriodError
	switch {
	case errors.As(err, &empty):
		return none, nil
	case err != nil:
		return none, err
	}
	return stream, nil
}
