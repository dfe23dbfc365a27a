package floor

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// maxSamples is how many contracts a search finds at most.
const maxSamples = 16

// MatchingSymbols lists up to 16 contracts whose symbol begins with a pattern or whose name has it, the
// same symbol first. Derivatives are not found; each contract tells which there are of it.
func (f *Floor) MatchingSymbols(pattern string) []wire.SymbolSample {
	pattern = strings.ToUpper(strings.TrimSpace(pattern))
	if pattern == "" {
		return nil
	}
	var found []*Listing
	for _, l := range f.listings {
		if searchable(l) && closeness(l, pattern) < noMatch {
			found = append(found, l)
		}
	}
	slices.SortStableFunc(found, func(a, b *Listing) int { return cmp.Compare(closeness(a, pattern), closeness(b, pattern)) })
	found = found[:min(len(found), maxSamples)]
	samples := make([]wire.SymbolSample, len(found))
	for i, l := range found {
		samples[i] = wire.SymbolSample{
			Contract: wire.Contract{
				ConID: l.Contract.ConID, Symbol: l.Contract.Symbol, SecType: l.Contract.SecType,
				PrimaryExchange: cmp.Or(l.Contract.PrimaryExchange, l.Contract.Exchange), Currency: l.Contract.Currency, Description: l.spec.Name,
			},
			DerivativeSecTypes: f.derivatives(l),
		}
	}
	return samples
}

func searchable(l *Listing) bool {
	switch l.Instrument.Kind {
	case market.Option, market.Future, market.CFD, market.Bond:
		return false
	}
	return true
}

const noMatch = 3

// closeness ranks how well a contract matches: its symbol, the beginning of it, or its name.
func closeness(l *Listing, pattern string) int {
	switch {
	case l.Contract.Symbol == pattern:
		return 0
	case strings.HasPrefix(l.Contract.Symbol, pattern):
		return 1
	case strings.Contains(strings.ToUpper(l.spec.Name), pattern):
		return 2
	}
	return noMatch
}

// derivatives are the types of what derives from a contract.
func (f *Floor) derivatives(l *Listing) []string {
	var types []string
	add := func(t wire.SecType) {
		if !slices.Contains(types, string(t)) {
			types = append(types, string(t))
		}
	}
	for _, d := range f.listings {
		if d.Underlying == l {
			add(d.Contract.SecType)
		}
	}
	if slices.Contains(types, string(wire.Option)) {
		add(wire.Combo)
	}
	slices.Sort(types)
	return types
}
