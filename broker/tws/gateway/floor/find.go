package floor

import (
	"slices"
	"strings"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// Find lists the contracts that a description matches, as a request for contract details does. It may
// name a contract by its id, by a local symbol, by a security id such as an ISIN, or by symbol and type;
// whatever else it says must be true of the contract. Expired contracts are found only when it includes
// them. A continuous future (CONTFUT) is the nearest one, in a listing of its own that shares the ID.
func (f *Floor) Find(k *wire.Contract) []*Listing {
	var found []*Listing
	for _, l := range f.candidates(k) {
		if f.matches(l, k) && l.conflict(k) == "" {
			found = append(found, l)
		}
	}
	if k.SecType == wire.ContinuousFuture {
		return continuous(found)
	}
	return found
}

// continuous makes of the futures found the continuous one: the nearest of each root, under its own type.
func continuous(found []*Listing) []*Listing {
	var fronts []*Listing
	for _, l := range found {
		i := slices.IndexFunc(fronts, func(f *Listing) bool { return f.spec == l.spec })
		switch {
		case i < 0:
			fronts = append(fronts, l)
		case l.Instrument.Expiry < fronts[i].Instrument.Expiry:
			fronts[i] = l
		}
	}
	for i, l := range fronts {
		front := *l
		front.Contract.SecType = wire.ContinuousFuture
		fronts[i] = &front
	}
	return fronts
}

// Resolve is the one contract that a description means, or the refusal that IB answers: 200 when none or
// several match, 478 when the id is of another contract than the rest.
//
// A combo is described by its legs, and listed when it is described for the first time; see Combos.
func (f *Floor) Resolve(k *wire.Contract) (*Listing, *Refusal) {
	if k.SecType == wire.Combo {
		return f.combo(k)
	}
	if l := f.byConID[k.ConID]; k.ConID != 0 && l != nil {
		if conflict := l.conflict(k); conflict != "" {
			return nil, refuse(478, "Parameters in request conflicts with contract parameters received by contract id: requested %s", conflict)
		}
	}
	found := f.Find(k)
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) == 0:
		return nil, noDefinition()
	}
	return nil, refuse(200, "The contract description specified for %s is ambiguous.", found[0].Contract.Symbol)
}

// candidates are the listings worth comparing.
func (f *Floor) candidates(k *wire.Contract) []*Listing {
	switch {
	case k.ConID != 0:
		if l := f.byConID[k.ConID]; l != nil {
			return []*Listing{l}
		}
		return nil
	case k.Symbol != "" && k.SecType != wire.Bond:
		plain := f.bySymbol[strings.ToUpper(k.Symbol)]
		if k.SecType != "" && k.SecType != wire.Option {
			return plain
		}
		return slices.Concat(plain, f.options[strings.ToUpper(k.Symbol)])
	case k.Symbol != "" || k.SecID != "":
		return f.listings
	case k.LocalSymbol != "":
		return f.byLocal[strings.ToUpper(k.LocalSymbol)]
	}
	return nil
}

// matches compares what names a contract, and where it trades.
func (f *Floor) matches(l *Listing, k *wire.Contract) bool {
	switch {
	case k.Exchange != "" && !l.trades(route(k.Exchange)):
		return false
	case l.Expired(f.now) && !k.IncludeExpired && k.ConID == 0:
		return false
	case k.SecID != "" && !l.identified(k.SecIDType, k.SecID):
		return false
	case k.ConID == 0 && k.Symbol == "" && k.LocalSymbol == "" && k.SecID == "":
		return false
	}
	return true
}

// identified reports whether the contract has a security id; a symbol of a bond is one too.
func (l *Listing) identified(kind, id string) bool {
	switch strings.ToUpper(kind) {
	case "ISIN":
		return l.spec.ISIN != "" && l.spec.ISIN == id && l.option == nil
	case "CUSIP":
		return l.spec.CUSIP != "" && l.spec.CUSIP == id && l.option == nil
	}
	return false
}

// conflict is the first particular in which a description differs from the contract, as "right P, in
// contract C", or empty.
func (l *Listing) conflict(k *wire.Contract) string {
	c := &l.Contract
	differs := func(what, asked, is string) string {
		if asked == "" || strings.EqualFold(asked, is) {
			return ""
		}
		return what + " " + asked + ", in contract " + is
	}
	symbols := []string{c.Symbol}
	if c.SecType == wire.Bond {
		symbols = append(symbols, l.spec.ISIN, l.spec.CUSIP)
	}
	if k.Symbol != "" && !slices.ContainsFunc(symbols, func(s string) bool { return strings.EqualFold(s, k.Symbol) }) {
		return differs("symbol", k.Symbol, c.Symbol)
	}
	if !sameType(k.SecType, c.SecType) {
		return differs("sec type", string(k.SecType), string(c.SecType))
	}
	if !l.expires(k.LastTradeDateOrContractMonth) {
		return differs("expiry", k.LastTradeDateOrContractMonth, c.LastTradeDateOrContractMonth)
	}
	if strike, ok := k.Strike.Get(); ok && !strike.IsZero() && !strike.Equal(c.Strike.Value) {
		return differs("strike", strike.String(), c.Strike.Value.String())
	}
	if m, ok := k.Multiplier.Get(); ok && !m.IsZero() && !m.Equal(l.Instrument.Multiplier) {
		return differs("multiplier", m.String(), l.Instrument.Multiplier.String())
	}
	if k.Right != 0 && k.Right != c.Right {
		return differs("right", k.Right.String(), c.Right.String())
	}
	for _, text := range [][3]string{
		{"currency", k.Currency, c.Currency}, {"local symbol", k.LocalSymbol, c.LocalSymbol},
		{"trading class", k.TradingClass, c.TradingClass},
		{"primary exchange", route(k.PrimaryExchange), c.PrimaryExchange},
	} {
		if c.PrimaryExchange == "" && text[0] == "primary exchange" && l.trades(text[1]) {
			continue
		}
		if conflict := differs(text[0], text[1], text[2]); conflict != "" {
			return conflict
		}
	}
	return ""
}

// sameType compares types of security; a continuous future is the nearest future.
func sameType(asked, is wire.SecType) bool {
	switch asked {
	case "", is:
		return true
	case wire.ContinuousFuture, "FUT+CONTFUT":
		return is == wire.Future
	}
	return false
}

// expires reports whether an expiry that was asked for, a date or a month, is the contract's.
func (l *Listing) expires(asked string) bool {
	const month, date = len("200601"), len("20060102")
	if len(asked) == month {
		return asked == l.month
	}
	return asked == "" || asked[:min(len(asked), date)] == l.Contract.LastTradeDateOrContractMonth
}
