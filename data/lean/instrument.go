package lean

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Instrument defines what a selection reads, from the symbol-properties database where it has the symbol,
// else with the defaults of package market. Derivatives need Contract. A derivative is named the way
// exchanges name it, with the year in two digits: ESZ13, GOOG151224C00747500.
//
// An error tells when the database does not say enough: then define the instrument in the configuration.
func (t *Tree) Instrument(s Selection) (market.Instrument, error) {
	if err := s.validate(); err != nil {
		return market.Instrument{}, err
	}
	all, err := t.symbolProperties()
	if err != nil {
		return market.Instrument{}, err
	}
	p, known := all.find(s.Market, s.Symbol, s.Type)
	symbol := strings.ToUpper(s.Symbol)
	var in market.Instrument
	switch s.Type {
	case Equity:
		in = market.NewEquity(symbol)
	case Index:
		in = market.NewEquity(symbol)
		in.Kind, in.Exchange = market.Index, ""
		in.Grid = market.UniformGrid(decimal.New(1, -2))
	case Forex:
		if len(symbol) != 6 {
			return in, fmt.Errorf("instrument %s: want a pair of two currencies of three letters each", &s)
		}
		in = market.NewForex(market.Currency(symbol[:3]), market.Currency(symbol[3:]))
	case CFD, Crypto, CryptoFuture:
		in, err = spot(&s, symbol, p, known)
	default:
		in, err = t.derivative(&s, symbol, p, known)
	}
	if err != nil {
		return market.Instrument{}, err
	}
	if known {
		in = p.apply(in)
	}
	return in, in.Validate()
}

// apply puts the database's grids into a definition.
func (p property) apply(in market.Instrument) market.Instrument {
	in.Currency, in.Multiplier = p.quote, p.multiplier
	in.Grid = market.UniformGrid(p.increment)
	in.SizeIncrement, in.MinSize = p.lot, p.lot
	if p.minSize.IsPositive() {
		in.MinSize = p.minSize
	}
	return in
}

// spot is a contract for difference or a crypto asset; only the database knows where the base ends.
func spot(s *Selection, symbol string, p property, known bool) (market.Instrument, error) {
	if !known {
		return market.Instrument{}, fmt.Errorf("instrument %s: the symbol-properties database does not have it; define it in the configuration", s)
	}
	in := market.Instrument{Symbol: symbol, Kind: securityTypes[s.Type].kind, Exchange: strings.ToUpper(s.Market), Calendar: "24/7"}
	if s.Type == CFD {
		in.Calendar = "FOREX"
		return in, nil
	}
	base, ok := strings.CutSuffix(symbol, string(p.quote))
	if !ok || base == "" {
		return in, fmt.Errorf("instrument %s: it does not end in its quote currency %s; define it in the configuration", s, p.quote)
	}
	in.Base = market.Currency(base)
	return in, nil
}

// derivative is a future or an option.
func (t *Tree) derivative(s *Selection, symbol string, p property, known bool) (market.Instrument, error) {
	var in market.Instrument
	if s.Contract == "" {
		return in, fmt.Errorf("instrument %s: set the contract, see Contracts", s)
	}
	c, err := parseContract("trade_" + s.Contract)
	if err != nil {
		return in, fmt.Errorf("instrument %s: %w", s, err)
	}
	if s.Type == Future {
		return future(s, symbol, c, p, known)
	}
	if c.Right == market.NoRight {
		return in, fmt.Errorf("instrument %s: contract %q is not an option", s, s.Contract)
	}
	in = market.NewEquity(occSymbol(symbol, c))
	in.Kind, in.Underlying = market.Option, symbol
	in.Expiry, in.Strike, in.Right = c.Expiry, c.Strike, c.Right
	in.Multiplier, in.Grid = decimal.NewFromInt(100), market.UniformGrid(decimal.New(1, -2))
	if s.Type != FutureOption || known {
		return in, nil
	}
	// An option on a future has the future's multiplier and tick where the database has no row for it.
	return t.onFuture(s, in, symbol)
}

func (t *Tree) onFuture(s *Selection, in market.Instrument, symbol string) (market.Instrument, error) {
	p, ok := t.properties.find(s.Market, symbol, Future)
	if !ok {
		return in, fmt.Errorf("instrument %s: the symbol-properties database has neither it nor its future; define it in the configuration", s)
	}
	in = p.apply(in)
	in.Exchange, in.Calendar = strings.ToUpper(s.Market), futuresCalendar(s.Market)
	return in, nil
}

func future(s *Selection, symbol string, c Contract, p property, known bool) (market.Instrument, error) {
	if !known {
		return market.Instrument{}, fmt.Errorf("instrument %s: the symbol-properties database does not have it; define it in the configuration", s)
	}
	expiry := c.Expiry
	if expiry == 0 {
		var err error
		if expiry, err = futureExpiry(symbol, c.Year, c.Month); err != nil {
			return market.Instrument{}, fmt.Errorf("instrument %s: %w", s, err)
		}
	}
	in := market.NewFuture(futureSymbol(symbol, c), symbol, expiry, p.multiplier, p.increment)
	in.Exchange, in.Calendar = strings.ToUpper(s.Market), futuresCalendar(s.Market)
	return in, nil
}

// futuresCalendar is CME for its exchanges. The sessions of other futures exchanges are not known here.
func futuresCalendar(marketName string) string {
	switch strings.ToLower(marketName) {
	case "cme", "comex", "nymex", "cbot":
		return "CME"
	}
	return "24/7"
}

// monthCodes are the letters of the months in the names of futures.
const monthCodes = "FGHJKMNQUVXZ"

// futureSymbol is ESZ13: root, month code, year.
func futureSymbol(root string, c Contract) string {
	return fmt.Sprintf("%s%c%02d", root, monthCodes[c.Month-1], c.Year%100)
}

// occSymbol is GOOG151224C00747500, the form of the Options Clearing Corporation without its padding:
// root, expiry, call or put, strike in thousandths.
func occSymbol(root string, c Contract) string {
	letter := byte('C')
	if c.Right == market.Put {
		letter = 'P'
	}
	return fmt.Sprintf("%s%02d%02d%02d%c%08d", root, c.Expiry.Year()%100, int(c.Expiry.Month()), c.Expiry.Day(), letter, c.Strike.Shift(3).IntPart())
}

// futureExpiry is the last trading day of the futures whose rule we know.
func futureExpiry(root string, year int, month time.Month) (market.Date, error) {
	switch root {
	case "ES", "MES", "NQ", "MNQ", "YM", "MYM", "RTY", "M2K", "FESX", "FDAX", "FDXM":
		// Index futures of CME and Eurex end on the third Friday.
		return nthWeekday(year, month, time.Friday, 3), nil
	case "6A", "6B", "6C", "6E", "6J", "6N", "6S", "M6E", "M6A", "M6B":
		// CME currency futures end two business days before the third Wednesday.
		return nthWeekday(year, month, time.Wednesday, 3).AddDays(-2), nil
	case "GC", "MGC", "SI", "SIL", "HG", "MHG", "PL", "PA":
		// COMEX and NYMEX metals end on the third last business day.
		return thirdLastBusinessDay(year, month)
	}
	return 0, fmt.Errorf("the day on which %s futures end is not in the file names, and its rule is not known here: define the contract in the configuration", root)
}

func nthWeekday(year int, month time.Month, day time.Weekday, n int) market.Date {
	first := market.NewDate(year, month, 1)
	ahead := (int(day) - int(first.Weekday()) + 7) % 7
	return first.AddDays(ahead + 7*(n-1))
}
