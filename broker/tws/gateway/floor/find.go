package floor

import (
	"slices"
	"strings"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// Find lists the contracts that a description matches, as a request for contract details does. It may
// name a contract by its id, by a local symbol, by a security id such as an ISIN, or by symbol and type;
// whatever else it says must be true of the contract. Expired contracts are found only when it includes
// them.
func (f *Floor) Find(k *wire.Contract) []*Listing {
	var found []*Listing
	for _, l := range f.candidates(k) {
		if f.matches(l, k) && l.conflict(k) == "" {
			found = append(found, l)
		}
	}
	return found
}

// Resolve is the one contract that a description means, or the refusal that IB answers: 200 when none or
// several match, 478 when the id is of another contract than the rest.
func (f *Floor) Resolve(k *wire.Contract) (*Listing, *Refusal) {
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
		return f.bySymbol[strings.ToUpper(k.Symbol)]
	case k.Symbol != "" || k.LocalSymbol != "" || k.SecID != "":
		return f.listings
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
	if !strings.HasPrefix(c.LastTradeDateOrContractMonth, day(k.LastTradeDateOrContractMonth)) && l.month() != k.LastTradeDateOrContractMonth {
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

// day cuts a time off an expiry.
func day(expiry string) string {
	return expiry[:min(len(expiry), len("20060102"))]
}

// month is the contract month, YYYYMM, of a derivative.
func (l *Listing) month() string {
	return compact(l.Instrument.Expiry)[:min(len(compact(l.Instrument.Expiry)), len("200601"))]
}
