package floor

import (
	"cmp"
	"errors"
	"slices"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// Catalog is an archive over recorded data: quotes and trades where the catalog has them, else made of its
// finest bars. A listing is looked up under its instrument's symbol, or under the name its Spec gives.
type Catalog struct {
	catalog *data.Catalog
	held    map[string][]data.Info
}

var _ Archive = (*Catalog)(nil)

// NewCatalog looks through a catalog. The error tells which of its files are damaged.
func NewCatalog(c *data.Catalog) (*Catalog, error) {
	all, err := c.Series()
	if err != nil {
		return nil, err
	}
	held := make(map[string][]data.Info)
	for _, info := range all {
		held[info.Symbol] = append(held[info.Symbol], info)
	}
	return &Catalog{catalog: c, held: held}, nil
}

func (c *Catalog) name(l *Listing) string { return cmp.Or(l.spec.Data, l.Instrument.Symbol) }

// Quotes gives the recorded quotes, or what stands for them.
func (c *Catalog) Quotes(l *Listing, from, to market.Time) (market.QuoteStream, error) {
	return c.shelf(l).quotes(from, to)
}

// Trades gives the recorded trades, or what stands for them.
func (c *Catalog) Trades(l *Listing, from, to market.Time) (market.TradeStream, error) {
	return c.shelf(l).trades(from, to)
}

// Minutes gives the recorded minutes.
func (c *Catalog) Minutes(l *Listing, from, to market.Time) (market.BarStream, error) {
	name, minute := c.name(l), market.Minutes(1)
	if !slices.ContainsFunc(c.held[name], func(i data.Info) bool { return i.Kind == data.Bars && i.Spec == minute }) {
		return nil, nil
	}
	return present(c.catalog.Bars(name, minute, from, to))
}

// First is the time of the earliest row of any series.
func (c *Catalog) First(l *Listing) (market.Time, bool) {
	first := market.Never
	for _, info := range c.held[c.name(l)] {
		first = min(first, info.First)
	}
	return first, first != market.Never
}

func (c *Catalog) shelf(l *Listing) *shelf {
	name := c.name(l)
	s := &shelf{listing: l}
	for _, info := range c.held[name] {
		switch {
		case info.Kind == data.Quotes:
			s.openQuotes = func(from, to market.Time) (market.QuoteStream, error) {
				return present(c.catalog.Quotes(name, from, to))
			}
		case info.Kind == data.Trades:
			s.openTrades = func(from, to market.Time) (market.TradeStream, error) {
				return present(c.catalog.Trades(name, from, to))
			}
		case s.openBars == nil || finer(info.Spec, s.spec):
			spec := info.Spec
			if spec.Kind != market.TimeBars && spec != market.Daily() || spec.Price != market.Last && spec.Price != market.Mid {
				continue
			}
			s.spec = spec
			s.openBars = func(from, to market.Time) (market.BarStream, error) {
				return present(c.catalog.Bars(name, spec, from, to))
			}
		}
	}
	return s
}

// finer reports whether bars are shorter than others; at one length, bars of trades go first.
func finer(a, b market.BarSpec) bool {
	if a.Kind != b.Kind {
		return a.Kind == market.TimeBars
	}
	return cmp.Or(cmp.Compare(a.Span, b.Span), cmp.Compare(a.Price, b.Price)) < 0
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
